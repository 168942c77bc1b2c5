import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import type { Sink, StreamedEntry } from './streamed-entry.js';

/** Facility 13 (log audit) and severity 6 (informational), RFC 5424. */
const PRIORITY = 13 * 8 + 6;
const PORT = 514;
const TIMEOUT_MS = 10_000;
/** What a datagram may hold; beyond it, an entry goes without its documents. */
const MOST_BYTES = 8_192;

const printable = (text: string, most: number) => text.replace(/[^\x21-\x7e]/g, '_').slice(0, most) || '-';

/** One message of RFC 5424: the action is its id, the entry as JSON its text. */
export function syslogMessage(entry: StreamedEntry): string {
  const head = [`<${PRIORITY}>1`, entry.at.toISOString(), printable(hostname(), 255), 'cloudgov', process.pid];
  return [...head, printable(entry.action, 32), '-', JSON.stringify(entry)].join(' ');
}

function datagram(entry: StreamedEntry): Buffer {
  const whole = Buffer.from(syslogMessage(entry));
  if (whole.length <= MOST_BYTES) return whole;
  const short = { ...entry, before: null, after: null, note: entry.note?.slice(0, 500) ?? null, isTruncated: true };
  return Buffer.from(syslogMessage(short));
}

/** Each message after the number of its bytes (RFC 6587, 3.4.1); nothing tells what the other side has kept. */
const overTcp =
  (host: string, port: number): Sink =>
  (entries) =>
    new Promise((done, fail) => {
      const frames = entries.map(syslogMessage).map((text) => `${Buffer.byteLength(text)} ${text}`);
      const socket = connect({ host, port, timeout: TIMEOUT_MS }, () => socket.end(frames.join('')));
      socket.once('timeout', () => socket.destroy(new Error('no answer in time')));
      socket.once('error', fail);
      socket.once('close', () => done());
      socket.resume();
    });

const overUdp =
  (host: string, port: number): Sink =>
  async (entries) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const send = promisify(socket.send.bind(socket) as (...words: [Buffer, number, string, () => void]) => void);
    try {
      for (const entry of entries) await send(datagram(entry), port, host);
    } finally {
      socket.close();
    }
  };

export function syslogSink(url: URL): Sink {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || PORT;
  return url.protocol === 'syslog:' ? overTcp(host, port) : overUdp(host, port);
}
