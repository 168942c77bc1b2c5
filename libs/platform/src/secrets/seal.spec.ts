import fc from 'fast-check';
import { newKey } from './secret-key.js';
import { open, seal, type SealedIn } from './seal.js';

const key = newKey();
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const place: fc.Arbitrary<SealedIn> = fc.record({
  id: fc.uuid(),
  ownerType: fc.string(),
  ownerId: fc.string(),
  name: fc.string(),
});

it('opens what it has sealed', () => {
  fc.assert(fc.property(text, place, (secret, where) => open(seal(secret, where, key), where, key) === secret));
});

it('seals the same text twice in different ways, with no word of it to be seen', () => {
  const where = { id: '1', ownerType: 'account', ownerId: '2', name: 'credential' };
  const [one, other] = [seal('hunter2hunter2', where, key), seal('hunter2hunter2', where, key)];
  expect(one.equals(other)).toBe(false);
  expect(one.toString('latin1')).not.toContain('hunter2');
});

it('refuses it when any bit of it was changed', () => {
  fc.assert(
    fc.property(text, place, fc.nat(), fc.nat(7), (secret, where, at, bit) => {
      const sealed = seal(secret, where, key);
      const byte = at % sealed.length;
      sealed[byte] = sealed[byte]! ^ (1 << bit);
      expect(() => open(sealed, where, key)).toThrow();
    }),
  );
});

it('refuses it when it was cut or lengthened', () => {
  fc.assert(
    fc.property(text, place, fc.nat(), fc.uint8Array({ minLength: 1 }), (secret, where, at, more) => {
      const sealed = seal(secret, where, key);
      expect(() => open(sealed.subarray(0, at % sealed.length), where, key)).toThrow();
      expect(() => open(Buffer.concat([sealed, more]), where, key)).toThrow();
    }),
  );
});

it('refuses it in another row, and under another key', () => {
  fc.assert(
    fc.property(text, place, place, (secret, where, other) => {
      fc.pre(JSON.stringify(where) !== JSON.stringify(other));
      const sealed = seal(secret, where, key);
      expect(() => open(sealed, other, key)).toThrow();
      expect(() => open(sealed, where, newKey())).toThrow();
    }),
  );
});

it('tells the words of a row apart, wherever they meet', () => {
  const sealed = seal('x', { id: '1', ownerType: 'ab', ownerId: 'c', name: 'n' }, key);
  expect(() => open(sealed, { id: '1', ownerType: 'a', ownerId: 'bc', name: 'n' }, key)).toThrow();
});
