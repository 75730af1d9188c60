import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes as base64url, so that guessing is hopeless and a slow hash is not needed. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of a token's UTF-8 text, 32 bytes: all that a node keeps of it. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
