import { keysOf, tagsOf } from '../../change.js';
import { at, isJson } from '../../json.js';
import { type Found, type Changes } from './change.js';

const BELOW = 'providers/Microsoft.Resources/tags/default';
const PLACE = {
  permissions: ['Microsoft.Resources/tags/read', 'Microsoft.Resources/tags/write'],
  api: '2021-04-01',
  below: BELOW,
};

const tagsIn = (found: Found): Record<string, unknown> => {
  const tags = at(found, 'properties.tags');
  return isJson(tags) ? tags : {};
};

const some = (found: Found, keys: readonly string[]) => ({
  tags: Object.fromEntries(keys.map((key) => [key, tagsIn(found)[key] ?? null])),
});

const patch = (operation: 'Merge' | 'Delete', tags: object) => [
  { method: 'PATCH' as const, path: `/${BELOW}`, body: { operation, properties: { tags } } },
];

export const TAG_CHANGES: Changes = {
  'resource.tag': {
    '*': {
      ...PLACE,
      look: (found, wish) => some(found, Object.keys(tagsOf(wish))),
      want: (_, wish) => ({ tags: tagsOf(wish) }),
      steps: (_, wish) => patch('Merge', tagsOf(wish)),
    },
  },
  'resource.untag': {
    '*': {
      ...PLACE,
      look: (found, wish) => some(found, keysOf(wish)),
      want: (_, wish) => some(undefined, keysOf(wish)),
      // The operation takes away pairs: those that are not there are not told.
      steps: (found, wish) => {
        const present = Object.entries(tagsIn(found)).filter(([key]) => keysOf(wish).includes(key));
        return patch('Delete', Object.fromEntries(present));
      },
    },
  },
};
