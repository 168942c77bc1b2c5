import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, fit for a cookie and a URL. */
export const newSecret = () => randomBytes(32).toString('base64url');

/** What is stored of a secret: so many random bits need no slow hash. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
