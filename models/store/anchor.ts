/**
 * Signed heads of the audit chain. Whoever can write the database can cut the end of the chain or rewrite
 * all of it so that it is whole again; they cannot make it agree with a head that was copied elsewhere before.
 * The key lies in the data folder: what protects is the copy of `audit-heads.jsonl` kept on another machine,
 * and the public key noted on paper. Each line carries its public key, so a copy can be checked by itself.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from './canonical.ts';
import { nowInstant } from './identity.ts';
import type { Store } from './types.ts';

export const HEADS_FILE = 'audit-heads.jsonl';
/** Heads of before a restore lie beside it: they were signed with the key of another folder. */
const HEADS_FILES = /^audit-heads(-[0-9TZ-]+)?\.jsonl$/;
const KEY_FILE = 'audit-key.pem';
const ALGORITHM = 'ed25519-canonical-json-1';

export interface Anchor {
  algorithm: string;
  at: string;
  sequence: number;
  hash: string;
  /** DER (SubjectPublicKeyInfo) in base64. */
  publicKey: string;
  /** Ed25519 over the canonical JSON of the other fields, in base64. */
  signature: string;
}

/**
 * Signs the newest entry and adds it to the plain file, once per entry: while nothing was written
 * since, the line before is answered. Meant to run daily and before each backup.
 * @param now milliseconds since the epoch
 * @throws Error when the store does not agree with the heads signed before
 */
export async function writeAnchor(store: Store, dataDir: string, now: number): Promise<Anchor> {
  const before = readAnchors(join(dataDir, HEADS_FILE)).at(-1);
  const { sequence, hash } = await store.head();
  if (before !== undefined && (before.sequence > sequence || (before.sequence === sequence && before.hash !== hash))) {
    throw new Error(`the audit chain ends at ${sequence} (${hash}), but a head was signed for ${before.sequence} (${before.hash}): the chain was cut or rewritten; run verify`);
  }
  if (before?.sequence === sequence) return before;
  const key = readKey(dataDir);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const head = { algorithm: ALGORITHM, at: nowInstant(now), sequence, hash, publicKey };
  const anchor: Anchor = { ...head, signature: sign(null, Buffer.from(canonicalJson(head)), key).toString('base64') };
  appendDurably(join(dataDir, HEADS_FILE), `${canonicalJson(anchor)}\n`);
  return anchor;
}

/**
 * Reads heads and checks each signature.
 * @param file a copy kept elsewhere, or the one in the data folder; a missing one holds no heads
 * @param publicKey as noted when the first head was signed; left out: that of the first line
 * @throws Error naming the line that is not as it was signed, or that falls behind the one before it
 */
export function readAnchors(file: string, publicKey?: string): Anchor[] {
  if (!existsSync(file)) return [];
  const anchors: Anchor[] = [];
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue;
    const anchor = parseAnchor(line);
    const expected = publicKey ?? anchors[0]?.publicKey ?? anchor?.publicKey;
    const last = anchors.at(-1);
    const why = anchor === undefined ? 'it is not a signed head' : anchor.publicKey !== expected ? 'it was signed with another key' : !isSigned(anchor) ? 'its signature does not fit' : last !== undefined && anchor.sequence <= last.sequence ? `it names entry ${anchor.sequence} after ${last.sequence}` : undefined;
    if (anchor === undefined || why !== undefined) throw new Error(`${file}, line ${index + 1}: ${why ?? ''}; expected heads as writeAnchor wrote them. Use the copy that was kept elsewhere`);
    anchors.push(anchor);
  }
  return anchors;
}

/** Names of the files with heads in a folder. */
export function headsFilesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => HEADS_FILES.test(name)).sort();
}

/** Every head in a data folder, those from before a restore among them, for `verify({ anchors })`. @throws Error as readAnchors does */
export function anchorsIn(dataDir: string): Anchor[] {
  return headsFilesIn(dataDir).flatMap((name) => readAnchors(join(dataDir, name)));
}

function parseAnchor(line: string): Anchor | undefined {
  try {
    const value = JSON.parse(line) as Partial<Anchor>;
    const { algorithm, at, sequence, hash, publicKey, signature } = value;
    if (algorithm !== ALGORITHM || typeof at !== 'string' || !Number.isInteger(sequence) || sequence === undefined || typeof hash !== 'string' || typeof publicKey !== 'string' || typeof signature !== 'string') return undefined;
    return { algorithm, at, sequence, hash, publicKey, signature };
  } catch {
    return undefined;
  }
}

function isSigned(anchor: Anchor): boolean {
  const { signature, ...head } = anchor;
  try {
    const key = createPublicKey({ key: Buffer.from(anchor.publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(canonicalJson(head)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Made at the first head, readable by the owner alone. */
function readKey(dataDir: string): KeyObject {
  const file = join(dataDir, KEY_FILE);
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = generateKeyPairSync('ed25519');
  appendDurably(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  return privateKey;
}

function appendDurably(file: string, text: string, mode = 0o644): void {
  const descriptor = openSync(file, 'a', mode);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
