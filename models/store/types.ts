/**
 * What the rest of the program may ask of the store: one writer, read-only readers.
 * Two engines stand behind it (SQLite, PostgreSQL); callers cannot tell which.
 */
import type { EntityManager } from 'typeorm';
import type { Row, Thing } from '../schemas/index.ts';

/** Equality on fields; an array means "one of". */
export type Where<T extends Thing> = { readonly [K in keyof Row<T>]?: Row<T>[K] | readonly Row<T>[K][] };

export interface FindOptions<T extends Thing> {
  where?: Where<T>;
  /** Field names in order; a leading `-` sorts downwards. */
  order?: readonly (`-${Extract<keyof Row<T>, string>}` | Extract<keyof Row<T>, string>)[];
  limit?: number;
  /** Cursor: rows whose first order field is past this value. */
  after?: string | number;
}

export interface Reader {
  /** For the joins that `find` cannot say. Used by repositories only. */
  readonly manager: EntityManager;
  find<T extends Thing>(thing: T, options?: FindOptions<T>): Promise<Row<T>[]>;
  get<T extends Thing>(thing: T, id: string): Promise<Row<T> | undefined>;
  count<T extends Thing>(thing: T, where?: Where<T>): Promise<number>;
}

/** What happened, in words a court can read. Row digests are added by the writer. */
export interface AuditNote {
  actorId: string | null;
  /** Verb, e.g. `result.verify`. */
  action: string;
  subject: string;
  subjectId: string;
  reason?: string | undefined;
  detail?: Readonly<Record<string, unknown>>;
}

/** A conditional change of one record. */
export interface RowChange<T extends Thing> {
  id: string;
  /** The revision the change is meant for. */
  revision: number;
  patch: Partial<Row<T>>;
}

export interface Tx extends Reader {
  /** Adds rows of any thing. Rows are checked against the schema first. @throws Fault `invalid`, `duplicate`, `person-data-refused` */
  insert<T extends Thing>(thing: T, rows: readonly Row<T>[]): Promise<void>;
  /**
   * Changes one record if its revision is still the expected one, and raises the revision by one.
   * A patch that changes nothing writes nothing and answers the row as it is.
   * @throws Fault `stale-revision` with facts { current }, `not-found`
   */
  update<T extends Thing>(thing: T, id: string, expectedRevision: number, patch: Partial<Row<T>>): Promise<Row<T>>;
  /**
   * Many updates with a few statements; in order, so that a later change of the same record builds on the earlier one.
   * @returns the rows as they are now, one for each change
   * @throws Fault as `update` does; facts { stale } lists every record that was at another revision
   */
  updateMany<T extends Thing>(thing: T, changes: readonly RowChange<T>[]): Promise<Row<T>[]>;
  /** Changes or deletes working state (sessions, tokens); refused for evidence and records. */
  touch<T extends Thing>(thing: T, id: string, patch: Partial<Row<T>>): Promise<void>;
  remove<T extends Thing>(thing: T, where: Where<T>): Promise<number>;
  /** One entry of the audit trail, in this transaction, chained at commit. A job that changed evidence or records without a note is refused. */
  audit(note: AuditNote): void;
  /** Runs after COMMIT and before the answer; used to publish changes. */
  afterCommit(work: (sequence: number) => void): void;
}

export interface VerifyReport {
  entries: number;
  rows: number;
  ok: boolean;
  /** `sequence` is the broken entry, or the one that last attested the broken row; null for a row no entry speaks of. */
  firstBroken?: { sequence: number | null; thing?: string; id?: string; why: string };
  /** The first hundred, `firstBroken` among them; and how many there are in all. */
  broken?: { sequence: number | null; thing?: string; id?: string; why: string }[];
  brokenCount?: number;
  /** Entries whose clock stood more than 5 s before that of the entry before: the order holds, the time is doubtful. */
  clockSteps?: { sequence: number; from: string; to: string }[];
  /** Append-only triggers that are missing or disabled. The rows may be whole all the same: `ok` speaks of them alone. */
  unprotected?: string[];
}

export interface VerifyOptions {
  anchor?: { sequence: number; hash: string };
  /** Every head that was ever signed (anchor.ts). */
  anchors?: readonly { sequence: number; hash: string }[];
  progress?: (done: number, total: number) => void;
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /**
   * Runs a job in the one writer (group commit, a savepoint each) and answers after COMMIT.
   * A nested call joins the running job. @throws Fault `too-busy` when 256 jobs wait
   */
  write<T>(job: (tx: Tx) => Promise<T>): Promise<T>;
  /** Read-only; sees committed rows only. */
  readonly read: Reader;
  /** Sequence number of the newest audit entry. */
  revision(): Promise<number>;
  /** The newest audit entry: what an anchor signs. Sequence 0 while there is none. */
  head(): Promise<{ sequence: number; hash: string }>;
  /** Recomputes the hash chain and the digest of every audited row. */
  verify(options?: VerifyOptions): Promise<VerifyReport>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Folder of the SQLite file and everything else that is kept. */
  dataDir: string;
  /** When given, PostgreSQL is used instead of SQLite. */
  databaseUrl?: string | undefined;
  /** Milliseconds since the epoch; an argument so that tests can set it. */
  now?: () => number;
  /** Brings an older database to this program's schema, after a copy of it was kept. Left out: an older one is refused, an empty one is made. */
  migrate?: boolean;
  /** PostgreSQL keeps no copy in the data folder: whoever upgrades there says that a backup was made. */
  backedUp?: boolean;
  /** Told the folder of the copy that was kept before an upgrade. */
  onCopy?: (folder: string) => void;
  /** For looking at a store that another process may hold, or that somebody has tampered with: no lock, no writes. What `verify` opens. */
  readOnly?: boolean;
  /** Told once when the disk answers an error at COMMIT. Left out: a sentence on stderr, and the process ends. */
  onFatal?: (error: Error) => void;
}
