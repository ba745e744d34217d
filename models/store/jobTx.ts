/**
 * What one job of the writer may do, and what is remembered about it until COMMIT:
 * notes, the last digest of each row it wrote, hooks, and whether it has to be refused.
 */
import type { EntityManager } from 'typeorm';
import { columnsOf } from '../entities/index.ts';
import { Fault, type FaultDetail } from '../errors.ts';
import { auditEntry, things, type Row, type Thing } from '../schemas/index.ts';
import { attachDigests, checkNote, type AuditBody, type Digest } from './auditChain.ts';
import { checkRow } from './checkRow.ts';
import { toFault } from './databaseFault.ts';
import { giveWay } from './giveWay.ts';
import { changedColumns, notFoundFault, planUpdates, staleFault, type PlannedUpdate } from './planUpdates.ts';
import { preparedRow, type PreparedRow } from './prepareRows.ts';
import { codecOf } from './rowCodec.ts';
import type { Session } from './session.ts';
import { deleteRows, updateRow } from './sql.ts';
import { StoreReader } from './storeReader.ts';
import type { AuditNote, FindOptions, RowChange, Tx, Where } from './types.ts';

const ROWS_CHECKED_AT_ONCE = 500;

export class JobTx extends StoreReader implements Tx {
  readonly #now: () => number;
  readonly #gate: Gate;
  readonly #notes: AuditBody[] = [];
  readonly #digests = new Map<string, Digest>();
  readonly #hooks: ((sequence: number) => void)[] = [];
  #poison: { error: unknown } | undefined;

  constructor(session: Session, manager: (gate: Gate) => EntityManager, now: () => number) {
    const gate = new Gate();
    let made: EntityManager | undefined;
    super(session, () => (made ??= manager(gate)));
    this.#gate = gate;
    this.#now = now;
  }

  override find<T extends Thing>(thing: T, options?: FindOptions<T>): Promise<Row<T>[]> {
    return this.#gate.hold(() => super.find(thing, options));
  }

  override get<T extends Thing>(thing: T, id: string): Promise<Row<T> | undefined> {
    return this.#gate.hold(() => this.#row(thing, id));
  }

  override count<T extends Thing>(thing: T, where?: Where<T>): Promise<number> {
    return this.#gate.hold(() => super.count(thing, where));
  }

  async insert<T extends Thing>(thing: T, rows: readonly Row<T>[]): Promise<void> {
    await this.#gate.hold(async () => {
      if ((thing as Thing) === (auditEntry as unknown as Thing)) throw new Error('the audit trail is written by the store alone; use audit()');
      const ready: PreparedRow[] = [];
      for (const [index, row] of rows.entries()) {
        if (index > 0 && index % ROWS_CHECKED_AT_ONCE === 0) await giveWay();
        ready.push(preparedRow(thing, row, index));
      }
      await this.#orPoison(thing, () => this.session.insert(thing, ready.map((row) => row.bound)), rows);
      if (thing.keeping === 'working') return;
      for (const [index, row] of rows.entries()) this.#remember(thing, row, ready[index]?.sha256 ?? '');
    });
  }

  async update<T extends Thing>(thing: T, id: string, expectedRevision: number, patch: Partial<Row<T>>): Promise<Row<T>> {
    const [row] = await this.updateMany(thing, [{ id, revision: expectedRevision, patch }]);
    if (row === undefined) throw new Error(`the update of ${thing.name} "${id}" answered no row`);
    return row;
  }

  updateMany<T extends Thing>(thing: T, changes: readonly RowChange<T>[]): Promise<Row<T>[]> {
    return this.#gate.hold(async () => {
      if (thing.keeping !== 'record') throw new Error(`${thing.name} is ${thing.keeping}: only records are updated${thing.keeping === 'working' ? '; use touch()' : '; add a new row instead'}`);
      const ids = [...new Set(changes.map((change) => change.id))];
      const found = await super.find(thing, { where: { id: ids } });
      const before = new Map(found.map((row) => [String((row as Record<string, unknown>)['id']), row as Record<string, unknown>]));
      const { steps, rows } = await planUpdates(thing, changes, before);
      for (const step of steps) {
        const updates = step.map(({ before: row, changes: columns }) => ({ id: String(row['id']), revision: Number(row['revision']), changes: columns }));
        const changed = await this.#orPoison(thing, () => this.session.update(thing, updates), step.map(({ next }) => next));
        // on PostgreSQL another transaction may have come in between the read and the update
        if (changed !== step.length) throw await this.#whoIsStale(thing, step);
        for (const { next } of step) this.#remember(thing, next, codecOf(thing).digest(codecOf(thing).bind(next)));
      }
      return rows;
    });
  }

  async touch<T extends Thing>(thing: T, id: string, patch: Partial<Row<T>>): Promise<void> {
    await this.#gate.hold(async () => {
      refuseUnlessWorking(thing, 'touch');
      const before = (await this.#row(thing, id)) as Record<string, unknown> | undefined;
      if (before === undefined) throw notFoundFault(thing, id);
      const next: Record<string, unknown> = { ...before, ...patch };
      const changes = changedColumns(thing, before, next);
      checkRow(thing, next, '', changes);
      if (changes.size === 0) return;
      const { sql, parameters } = updateRow(thing, this.session.engine, id, changes);
      await this.#orPoison(thing, () => this.session.run(sql, parameters));
    });
  }

  async remove<T extends Thing>(thing: T, where: Where<T>): Promise<number> {
    return this.#gate.hold(async () => {
      refuseUnlessWorking(thing, 'remove');
      const { sql, parameters } = deleteRows(thing, this.session.engine, where);
      return this.#orPoison(thing, () => this.session.run(sql, parameters));
    });
  }

  audit(note: AuditNote): void {
    this.#gate.assertOpen();
    this.#notes.push(checkNote(note, this.#now()));
  }

  afterCommit(work: (sequence: number) => void): void {
    this.#gate.assertOpen();
    this.#hooks.push(work);
  }

  /** Runs a nested write() in this job. Its failure is the job's failure, even if the job catches it: half of it may have been written. */
  async join<T>(job: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#gate.hold(async () => {
      try {
        return await job(this);
      } catch (error) {
        this.#poison ??= { error };
        throw error;
      }
    });
  }

  get isOpen(): boolean {
    return this.#gate.isOpen;
  }

  /**
   * Ends the job: from here on nothing more can be done with this transaction.
   * @returns the entries to be chained
   * @throws what the job has to be refused with
   */
  async finish(): Promise<AuditBody[]> {
    const left = await this.close();
    if (left > 0) throw new Error(`the job ended with ${left} of its queries still running: await every call on tx; nothing was written`);
    if (this.#poison !== undefined) throw this.#poison.error;
    if (this.#digests.size > 0 && this.#notes.length === 0) {
      const [first] = this.#digests.values();
      throw new Error(`the job changed ${first?.thing ?? ''} ${first?.id ?? ''} without an audit note: call tx.audit(); nothing was written`);
    }
    return attachDigests(this.#notes, this.#digests.values(), this.#now());
  }

  /** Refuses further calls and waits for those under way. @returns how many there were */
  close(): Promise<number> {
    return this.#gate.close();
  }

  get hooks(): readonly ((sequence: number) => void)[] {
    return this.#hooks;
  }

  /** For calls already inside the gate: they go on even while it closes. */
  async #row<T extends Thing>(thing: T, id: string): Promise<Row<T> | undefined> {
    const [found] = await super.find(thing, { where: { id } });
    return found;
  }

  #remember(thing: Thing, row: Readonly<Record<string, unknown>>, sha256: string): void {
    const id = String(row['id']);
    const revision = typeof row['revision'] === 'number' ? row['revision'] : 1;
    // the newest digest goes last, and only it is kept: no reader ever saw the ones before
    const key = `${thing.name} ${id}`;
    this.#digests.delete(key);
    this.#digests.set(key, { thing: thing.name, id, revision, sha256 });
  }

  /** After an update that found other revisions than were read: the job cannot go on. */
  async #whoIsStale(thing: Thing, step: readonly PlannedUpdate[]): Promise<Fault> {
    const now = await super.find(thing, { where: { id: step.map(({ before }) => String(before['id'])) } });
    const current = new Map(now.map((row) => [String((row as Record<string, unknown>)['id']), row as Record<string, unknown>]));
    const all = step.map(({ before }) => ({ id: String(before['id']), expected: Number(before['revision']), current: current.get(String(before['id']))?.['revision'] }));
    // those that this very statement raised stand one higher, and are not the reason
    const others = all.filter((row) => row.current !== row.expected + 1);
    const fault = staleFault(thing, step.length > 1 && others.length > 0 ? others : all);
    this.#poison ??= { error: fault };
    return fault;
  }

  /**
   * A statement that failed may have done half its work, and on PostgreSQL ends the transaction: the job cannot be saved by catching it.
   * @param rows what was being written, to say which of them points at nothing
   */
  async #orPoison<R>(thing: Thing, work: () => Promise<R>, rows: readonly object[] = []): Promise<R> {
    if (this.#poison !== undefined) throw this.#poison.error;
    try {
      return await work();
    } catch (error) {
      let fault = toFault(error, thing);
      if (fault instanceof Fault && fault.code === 'invalid' && fault.details.length === 0 && this.session.engine === 'sqlite') {
        fault = await this.#namingReference(thing, rows[(error as { row?: number }).row ?? 0] as Readonly<Record<string, unknown>>, fault);
      }
      this.#poison ??= { error: fault };
      throw fault;
    }
  }

  /** SQLite says that a foreign key failed, and not which. */
  async #namingReference(thing: Thing, row: Readonly<Record<string, unknown>>, fault: Fault): Promise<Fault> {
    const details: FaultDetail[] = [];
    for (const column of columnsOf(thing)) {
      const target = column.references === undefined ? undefined : things.get(column.references);
      const id = row[column.name];
      if (target === undefined || typeof id !== 'string') continue;
      if ((await super.count(target, { id })) === 0) details.push({ pointer: `/${column.name}`, message: 'invalid.reference' });
    }
    return new Fault('invalid', fault.message, { details, cause: fault.cause });
  }
}

/** Counts the calls under way, so that a call nobody awaits is found and never runs in somebody else's transaction. */
export class Gate {
  #open = true;
  #underWay = 0;
  #idle: (() => void)[] = [];

  get isOpen(): boolean {
    return this.#open;
  }

  assertOpen(): void {
    if (!this.#open) throw new Error('this transaction has ended: a call on tx came after its job was over; await every call inside the job');
  }

  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.assertOpen();
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) for (const tell of this.#idle.splice(0)) tell();
    }
  }

  async close(): Promise<number> {
    this.#open = false;
    const left = this.#underWay;
    if (left > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    return left;
  }
}

function refuseUnlessWorking(thing: Thing, verb: string): void {
  if (thing.keeping !== 'working') throw new Error(`${verb}() is for working state; ${thing.name} is ${thing.keeping} and is never ${verb === 'remove' ? 'deleted' : 'changed without a trace'}`);
}
