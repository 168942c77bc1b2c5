// The built application with the stub among its clouds, as a process of its own that a test may kill or measure.
import 'reflect-metadata';
import { Clouds } from '#clouds';
import { Settings } from '#platform';
import { createApp, open } from '../../dist/apps/api/src/create-app.js';
import { StubCloud, stubEstate } from './stub-cloud.mjs';

const { STUB_RESOURCES = '1000', STUB_LATENCY_MS = '20', STUB_REGIONS = '4', STUB_TYPES = '5' } = process.env;
const size = { resources: Number(STUB_RESOURCES), regions: Number(STUB_REGIONS), types: Number(STUB_TYPES) };

const stub = new StubCloud(stubEstate(size));
stub.latencyMs = Number(STUB_LATENCY_MS);
stub.pageSize = 100;

const settings = new Settings(process.env);
const app = await createApp(settings, { url: settings.databaseUrl });
app.get(Clouds).add(stub);
await open(app, settings.port, settings.host);

// A new state of the estate, as one line.
process.stdin.on('data', (line) => (stub.estate = stubEstate({ ...size, version: Number(line) })));
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
console.log(`CloudGov answers on ${await app.getUrl()}`);
