import { Logger } from '@nestjs/common';
import { Clock, systemCaller, type Caller } from '#common';
import { Auditor, type AuditRecord } from './auditor.js';
import { Refusals } from './refusals.js';

beforeAll(() => Logger.overrideLogger(false));

class Book extends Auditor {
  readonly entries: [who: string, ...what: unknown[]][] = [];
  isAway = false;

  record({ actor, address, requestId }: Caller, { action, subject, after }: AuditRecord) {
    if (this.isAway) return Promise.reject(new Error('away'));
    this.entries.push([actor, address, requestId, action, subject.id, after]);
    return Promise.resolve();
  }
}

class Watch extends Clock {
  at = Date.UTC(2026, 10, 1);
  now = () => new Date(this.at);
}

function start() {
  const [book, watch] = [new Book(), new Watch()];
  const refusals = new Refusals(watch, book);
  const pass = (seconds: number) => {
    watch.at += seconds * 1000;
    refusals.look();
  };
  return { book, refusals, pass, counts: () => book.entries.map((entry) => (entry[5] as { count: number }).count) };
}

const stranger = { ip: '192.0.2.1', id: 'r-1' };
const alice = { ...stranger, caller: systemCaller('user:alice@x.test') };
const refusal = { operation: 'GET /audit', status: 403, code: 'FORBIDDEN' };

it('writes the first at once, and the others of a minute as a number', () => {
  const { book, refusals, pass, counts } = start();
  for (let n = 0; n < 1000; n += 1) refusals.note(alice, refusal);
  expect(book.entries).toEqual([
    [
      'user:alice@x.test',
      '192.0.2.1',
      'r-1',
      'access.refuse',
      'GET /audit',
      { status: 403, code: 'FORBIDDEN', count: 1 },
    ],
  ]);
  pass(59);
  expect(counts()).toEqual([1]);
  pass(1);
  expect(counts()).toEqual([1, 999]);
  refusals.note(alice, refusal);
  expect(counts()).toEqual([1, 999]);
  pass(60);
  expect(counts()).toEqual([1, 999, 1]);
  pass(60);
  refusals.note(alice, refusal);
  expect(counts()).toEqual([1, 999, 1, 1]);
});

it('tells actors, strangers’ addresses and operations apart', () => {
  const { book, refusals } = start();
  for (const asker of [alice, stranger, { ...stranger, ip: '192.0.2.2' }, { ...alice, ip: '192.0.2.2' }])
    refusals.note(asker, refusal);
  refusals.note(alice, { ...refusal, operation: 'Query.auditEntries' });
  expect(book.entries.map(([actor, address]) => [actor, address])).toEqual([
    ['user:alice@x.test', '192.0.2.1'],
    ['anonymous', '192.0.2.1'],
    ['anonymous', '192.0.2.2'],
    ['user:alice@x.test', '192.0.2.1'],
  ]);
});

it('is filled by nobody, however many addresses they have', () => {
  const { book, refusals, pass } = start();
  for (let n = 0; n < 20_000; n += 1) refusals.note({ ip: `2001:db8::${n.toString(16)}`, id: 'r' }, refusal);
  expect(book.entries).toHaveLength(500);
  pass(60);
  expect(book.entries.slice(500)).toEqual([
    ['anonymous', undefined, undefined, 'access.refuse', 'others', { status: 403, code: 'FORBIDDEN', count: 19_500 }],
  ]);
});

it('leaves nothing uncounted at the end, and outlives a database that is away', async () => {
  const { book, refusals, counts } = start();
  for (let n = 0; n < 3; n += 1) refusals.note(alice, refusal);
  await refusals.beforeApplicationShutdown();
  expect(counts()).toEqual([1, 2]);
  book.isAway = true;
  refusals.note(stranger, refusal);
  await refusals.beforeApplicationShutdown();
});
