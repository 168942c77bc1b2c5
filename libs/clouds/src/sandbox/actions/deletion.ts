import { refuse, state, type Doing, type Rule } from './rule.js';

/** Takes a thing away for good, unless something speaks against it. */
export const deletion = (types: readonly string[], objection?: (doing: Doing) => string | undefined): Rule => ({
  types,
  about: state,
  deed: (doing) => {
    const why = objection?.(doing);
    if (why) throw refuse(doing.action, why);
    return { isDeleted: true };
  },
});
