import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { Database } from '#data';
import { Metrics, type Settings } from '#platform';
import { AuditStream } from '../../libs/audit/src/stream/audit-stream.js';
import type { StreamedEntry } from '../../libs/audit/src/stream/streamed-entry.js';
import { postText } from '../../libs/audit/src/stream/post.js';
import { syslogMessage, syslogSink } from '../../libs/audit/src/stream/syslog.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner, writeSealed } from '../support/audit.js';
import { eventually } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'cloudgov-stream-'));
const file = join(folder, 'audit.ndjson');
let test: TestApp;

beforeAll(async () => {
  test = await startApp({ env: { CLOUDGOV_AUDIT_STREAM: pathToFileURL(file).href } });
  await writeSealed(test, 700);
}, 120_000);
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

const parsed = (body: string) =>
  body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StreamedEntry);
const lastPosition = async (): Promise<number> =>
  (await asOwner(test, 'select max(position)::int as last from audit_seal'))[0].last;

it('writes each sealed entry into a file, in the order of the chain', async () => {
  const last = await lastPosition();
  const body = await eventually(
    () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
    (lines) => lines !== '' && parsed(lines).length >= last,
  );
  const entries = parsed(body);
  expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1));
  expect(entries.at(-1)).toMatchObject({ action: 'page.turn', subjectId: '700', after: { page: 700 } });
  expect(entries.at(-1)!.hash).toMatch(/^[0-9a-f]{64}$/);
});

it('posts batches, and the same one again until it is taken', async () => {
  const bodies: string[] = [];
  let refusals = 1;
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      bodies.push(body);
      reply.statusCode = bodies.length === 2 && refusals-- > 0 ? 503 : 204;
      reply.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const auditStream = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/audit`);
  const settings = { auditStream, isPrivateAllowed: true, role: 'api' } as Settings;
  const stream = new AuditStream(test.app.get(Database), settings, new Metrics());
  await expect(stream.send()).rejects.toThrow('answers 503');
  expect(await stream.sentUntil()).toBe(500);
  await stream.send();
  expect(bodies[2]).toBe(bodies[1]);
  const positions = [bodies[0]!, ...bodies.slice(2)].flatMap(parsed).map(({ position }) => position);
  expect(positions).toEqual(positions.map((_, index) => index + 1));
  expect(positions.length).toBeGreaterThanOrEqual(700);
  expect(await stream.send()).toBe(0);
  server.close();
});

const entry: StreamedEntry = {
  position: 1,
  hash: 'ab',
  id: 'i',
  at: new Date('2026-01-31T08:00:00Z'),
  actor: 'user:zoë@example.com',
  actorId: 'user:019a6b1e-4c00-7d3e-9a51-0d6f5d3c2b10',
  action: 'budget.create of a kind',
  subjectType: 'budget',
  subjectId: '1',
  before: null,
  after: { name: 'x'.repeat(9_000) },
  note: null,
  requestId: null,
  address: null,
};

it('speaks RFC 5424, framed by its bytes over TCP', async () => {
  expect(syslogMessage(entry)).toMatch(
    /^<110>1 2026-01-31T08:00:00\.000Z \S+ cloudgov \d+ budget\.create_of_a_kind - \{"position":1,/,
  );
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const heard = once(server, 'connection').then(([socket]) => text(socket as never));
  await syslogSink(new URL(`syslog://127.0.0.1:${(server.address() as AddressInfo).port}`))([entry, entry]);
  const frame = `${Buffer.byteLength(syslogMessage(entry))} ${syslogMessage(entry)}`;
  expect(await heard).toBe(frame + frame);
  server.close();
  await once(server, 'close');
  const port = (server.address() as AddressInfo | null)?.port ?? 1;
  await expect(syslogSink(new URL(`syslog://127.0.0.1:${port}`))([entry])).rejects.toThrow('ECONNREFUSED');
});

it('leaves documents out of a datagram that they do not fit', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const heard = once(socket, 'message');
  await syslogSink(new URL(`syslog+udp://127.0.0.1:${socket.address().port}`))([entry]);
  const [message] = (await heard) as [Buffer];
  const told = JSON.parse(message.toString().replace(/^[^{]*/, '')) as object;
  expect(told).toMatchObject({ action: entry.action, after: null, isTruncated: true });
  socket.close();
});

it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:10.0.0.1]', '169.254.169.254', '192.168.1.1', '[fd00::1]'])(
  'sends nothing to %s unless that is allowed',
  async (host) => {
    const posting = postText(new URL(`http://${host}:9/`), '{}', { type: 'text/plain', isPrivateAllowed: false });
    await expect(posting).rejects.toThrow('is a private address');
  },
);
