import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';

/** The eight groups of an IPv6 address, whose longest run of noughts may be written `::`. */
function groupsOf(address: string): string[] {
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  return tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
}

/**
 * Whom an address stands for: an IPv4 address, also where it is written as one of IPv6, or the /64 network of an IPv6 one,
 * since whoever has one address there has all of them.
 */
export function addressKey(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return plain;
  const network = groupsOf(plain.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0')).slice(0, 4);
  return network.map((group) => parseInt(group, 16).toString(16)).join(':');
}

/** The address of whoever asks, as Fastify finds it: of those that a request was forwarded for, the nearest untrusted one. */
export const clientAddress = (request: IncomingMessage, trustedProxies: readonly string[]): string =>
  trustedProxies.length ? proxyAddress(request, [...trustedProxies]) : (request.socket.remoteAddress ?? '');
