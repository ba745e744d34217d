/**
 * Chains the entries that transactions have committed unchained. One process of a deployment does it,
 * the one that holds an advisory lock; the others wait to take over. Chaining inside each transaction
 * would make every commit wait for the one before it (162 writes a second on a slow disk).
 *
 * The order is that of `position`: a transaction that waited for another's row lock wrote its entry later,
 * so the last digest of a row is that of the last change.
 */
import pg from 'pg';
import { AUDIT_PENDING_TABLE } from '../../entities/index.ts';
import { auditEntry } from '../../schemas/index.ts';
import { chainEntry, GENESIS, type AuditBody, type ChainTip } from '../auditChain.ts';
import { PostgresSession } from './postgresSession.ts';

const APPENDER_LOCK = 7_204_111;
/** Entries gathered before they are chained, so that one commit serves many. */
const GATHER_MS = 5;
/** How often entries of other processes are looked for, and by others whether theirs were chained. */
const LOOK_MS = 20;
/** How often a process that does not chain tries to become the one that does. */
const TAKE_OVER_MS = 500;
const ENTRIES_AT_ONCE = 500;
const CHAINED_WITHIN_MS = 10_000;
const FAILURES_TOLD = 3;

interface Waiter {
  resolve(sequence: number): void;
  reject(reason: Error): void;
}

export class Appender {
  readonly #url: string;
  readonly #waiters = new Map<string, Waiter>();
  #client: pg.Client | undefined;
  #tip: ChainTip | undefined;
  #wake: (() => void) | undefined;
  #kicked = false;
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Tells that something was committed. */
  kick(): void {
    this.#kicked = true;
    this.#wake?.();
  }

  /** The sequence number an entry gets. @throws Error when the store is closed before, or nobody chains for 10 seconds */
  async sequenceOf(id: string): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<number>((resolve, reject) => {
        this.#waiters.set(id, { resolve, reject });
        timer = setTimeout(() => reject(new Error(`entry ${id} is committed, but no process has chained it for ${CHAINED_WITHIN_MS} ms`)), CHAINED_WITHIN_MS);
        this.kick();
      });
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(id);
    }
  }

  /** Chains what is there, and stops. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#running;
    for (const waiter of this.#waiters.values()) waiter.reject(new Error('the store was closed before the entry was chained; it is committed and will be chained at the next start'));
  }

  async #run(): Promise<void> {
    let failures = 0;
    for (;;) {
      // only a round that begins after the stop sees everything that was committed before it
      const last = this.#stopping;
      try {
        const client = await this.#connected();
        if (this.#tip === undefined && !(await this.#takeOver(client))) await this.#askForSequences(client);
        else while ((await this.#append(client)) === ENTRIES_AT_ONCE);
      } catch (error) {
        await this.#disconnect();
        if (this.#stopping) return;
        failures += 1;
        // a connection may break; a server that restarts is back within the third attempt
        if (failures >= FAILURES_TOLD) process.emitWarning(`the audit entries could not be chained, trying again: ${error instanceof Error ? error.message : String(error)}`);
        await this.#pause(TAKE_OVER_MS, TAKE_OVER_MS);
        continue;
      }
      failures = 0;
      if (last) {
        await this.#disconnect();
        return;
      }
      if (this.#tip !== undefined) await this.#pause(LOOK_MS, GATHER_MS);
      else await this.#pause(this.#waiters.size === 0 ? TAKE_OVER_MS : LOOK_MS, LOOK_MS);
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client;
    const client = new pg.Client({ connectionString: this.#url, application_name: 'shuijian-appender', keepAlive: true });
    // a connection that breaks while idle tells it here; the lock is gone with it
    client.on('error', () => {
      if (this.#client === client) {
        this.#client = undefined;
        this.#tip = undefined;
      }
    });
    await client.connect();
    this.#client = client;
    return client;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#tip = undefined;
    await client?.end().catch(() => undefined);
  }

  async #takeOver(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [APPENDER_LOCK]);
    if (rows[0]?.got !== true) return false;
    this.#tip = await readTip(client);
    return true;
  }

  /** @returns how many entries were chained */
  async #append(client: pg.Client): Promise<number> {
    const { rows } = await client.query<{ position: string; body: string }>(`SELECT "position", "body" FROM "${AUDIT_PENDING_TABLE}" ORDER BY "position" LIMIT ${ENTRIES_AT_ONCE}`);
    if (rows.length === 0) return 0;
    let tip = this.#tip ?? GENESIS;
    const entries = rows.map((row) => {
      const entry = chainEntry(tip, JSON.parse(row.body) as AuditBody);
      tip = { sequence: entry.sequence, hash: entry.hash };
      return entry;
    });
    await client.query('BEGIN');
    try {
      await new PostgresSession(client).insert(auditEntry, entries.map((entry) => entry.bound));
      await client.query(`DELETE FROM "${AUDIT_PENDING_TABLE}" WHERE "position" = ANY($1)`, [rows.map((row) => row.position)]);
      await client.query('COMMIT');
    } catch (error) {
      // whether it was committed is not known: the connection is given up and the tip read anew
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
    this.#tip = tip;
    for (const entry of entries) this.#tell(entry.id, entry.sequence);
    return rows.length;
  }

  /** In a process that does not chain: were the entries somebody waits for chained by the one that does? */
  async #askForSequences(client: pg.Client): Promise<void> {
    if (this.#waiters.size === 0) return;
    const { rows } = await client.query<{ id: string; sequence: number }>(`SELECT "id", "sequence" FROM "${auditEntry.table}" WHERE "id" = ANY($1)`, [[...this.#waiters.keys()]]);
    for (const row of rows) this.#tell(row.id, row.sequence);
  }

  #tell(id: string, sequence: number): void {
    this.#waiters.get(id)?.resolve(sequence);
  }

  /** Until the time is up or somebody kicks; after a kick a little longer, so that one commit serves several. */
  async #pause(milliseconds: number, gatherMs: number): Promise<void> {
    if (!this.#kicked && !this.#stopping) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    if (this.#kicked && !this.#stopping) await new Promise((resolve) => setTimeout(resolve, gatherMs));
    this.#kicked = false;
  }
}

export async function readTip(client: Pick<pg.Client, 'query'>): Promise<ChainTip> {
  const { rows } = await client.query<{ sequence: number; hash: string }>(`SELECT "sequence", "hash" FROM "${auditEntry.table}" ORDER BY "sequence" DESC LIMIT 1`);
  return rows[0] ?? GENESIS;
}
