import { configurationChanges, partsOf, undone, wordChanges } from './changes-of.js';

type Document = Record<string, unknown>;

const before = {
  State: { Name: 'running', Code: 16 },
  Tags: ['a', 'b'],
  Rules: [{ Port: 22 }, { Port: 80 }],
  old: null,
};

it.each<[string, Document, object[]]>([
  [
    'nothing',
    { old: null, Rules: [{ Port: 22 }, { Port: 80 }], Tags: ['a', 'b'], State: { Name: 'running', Code: 16 } },
    [],
  ],
  [
    'a leaf',
    { ...before, State: { Name: 'stopped', Code: 16 } },
    [{ field: 'config.State.Name', before: 'running', after: 'stopped' }],
  ],
  [
    'an element of a list',
    { ...before, Rules: [{ Port: 22 }, { Port: 443 }] },
    [{ field: 'config.Rules.1.Port', before: 80, after: 443 }],
  ],
  [
    'a list that has grown, as a whole',
    { ...before, Tags: ['x', 'a', 'b'] },
    [{ field: 'config.Tags', before: ['a', 'b'], after: ['x', 'a', 'b'] }],
  ],
  [
    'what is new and what is gone, apart from what is null',
    { ...before, old: undefined, 'a.b\\c': null },
    [
      { field: 'config.old', before: null, after: undefined },
      { field: 'config.a\\.b\\\\c', before: undefined, after: null },
    ],
  ],
])('tells %s, and undoes it', (_what, after, changes) => {
  const plain = JSON.parse(JSON.stringify(after)) as Document;
  const found = configurationChanges(before, plain);
  expect(found).toEqual(changes);
  expect(found.toReversed().reduce<Document | null>(undone, plain)).toEqual(before);
});

it('keeps a document that has become another one as a whole, and one that is new as none', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`key${n}`, n]));
  expect(configurationChanges(before, many)).toEqual([{ field: 'config', before, after: undefined }]);
  expect(configurationChanges(null, many)).toEqual([{ field: 'config', before: undefined, after: undefined }]);
  expect(undone(many, { field: 'config', before })).toEqual(before);
  expect(undone(many, { field: 'config', before: undefined })).toBeNull();
});

it('reads a path back', () => {
  expect(partsOf('config.a\\.b\\\\c.0')).toEqual(['config', 'a.b\\c', '0']);
  expect(partsOf('State.Name')).toEqual(['State', 'Name']);
});

it('tells words that differ, with documents among them', () => {
  const one = { name: 'a', tags: { x: '1' } };
  expect(wordChanges(one, { name: 'a', tags: { x: '2' } }, ['name', 'tags'])).toEqual([
    { field: 'tags', before: { x: '1' }, after: { x: '2' } },
  ]);
});
