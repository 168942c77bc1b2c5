const Sequencer = require('@jest/test-sequencer').default;

/** Cheap and telling first: code by itself, then the tables and the printed contracts, then services, then HTTP. */
const ORDER = [/\/(libs|apps)\//, /\/test\/architecture\//, /\/test\/medium\//, /\/test\/e2e\//];

const rank = ({ path }) => ORDER.findIndex((pattern) => pattern.test(path));

module.exports = class BySize extends Sequencer {
  sort(tests) {
    const longestFirst = super.sort(tests);
    return [...longestFirst].sort((one, other) => rank(one) - rank(other));
  }
};
