/** Ids and instants are made by the application, never by the database, so that what is hashed is what was bound. */
import { randomFillSync } from 'node:crypto';

/**
 * A new id: UUID version 7 (RFC 9562), 48 bits of time so that rows lie in order of creation, 74 random bits.
 * @param at milliseconds since the epoch
 */
export function newId(at: number = Date.now()): string {
  const bytes = randomFillSync(Buffer.allocUnsafe(16));
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
