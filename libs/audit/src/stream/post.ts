import { lookup as resolve, type LookupAddress, type LookupAllOptions, type LookupOptions } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const TIMEOUT_MS = 10_000;

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

/** An address of this machine or network, or one that stands for many (RFC 6890); IPv4 within IPv6 counts as itself. */
export const isPrivate = (address: string) => PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const refusal = (host: string) =>
  new Error(`${host} is a private address, to which nothing is sent unless CLOUDGOV_PRIVATE_ADDRESSES is on`);

/** Judges the very addresses that are connected to, so that a name cannot mean another one a moment later. */
const publicOnly = ((host: string, options: LookupOptions, done: (...answer: unknown[]) => void) => {
  const all: LookupAllOptions = { ...options, all: true };
  resolve(host, all, (error, found: LookupAddress[]) => {
    if (error) return done(error);
    if (found.some(({ address }) => isPrivate(address))) return done(refusal(host));
    return options.all ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
  });
}) as LookupFunction;

interface Posting {
  type: string;
  isPrivateAllowed: boolean;
}

/** Posts a text; rejects what is not answered by 2xx within ten seconds. Redirects are not followed. */
export async function postText(url: URL, body: string, { type, isPrivateAllowed }: Posting): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!isPrivateAllowed && isIP(host) && isPrivate(host)) throw refusal(host);
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  const options = { method: 'POST', headers, timeout: TIMEOUT_MS, ...(!isPrivateAllowed && { lookup: publicOnly }) };
  const send = url.protocol === 'http:' ? httpRequest : request;
  const status = await new Promise<number>((done, fail) => {
    const asked = send(url, options, (reply) => {
      reply.resume();
      reply.once('end', () => done(reply.statusCode ?? 0));
      reply.once('error', fail);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', fail);
    asked.end(body);
  });
  if (status < 200 || status > 299) throw new Error(`${url.origin} answers ${status}`);
}
