import fc from 'fast-check';
import { hashOf } from '../one-time.js';
import { hintOf, isTokenText, newTokenText } from './token-text.js';

it('makes tokens of one shape, each its own', () => {
  const tokens = Array.from({ length: 1000 }, newTokenText);
  for (const token of tokens) expect(token).toMatch(/^cgv_[0-9A-Za-z]{49}$/);
  expect(new Set(tokens).size).toBe(1000);
  expect(tokens.every(isTokenText)).toBe(true);
});

it('knows its sum, as scanners are told it', () => {
  // CRC-32 of forty-three zeros is 0x7849568f; written down once, so that the format stays.
  expect(isTokenText(`cgv_${'0'.repeat(43)}2CZclj`)).toBe(true);
});

it('tells a token from a text that only looks like one', () => {
  const changed = fc.tuple(fc.integer({ min: 4, max: 52 }), fc.constantFrom(...'0123456789ABCxyz'));
  fc.assert(
    fc.property(changed, ([at, sign]) => {
      const token = newTokenText();
      const other = token.slice(0, at) + sign + token.slice(at + 1);
      expect(isTokenText(other)).toBe(other === token);
    }),
  );
  for (const text of ['', 'cgv_', `cgv_${'a'.repeat(49)}`, ` ${newTokenText()}`, `${newTokenText()}0`])
    expect(isTokenText(text)).toBe(false);
});

it('stores nothing that leads back to it', () => {
  const token = newTokenText();
  expect(hashOf(token)).toHaveLength(32);
  expect(hintOf(token)).toBe(token.slice(49));
});
