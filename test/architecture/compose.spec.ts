import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Version 1 is a program of its own, version 2 a word of docker's. */
const COMMANDS = [['docker-compose'], ['docker', 'compose']] as const;

it('describes PostgreSQL and the API as the runbook names them', () => {
  const { services } = parse(readFileSync('docker-compose.yml', 'utf8'));
  expect(services.postgres.environment.POSTGRES_DB).toBe('governance_platform');
  expect(services.api.image).toBe('cloudgov-api:latest');
  expect(services.api.environment).toMatchObject({
    HOST: '0.0.0.0',
    DATABASE_URL: expect.stringMatching(/@postgres:5432\/governance_platform$/),
  });
  expect(services.api.depends_on.postgres.condition).toBe('service_healthy');
});

it('builds an image that runs as a plain user and tells its health', () => {
  const last = readFileSync('Dockerfile', 'utf8')
    .split(/^FROM /m)
    .at(-1);
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^HEALTHCHECK /m);
  expect(last).toMatch(/HOST=0\.0\.0\.0/);
});

for (const [program, ...words] of COMMANDS) {
  const name = [program, ...words].join(' ');
  const isThere = spawnSync(program, [...words, 'version']).status === 0;
  (isThere ? it : it.skip)(`is accepted by ${name} (skipped where that is not installed)`, () => {
    const { status, stdout, stderr } = spawnSync(program, [...words, 'config'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(parse(stdout).services).sort()).toEqual(['api', 'postgres']);
  });
}
