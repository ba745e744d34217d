/** Ids and instants are made by the application, never by the database, so that what is hashed is what was bound. */
import { randomFillSync } from 'node:crypto';

const BYTES = 16;
/** Random bytes are fetched for many ids at once; each is used once. */
const pool = Buffer.alloc(BYTES * 256);
let used = pool.length;

/**
 * A new id: UUID version 7 (RFC 9562), 48 bits of time so that rows lie in order of creation, 74 random bits.
 * @param at milliseconds since the epoch
 */
export function newId(at: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + BYTES);
  used += BYTES;
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * An instant as every `instant` field keeps it: UTC with milliseconds and Z.
 * @param at milliseconds since the epoch
 */
export function nowInstant(at: number = Date.now()): string {
  return new Date(at).toISOString();
}
