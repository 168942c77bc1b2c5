// The embedded server by itself, in a process that tests can end in every way.
import { EmbeddedPostgres } from '../../dist/libs/data/src/embedded-postgres.js';

let server;
const stop = async (code) => {
  await server?.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));

try {
  server = new EmbeddedPostgres(process.env.CLOUDGOV_HOME, { settings: JSON.parse(process.env.SETTINGS ?? '{}') });
  await server.start();
  console.log(`answers on ${server.url()}`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.error(error.message);
  await stop(1);
}
