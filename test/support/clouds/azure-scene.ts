import type { CloudConnection, CloudPlugin } from '#clouds';
import { azureRows } from './azure-rows.js';
import { AzureStub, SUBSCRIPTION, TENANT, type Row } from './azure-stub.js';
import { troubles } from './listed.js';
import { stubServer, type StubServer } from './stub-server.js';

export const AZURE_TROUBLES = troubles(
  { code: 'AuthorizationFailed', message: 'no' },
  { code: 'RateLimiting', message: 'slow' },
);

/** An Azure on this machine for the tests of a file, and the plugin's way into it. */
export class AzureScene {
  server: StubServer;
  stub: AzureStub;

  constructor(private readonly plugin: CloudPlugin) {
    beforeAll(async () => {
      this.server = await stubServer((asked) => this.stub.answers(asked));
    });
    afterAll(() => this.server.close());
  }

  open(rows: Row[] = azureRows(), more: object = {}, clientSecret = 'right'): Promise<CloudConnection> {
    const { url, asked } = this.server;
    this.stub = new AzureStub(rows, () => url);
    asked.length = 0;
    const settings = { tenantId: TENANT, clientId: 'app-1', endpoint: url, authority: url, metrics: url, ...more };
    return this.plugin.connect({ provider: 'azure', externalId: SUBSCRIPTION, settings, credential: { clientSecret } });
  }

  /** What was asked for a change. */
  get written() {
    return this.server.asked.filter(
      ({ method, url }) => method !== 'GET' && !/token|resourcegraph/i.test(url.pathname),
    );
  }
}
