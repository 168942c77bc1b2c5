import type { KillRounds } from './kill-rounds.mjs';

export const killImports: KillRounds;
