import { keyText } from '#common';
import { copyCells } from './copy-text.js';
import { providerCode } from './provider-code.js';
import { RecentMap } from './recent-map.js';

it.each([
  ['AWS', 'aws'],
  ['Amazon Web Services', 'aws'],
  ['Microsoft', 'azure'],
  ['Google Cloud', 'gcp'],
  ['Oracle', 'oci'],
  ['Alibaba Cloud!', 'alibaba-cloud'],
  [null, 'unknown'],
  ['  ', 'unknown'],
])('calls the provider %s %s', (name, code) => {
  expect(providerCode(name)).toBe(code);
});

it('shortens only keys that no index holds, each to one of its own', () => {
  expect(keyText('arn:aws:s3:::bucket')).toBe('arn:aws:s3:::bucket');
  const [left, right] = [keyText(`${'x'.repeat(5000)}1`), keyText(`${'x'.repeat(5000)}2`)];
  expect(left).not.toBe(right);
  expect(left.length).toBeLessThan(700);
});

it('escapes what COPY would take for its own', () => {
  expect(copyCells(['a\tb', null, 'c\\d', 'e\nf\r'], true)).toBe('a\\tb\t\tc\\\\d\te\\nf\\r');
  expect(copyCells(['a', null, 'b'], false)).toBe('a\t\tb');
});

it('remembers what was asked for lately, and no more than twice its size', () => {
  const map = new RecentMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('c', 3);
  expect(map.get('a')).toBe(1);
  map.set('d', 4);
  map.set('e', 5);
  expect([map.get('a'), map.get('b')]).toEqual([1, undefined]);
});
