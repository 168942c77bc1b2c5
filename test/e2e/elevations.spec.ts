import { jest } from '@jest/globals';
import { Clock, DAY_MS } from '#common';
import { as, machine, type Somebody } from '../support/access.js';
import { startApp, type TestApp } from '../support/app.js';
import { expectProblem } from '../support/contract.js';

let test: TestApp;
let root: Somebody;
let alice: Somebody & { id: string };
let bob: Somebody & { id: string };

beforeAll(async () => {
  test = await startApp();
  root = as(test);
  alice = await machine(test, ['viewer']);
  bob = await machine(test, ['admin']);
});
afterAll(() => test.close());

const ASKED = { role: 'finops', minutes: 30, reason: 'the bill of October is wrong' };
const ask = async (by: Somebody, asked: object = ASKED) => (await by.post('/access/elevations', asked)).body;
const step = (by: Somebody, id: string, word: string, body?: object) =>
  by.post(`/access/elevations/${id}/${word}`, body);
const mayWrite = async (who: Somebody) => (await who.post('/budgets', {})).status !== 403;

describe('an elevation', () => {
  it('is asked for with a reason, approved by another, and holds until it is ended', async () => {
    const made = await alice.post('/access/elevations', ASKED);
    const { id } = made.body;
    expect([made.status, made.headers.get('location')]).toEqual([201, `/access/elevations/${id}`]);
    expect(made.body).toMatchObject({ ...ASKED, state: 'requested', scope: { all: true }, principalId: alice.id });
    expect(await mayWrite(alice)).toBe(false);
    const approved = await step(bob, id, 'approve', { note: 'go on' });
    expect([approved.status, approved.body.state, approved.body.note]).toEqual([200, 'approved', 'go on']);
    const { decidedAt, expiresAt } = approved.body;
    expect(Date.parse(expiresAt) - Date.parse(decidedAt)).toBe(30 * 60_000);
    expect(await mayWrite(alice)).toBe(true);
    expectProblem(await step(bob, id, 'approve'), 409, 'CONFLICT');
    expect((await step(alice, id, 'end')).body.state).toBe('ended');
    expect(await mayWrite(alice)).toBe(false);
    const { body } = await root.get(`/audit?subjectType=elevation&subjectId=${id}`);
    const told = body.items.map(({ action, note }: any) => [action, note]);
    expect(told).toEqual([
      ['elevation.ended', null],
      ['elevation.approved', 'go on'],
      ['elevation.request', ASKED.reason],
    ]);
  });

  it('ends by itself, at once, and its end is recorded', async () => {
    const { id } = await ask(alice);
    const { body } = await step(bob, id, 'approve');
    const clock = test.app.get(Clock);
    const now = jest.spyOn(clock, 'now').mockReturnValue(new Date(body.expiresAt));
    expect(await mayWrite(alice)).toBe(false);
    expect((await root.post('/jobs/access.expire/run?wait=30')).body).toMatchObject({ state: 'done' });
    now.mockRestore();
    expect((await root.get(`/access/elevations/${id}`)).body).toMatchObject({
      state: 'expired',
      endedAt: body.expiresAt,
    });
    expect((await root.get(`/access/bindings?principalId=${alice.id}`)).body.total).toBe(1);
    const { body: audit } = await root.get(`/audit?subjectType=elevation&subjectId=${id}&limit=1`);
    expect(audit.items[0]).toMatchObject({ action: 'elevation.expired', actor: 'job:access.expire' });
  });
});

describe('an elevation besides', () => {
  it('can be denied, and taken back', async () => {
    const denied = await ask(alice);
    expect((await step(bob, denied.id, 'deny', { note: 'no' })).body).toMatchObject({ state: 'denied', note: 'no' });
    const cancelled = await ask(alice);
    expectProblem(await step(bob, cancelled.id, 'cancel'), 404, 'NOT_FOUND');
    expect((await step(alice, cancelled.id, 'cancel')).body.state).toBe('cancelled');
    expectProblem(await step(bob, cancelled.id, 'approve'), 409, 'CONFLICT');
    expect(await mayWrite(alice)).toBe(false);
  });

  it('is a binding that only its own end removes', async () => {
    const { id } = await ask(alice);
    await step(bob, id, 'approve');
    const { body } = await root.get(`/access/bindings?principalId=${alice.id}&role=finops`);
    expect(body.items[0]).toMatchObject({ elevationId: id, reason: ASKED.reason });
    expectProblem(await root.delete(`/access/bindings/${body.items[0].id}`), 409, 'CONFLICT');
    expect((await step(bob, id, 'end', { note: 'done' })).body.endedBy).toMatch(/^token:machine-/);
  });

  it('goes by GraphQL too', async () => {
    const input = `{ role: "operator", minutes: 5, reason: "graph", scope: { accounts: ["1"] } }`;
    const asked = await test.graphql(`mutation { requestElevation(input: ${input}) { id state } }`, {}, alice.token);
    const { id } = asked.data.requestElevation;
    const answer = await test.graphql(`mutation { approveElevation(id: "${id}") { state scope } }`, {}, bob.token);
    expect(answer.data.approveElevation).toEqual({ state: 'approved', scope: { accounts: ['1'] } });
    const ended = await test.graphql(`mutation { endElevation(id: "${id}", note: "over") { state } }`, {}, alice.token);
    expect(ended.data.endElevation.state).toBe('ended');
    const { data } = await test.graphql('{ elevations(state: requested) { totalCount } }', {}, alice.token);
    expect(data.elevations.totalCount).toBe(0);
  });
});

describe('who approves', () => {
  it('is another than who asked, by whichever token', async () => {
    const carol = await machine(test, ['admin']);
    const { id } = await ask(carol);
    expectProblem(await step(carol, id, 'approve'), 403, 'FORBIDDEN');
    const { token } = (await carol.post('/tokens', { name: 'carols-other', roles: ['admin'] })).body;
    expectProblem(await step(as(test, token), id, 'approve'), 403, 'FORBIDDEN');
    expect((await step(bob, id, 'approve')).status).toBe(200);
  });

  it('holds the role there and for as long', async () => {
    const { id } = await ask(alice, { ...ASKED, scope: { accounts: ['1'] } });
    const security = await machine(test, ['security']);
    expectProblem(await step(security, id, 'approve'), 403, 'FORBIDDEN');
    const elsewhere = await machine(test, ['admin'], { accounts: ['2'] });
    expectProblem(await step(elsewhere, id, 'approve'), 404, 'NOT_FOUND');
    expectProblem(await step(await machine(test, ['viewer']), id, 'approve'), 403, 'FORBIDDEN');
    const there = await machine(test, ['admin'], { accounts: ['1', '2'] });
    expect((await step(there, id, 'approve')).status).toBe(200);
  });

  it('does so once, also where two do at the same moment', async () => {
    const { id } = await ask(alice);
    const answers = await Promise.all([step(bob, id, 'approve'), step(root, id, 'approve'), step(bob, id, 'deny')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe('a request for an elevation', () => {
  it.each([
    ['too long', { ...ASKED, minutes: 481 }, 'minutes'],
    ['no time', { ...ASKED, minutes: 0 }, 'minutes'],
    ['no reason', { ...ASKED, reason: '' }, 'reason'],
    ['an unknown role', { ...ASKED, role: 'king' }, 'role'],
    ['no scope', { ...ASKED, scope: {} }, 'scope'],
  ])('is refused for %s', async (_what, asked, field) => {
    const { status, body } = await alice.post('/access/elevations', asked);
    expect([status, body.errors[0].field]).toEqual([422, field]);
  });

  it('is seen by who made it and by who might approve it', async () => {
    const { id } = await ask(alice, { ...ASKED, scope: { accounts: ['1'] } });
    const other = await machine(test, ['viewer']);
    expectProblem(await other.get(`/access/elevations/${id}`), 404, 'NOT_FOUND');
    expect((await other.get('/access/elevations')).body.total).toBe(0);
    expect((await alice.get(`/access/elevations/${id}`)).status).toBe(200);
    expect((await bob.get('/access/elevations?state=requested')).body.items).toEqual([expect.objectContaining({ id })]);
  });

  it('lapses where nobody decides it, at once, and that is recorded', async () => {
    const { id, requestedAt } = await ask(alice);
    const clock = test.app.get(Clock);
    const later = jest.spyOn(clock, 'now');
    later.mockReturnValue(new Date(Date.parse(requestedAt) + 7 * DAY_MS - 1));
    await root.post('/jobs/access.expire/run?wait=30');
    expect((await alice.get(`/access/elevations/${id}`)).body.state).toBe('requested');
    later.mockReturnValue(new Date(Date.parse(requestedAt) + 7 * DAY_MS));
    const { status, body } = await step(bob, id, 'approve');
    expect([status, body.detail]).toEqual([409, 'This elevation is lapsed, not requested.']);
    expect((await root.post('/jobs/access.expire/run?wait=30')).body.result.requests).toBeGreaterThan(0);
    later.mockRestore();
    expect((await alice.get(`/access/elevations/${id}`)).body).toMatchObject({ state: 'lapsed', decidedBy: null });
    const { items } = (await root.get(`/audit?subjectType=elevation&subjectId=${id}`)).body;
    expect(items[0]).toMatchObject({ action: 'elevation.lapsed', actor: 'job:access.expire' });
  });

  it('is none of somebody who cannot be bound', async () => {
    expectProblem(await root.post('/access/elevations', ASKED), 409, 'CONFLICT');
  });
});
