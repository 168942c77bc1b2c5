import { Controller, Post, UnauthorizedException } from '@nestjs/common';
import { Public, Throttled } from '#platform';
import { startApp, type TestApp } from '../support/app.js';
import { bearer } from '../support/contract.js';
import { listen } from '../support/listener.js';
import { eventually } from '../support/program.js';

@Controller('door')
class DoorController {
  @Post() @Public() @Throttled('sign-in', 'email') knock() {
    throw new UnauthorizedException('Nobody knows you.');
  }
}

let test: TestApp;
beforeAll(async () => void (test = await startApp({ controllers: [DoorController] })));
afterAll(() => test.close());

const refusals = async (actor: string) =>
  (await test.rest('GET', `/audit?action=access.refuse&actor=${encodeURIComponent(actor)}`)).body.items.map(
    ({ subjectId, after, address, requestId }: any) => ({ subjectId, address, requestId, ...after }),
  );
const written = (actor: string, count: number) =>
  eventually(
    () => refusals(actor),
    (items) => items.length >= count,
  );

it('records what a caller may not do, over either face, once', async () => {
  const token = test.scoped({ kind: 'all' }, new Set(['inventory:read']));
  for (let n = 0; n < 5; n += 1)
    expect((await test.rest('GET', '/audit', undefined, { ...bearer(token), 'x-request-id': 'r-1' })).status).toBe(403);
  expect((await test.graphql('{ auditEntries { totalCount } }', {}, token)).errors[0].extensions.code).toBe(
    'FORBIDDEN',
  );
  const items = await written(`token:${token}`, 2);
  const why = { address: '127.0.0.1', status: 403, code: 'FORBIDDEN', permission: 'audit:read', count: 1 };
  expect(items).toEqual([
    { ...why, subjectId: 'Query.auditEntries', requestId: expect.any(String) },
    { ...why, subjectId: 'GET /audit', requestId: 'r-1' },
  ]);
});

it('records tries to sign in that fail, and no stranger who does not try', async () => {
  for (let n = 0; n < 3; n += 1) {
    expect((await test.rest('GET', '/jobs', undefined, { authorization: '' })).status).toBe(401);
    expect((await test.rest('GET', '/jobs', undefined, bearer('guess-hunter2'))).status).toBe(401);
    expect((await test.rest('POST', '/door', { email: 'a@x.test' }, { authorization: '' })).status).toBe(401);
  }
  await listen(test.url, { connectionParams: bearer('guess-hunter2') }).closed;
  const items = await written('anonymous', 2);
  expect(items.map(({ subjectId, status, count }: any) => [subjectId, status, count])).toEqual([
    ['POST /door', 401, 1],
    ['sign-in', 401, 1],
  ]);
  expect(JSON.stringify(items)).not.toContain('hunter2');
});
