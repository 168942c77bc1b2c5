import { ACTION_PERMISSIONS, DEEDS } from './deeds.js';
import { actionOf } from './iam-action.js';
import { leastPolicy, readActions } from './policy.js';
import { KINDS } from './registry.js';
import { SDKS } from './sdk.js';

const CHANGING = /:(?!Describe|Get|List|Generate)/;

it.each(KINDS.map((kind) => [kind.type, kind] as const))('%s names the actions that it takes', (_, { source }) => {
  expect(source.actions.length).toBeGreaterThan(0);
  expect(source.actions[0]).toBe(actionOf(source.first.service, source.first.operation));
  for (const action of source.actions) expect(action).toMatch(/^[a-z0-9]+:[A-Z]\w+$/);
});

it('lists each type once', () => {
  expect(new Set(KINDS.map(({ type }) => type)).size).toBe(KINDS.length);
});

it('reads by no action that changes anything', () => {
  expect(readActions().filter((action) => CHANGING.test(action))).toEqual([]);
  for (const secret of ['secretsmanager:GetSecretValue', 's3:GetObject']) expect(readActions()).not.toContain(secret);
});

it('names every operation as its service has it', async () => {
  for (const [id, sdk] of Object.entries(SDKS)) {
    const module: object = await sdk.load();
    const mine = KINDS.filter(({ source }) => source.first.service === id).map(({ source }) => source.first.operation);
    for (const operation of mine) expect(module).toHaveProperty(`${operation}Command`);
  }
});

it('tells reading, bills and acting apart, each with what the registry names', () => {
  const { Version, Statement } = JSON.parse(leastPolicy('aws-cn', 's3://focus/daily'));
  expect(Version).toBe('2012-10-17');
  expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['Read', 'Bills', 'Act']);
  const [read, bills, act] = Statement;
  for (const { source } of KINDS) expect(read.Action).toEqual(expect.arrayContaining([...source.actions]));
  expect(bills.Resource).toEqual(['arn:aws-cn:s3:::focus', 'arn:aws-cn:s3:::focus/*']);
  expect(act.Action).toEqual(ACTION_PERMISSIONS);
  for (const deed of Object.values(DEEDS)) expect(act.Action).toEqual(expect.arrayContaining([...deed.permissions]));
});

it('fits into a managed policy', () => {
  const { Statement } = JSON.parse(leastPolicy('aws'));
  for (const statement of Statement) expect(JSON.stringify(statement).length).toBeLessThan(6144);
});
