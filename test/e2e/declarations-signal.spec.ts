import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Installation } from '../support/program.js';

const installation = new Installation();
afterAll(() => installation.remove());

const declaring = (name: string) => `accounts: [{ provider: gcp, externalId: project-1, name: ${name} }]`;

it('reads cloudgov.yaml again when the running program gets a SIGHUP', async () => {
  const config = join(installation.home, 'cloudgov.yaml');
  writeFileSync(config, declaring('First'));
  const program = await installation.launch({ CLOUDGOV_CONFIG: config });
  const headers = { authorization: `Bearer ${readFileSync(join(installation.home, 'token'), 'utf8').trim()}` };
  const name = async () => {
    const reply = await fetch(`${program.url()}/inventory/accounts`, { headers });
    return ((await reply.json()) as { items: { name: string }[] }).items[0]?.name;
  };
  expect(await name()).toBe('First');
  writeFileSync(config, declaring('Second'));
  program.child.kill('SIGHUP');
  for (let tries = 0; tries < 100 && (await name()) === 'First'; tries++)
    await new Promise((done) => setTimeout(done, 100));
  expect(await name()).toBe('Second');
});
