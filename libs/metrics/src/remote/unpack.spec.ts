import fc from 'fast-check';
import snappy from 'snappyjs';
import { DomainError } from '#common';
import { remoteWrite, writeRequest } from '../../../../test/support/remote-write.js';
import { declaredLength, unpack } from './unpack.js';

const MOST = 100_000;
const refusalOf = (body: unknown) => {
  try {
    return unpack(body, MOST);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.details.status;
  }
};

const text = fc.string({ unit: 'binary', maxLength: 20 });
const series = fc.record({
  labels: fc.dictionary(text, text, { maxKeys: 5, noNullPrototype: true }),
  samples: fc.array(fc.tuple(fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }), fc.double()), {
    maxLength: 4,
  }),
});

it('reads what was written', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 4 }), (all) => {
      const read = unpack(remoteWrite(all), MOST);
      expect(read.map(({ labels }) => Object.fromEntries(labels))).toEqual(all.map(({ labels }) => ({ ...labels })));
      expect(read.map(({ ats, values }) => ats.map((at, place) => [at, values[place]]))).toEqual(
        all.map(({ samples }) => samples),
      );
    }),
  );
});

it('refuses what is no remote write, and never fails otherwise', () => {
  const good = writeRequest([{ labels: { __name__: 'cpu' }, samples: [[1, 2]] }]);
  const bodies = [undefined, null, {}, 'text', Buffer.alloc(0), Buffer.from('x'), Buffer.from('{"a":1}'), good];
  for (const body of bodies) expect([body, refusalOf(body)]).toEqual([body, 400]);
  for (let end = 1; end < good.length; end++) expect(refusalOf(snappy.compress(good.subarray(0, end)))).toBe(400);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void refusalOf(Buffer.from(bytes))));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void refusalOf(snappy.compress(Buffer.from(bytes)))),
  );
});

it('tells a bomb by the length that it says it has, without unpacking it', () => {
  const bomb = snappy.compress(Buffer.alloc(10_000_000));
  expect([declaredLength(bomb), refusalOf(bomb)]).toEqual([10_000_000, 413]);
  expect(refusalOf(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]))).toBe(413);
  expect(declaredLength(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0x01]))).toBeUndefined();
  expect(declaredLength(Buffer.from([0x80]))).toBeUndefined();
});

it('leaves out what it does not know, such as exemplars and metadata', () => {
  const known = writeRequest([{ labels: { a: 'b' }, samples: [[5, 6]] }]);
  const metadata = Buffer.from([0x1a, 0x02, 0x08, 0x01]);
  const [read] = unpack(snappy.compress(Buffer.concat([metadata, known, metadata])), MOST);
  expect(read).toEqual({ labels: new Map([['a', 'b']]), ats: [5], values: [6] });
});
