import { generateKeyPairSync } from 'node:crypto';
import type { CloudConnection, CloudPlugin } from '#clouds';
import { gcpAssets } from './gcp-assets.js';
import { GcpStub, PROJECT, type StubAsset } from './gcp-stub.js';
import { troubles } from './listed.js';
import { stubServer, type StubServer } from './stub-server.js';

export const GCP_TROUBLES = troubles(
  { code: 403, status: 'PERMISSION_DENIED', message: 'no' },
  { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'slow' },
);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = {
  type: 'service_account',
  project_id: PROJECT,
  private_key_id: '1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  client_email: `cloudgov@${PROJECT}.iam.gserviceaccount.com`,
  client_id: '1',
};

/** A Google Cloud on this machine for the tests of a file, and the plugin's way into it. */
export class GcpScene {
  server: StubServer;
  stub: GcpStub;

  constructor(private readonly plugin: CloudPlugin) {
    beforeAll(async () => {
      this.server = await stubServer((asked) => this.stub.answers(asked));
    });
    afterAll(() => this.server.close());
  }

  open(assets: StubAsset[] = gcpAssets(), more: object = {}, key: object = KEY): Promise<CloudConnection> {
    this.stub = new GcpStub(assets, () => this.server.url);
    this.server.asked.length = 0;
    const settings = { endpoint: this.server.url, ...more };
    const credential = { serviceAccountKey: JSON.stringify(key) };
    return this.plugin.connect({ provider: 'gcp', externalId: PROJECT, settings, credential });
  }

  /** What was asked for a change. */
  get written() {
    return this.server.asked.filter(({ method }) => method !== 'GET');
  }
}
