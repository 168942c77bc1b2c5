import { createHash } from 'node:crypto';
import { canonicalText, GENESIS, sealOf, type SealedColumns } from './canonical.js';

const entry: SealedColumns = {
  id: '019a6b1e-4c00-7d3e-9a51-0d6f5d3c2b10',
  at: '1764000000000000',
  actor: 'user:zoë@example.com',
  actorId: 'user:7',
  action: 'budget.create',
  subjectType: 'budget',
  subjectId: '1',
  before: null,
  after: '{"limit": "20"}',
  note: null,
  requestId: null,
  address: '',
};

it('is each column as a netstring of bytes, and null as a hyphen', () => {
  expect(canonicalText(entry)).toBe(
    '36:019a6b1e-4c00-7d3e-9a51-0d6f5d3c2b10,16:1764000000000000,21:user:zoë@example.com,6:user:7,13:budget.create,' +
      '6:budget,1:1,-15:{"limit": "20"},--0:,',
  );
});

it('tells apart what a mere joining would not', () => {
  const moved = { ...entry, subjectType: 'budget1:1', subjectId: '' };
  const empty = { ...entry, note: '' };
  const texts = [entry, moved, empty].map(canonicalText);
  expect(new Set(texts).size).toBe(3);
});

it('is hashed after the seal before it', () => {
  const plain = Buffer.concat([Buffer.alloc(32), Buffer.from(canonicalText(entry))]);
  const first = sealOf(GENESIS, entry);
  expect(first).toEqual(createHash('sha256').update(plain).digest());
  expect(sealOf(first, entry)).not.toEqual(first);
});
