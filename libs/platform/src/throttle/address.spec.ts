import type { IncomingMessage } from 'node:http';
import { addressKey, clientAddress } from './address.js';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8::1', '2001:db8:0:0'],
  ['2001:db8:0:0:aaaa::2', '2001:db8:0:0'],
  ['2001:0db8:0000:0001:aaaa:bbbb:cccc:dddd', '2001:db8:0:1'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0'],
  ['::', '0:0:0:0'],
  ['::1', '0:0:0:0'],
  ['1:2:3::', '1:2:3:0'],
  ['nonsense', 'nonsense'],
  ['', ''],
])('counts %s as %s', (address, key) => expect(addressKey(address)).toBe(key));

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

it('believes what a request says of its origin only of the proxies that are trusted', () => {
  expect(clientAddress(from('198.51.100.1', '203.0.113.9'), [])).toBe('198.51.100.1');
  expect(clientAddress(from('198.51.100.1', '203.0.113.9'), ['10.0.0.0/8'])).toBe('198.51.100.1');
  expect(clientAddress(from('10.1.2.3', '203.0.113.9'), ['10.0.0.0/8'])).toBe('203.0.113.9');
  expect(clientAddress(from('10.1.2.3', 'forged, 203.0.113.9'), ['10.0.0.0/8'])).toBe('203.0.113.9');
  expect(clientAddress(from('10.1.2.3', '203.0.113.9, 10.9.9.9'), ['10.0.0.0/8'])).toBe('203.0.113.9');
});
