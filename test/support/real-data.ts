import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(process.env.CLOUDGOV_REAL_DATA ?? '../shared/data');

/** Third-party data lies beside the project; a checkout without it skips what needs it. */
export const realData = (...path: string[]) => join(root, ...path);
export const hasRealData = existsSync(root);
export const describeReal = (name: string, work: () => void) =>
  (hasRealData ? describe : describe.skip)(hasRealData ? name : `${name} (skipped: no CLOUDGOV_REAL_DATA)`, work);
