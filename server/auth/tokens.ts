/** Opaque tokens: 256 random bits for the holder, their SHA-256 for the store. */
import { createHash, randomBytes } from 'node:crypto';

export const newToken = (): string => randomBytes(32).toString('base64url');

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Whether a text can be one of our tokens at all; anything else is never looked up. */
export const looksLikeToken = (text: string): boolean => /^[\w-]{43}$/.test(text);
