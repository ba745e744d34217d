/**
 * Recomputes the audit chain and the digest of every audited row, from one snapshot of the database,
 * and names what is not as it was written. The rows are the evidence: a chain that is whole over rows
 * that were edited would prove nothing.
 */
import { auditEntry, HASH_ALGORITHM, things, type Thing } from '../schemas/index.ts';
import { codecOf } from './rowCodec.ts';
import { GENESIS, type ChainTip, type Digest } from './auditChain.ts';
import { sha256Hex } from './canonical.ts';
import type { VerifyOptions, VerifyReport } from './types.ts';

/** A consistent view of the whole database, read in chunks that give way to the event loop. */
export interface Snapshot {
  /** Values in the order of the thing's columns. @param orderBy a unique column of integers; left out: in whatever order is fastest */
  rows(thing: Thing, orderBy?: string): AsyncIterable<readonly (readonly unknown[])[]>;
  count(thing: Thing): Promise<number>;
  /** Digests of entries that are committed and not yet chained. */
  pendingDigests(): Promise<Digest[]>;
}

export type Broken = NonNullable<VerifyReport['firstBroken']>;

const BROKEN_NAMED = 100;
/** A clock may be corrected by a little without anybody having touched it. */
const CLOCK_STEP_MS = 5_000;

export async function verifySnapshot(snapshot: Snapshot, options: VerifyOptions = {}): Promise<VerifyReport> {
  const audited = [...things.values()].filter((thing) => thing.keeping !== 'working' && thing.name !== auditEntry.name);
  const progress = options.progress ?? ((): void => undefined);
  let total = await snapshot.count(auditEntry);
  for (const thing of audited) total += await snapshot.count(thing);

  const attested = new Attested();
  const chain = await verifyChain(snapshot, options, attested, (done) => progress(done, total));
  if (chain.broken !== undefined) return { entries: chain.entries, rows: 0, ok: false, firstBroken: chain.broken, broken: [chain.broken], brokenCount: 1, clockSteps: chain.clockSteps };

  for (const digest of await snapshot.pendingDigests()) attested.add(digest, null);
  const broken: Broken[] = [];
  let rows = 0;
  for (const thing of audited) {
    const check = attested.checker(thing);
    for await (const chunk of snapshot.rows(thing)) {
      for (const values of chunk) {
        const found = check(values);
        if (found !== undefined) broken.push(found);
      }
      rows += chunk.length;
      progress(chain.entries + rows, total);
    }
  }
  broken.push(...attested.unseen());
  broken.sort((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity));
  const [first] = broken;
  return {
    entries: chain.entries,
    rows,
    ok: first === undefined,
    ...(first === undefined ? {} : { firstBroken: first, broken: broken.slice(0, BROKEN_NAMED), brokenCount: broken.length }),
    clockSteps: chain.clockSteps,
  };
}

interface ChainResult {
  entries: number;
  broken?: Broken;
  clockSteps: { sequence: number; from: string; to: string }[];
}

async function verifyChain(snapshot: Snapshot, options: VerifyOptions, attested: Attested, progress: (done: number) => void): Promise<ChainResult> {
  const anchors = new Map([...(options.anchors ?? []), ...(options.anchor === undefined ? [] : [options.anchor])].map((anchor) => [anchor.sequence, anchor.hash]));
  const reader = new EntryReader();
  const clockSteps: ChainResult['clockSteps'] = [];
  let tip: ChainTip = GENESIS;
  let at = '';
  let entries = 0;
  for await (const chunk of snapshot.rows(auditEntry, 'sequence')) {
    for (const values of chunk) {
      const why = reader.fault(values, tip);
      if (why !== undefined) return { entries, clockSteps, broken: { sequence: tip.sequence + 1, why } };
      const entry = reader.entry(values);
      tip = { sequence: entry.sequence, hash: entry.hash };
      const anchored = anchors.get(tip.sequence);
      if (anchored !== undefined && anchored !== tip.hash) {
        return { entries, clockSteps, broken: { sequence: tip.sequence, why: `the chain was rewritten: the anchor says ${anchored}, the entry ${tip.hash}` } };
      }
      if (Date.parse(entry.at) < Date.parse(at) - CLOCK_STEP_MS) clockSteps.push({ sequence: entry.sequence, from: at, to: entry.at });
      at = entry.at;
      for (const digest of entry.digests) attested.add(digest, entry.sequence);
      entries += 1;
    }
    progress(entries);
  }
  const furthest = Math.max(0, ...anchors.keys());
  if (furthest > tip.sequence) return { entries, clockSteps, broken: { sequence: tip.sequence + 1, why: `the end of the chain was cut: it stops at ${tip.sequence}, an anchor names ${furthest}` } };
  return { entries, clockSteps };
}

/** Reads entries by position, and says what is wrong with one. */
class EntryReader {
  readonly #codec = codecOf(auditEntry);
  readonly #index = new Map(this.#codec.columns.map((column, index) => [column.name, index]));

  /** @returns why the entry cannot follow the tip, or undefined */
  fault(values: readonly unknown[], tip: ChainTip): string | undefined {
    const sequence = this.#value(values, 'sequence');
    if (sequence !== tip.sequence + 1) return `entry ${tip.sequence + 1} is missing: the next is ${JSON.stringify(sequence)}`;
    if (this.#value(values, 'algorithm') !== HASH_ALGORITHM) return `its algorithm is ${JSON.stringify(this.#value(values, 'algorithm'))}, expected ${HASH_ALGORITHM}`;
    if (this.#value(values, 'previousHash') !== tip.hash) return 'it does not follow from the entry before it: previousHash is another';
    if (this.#value(values, 'hash') !== sha256Hex(this.#codec.canonical(values, 'hash'))) return 'its content is not what was hashed: the entry was changed';
    return undefined;
  }

  /** Of an entry without fault, whose text is therefore what the store once wrote. */
  entry(values: readonly unknown[]): { sequence: number; hash: string; at: string; digests: Digest[] } {
    return {
      sequence: this.#value(values, 'sequence') as number,
      hash: this.#value(values, 'hash') as string,
      at: this.#value(values, 'at') as string,
      digests: JSON.parse(this.#value(values, 'digests') as string) as Digest[],
    };
  }

  #value(values: readonly unknown[], name: string): unknown {
    return values[this.#index.get(name) ?? -1];
  }
}

/** What the chain says every row must hash to. Flat arrays: a million rows are held at once. */
class Attested {
  readonly #things = new Map<string, Map<string, number>>();
  readonly #sha256: string[] = [];
  readonly #sequences: (number | null)[] = [];

  add(digest: Digest, sequence: number | null): void {
    let ids = this.#things.get(digest.thing);
    if (ids === undefined) this.#things.set(digest.thing, (ids = new Map<string, number>()));
    const before = ids.get(digest.id);
    if (before === undefined) {
      ids.set(digest.id, this.#sha256.length);
      this.#sha256.push(digest.sha256);
      this.#sequences.push(sequence);
    } else {
      this.#sha256[before] = digest.sha256;
      this.#sequences[before] = sequence;
    }
  }

  /** @returns a function that marks a row as seen and says what is wrong with it */
  checker(thing: Thing): (values: readonly unknown[]) => Broken | undefined {
    const codec = codecOf(thing);
    const idIndex = codec.columns.findIndex((column) => column.name === 'id');
    const ids = this.#things.get(thing.name);
    return (values) => {
      const stored = values[idIndex];
      const id = typeof stored === 'string' ? stored : JSON.stringify(stored);
      const index = ids?.get(id);
      if (index === undefined) return { sequence: null, thing: thing.name, id, why: 'the row was inserted behind the audit trail: no entry speaks of it' };
      ids?.delete(id);
      if (this.#sha256[index] === codec.digestStored(values)) return undefined;
      return { sequence: this.#sequences[index] ?? null, thing: thing.name, id, why: 'the row was changed: it is not what the entry attests' };
    };
  }

  /** Rows the chain speaks of that no table holds. */
  unseen(): Broken[] {
    return [...this.#things].flatMap(([thing, ids]) => [...ids].map(([id, index]) => ({ sequence: this.#sequences[index] ?? null, thing, id, why: 'the row was deleted' })));
  }
}
