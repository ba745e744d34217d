/** Everything the rest of the program may use of the store. */
export { openStore } from './openStore.ts';
export { newId, nowInstant } from './identity.ts';
export { canonicalJson, sha256Hex } from './canonical.ts';
export { prepareRows } from './prepareRows.ts';
export { rowDigest } from './rowCodec.ts';

export type { AuditNote, FindOptions, Reader, RowChange, Store, StoreOptions, Tx, VerifyOptions, VerifyReport, Where } from './types.ts';
export { anchorsIn, HEADS_FILE, readAnchors, writeAnchor, type Anchor } from './anchor.ts';
export { backup, checkBackup, restore, type BackupManifest } from './backup.ts';
