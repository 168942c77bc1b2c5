import type { Kind } from './kind.js';
import { ec2 } from './services/ec2.js';
import { vpc } from './services/vpc.js';

/** Every type that is listed. */
export const KINDS: readonly Kind[] = [...ec2, ...vpc];
