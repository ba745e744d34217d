/**
 * The bench of the store: entry of results by 1, 10, 50 and 200 clients; an import of 24,000 values beside
 * other writers; verify. On SQLite, and on PostgreSQL where it is installed.
 * Prints fdatasync/s and CPU time beside each figure, and never judges.
 *   node --import tsx test/bench/store/index.ts [sqlite|postgres]
 */
import { cpus, loadavg } from 'node:os';
import { result, resultRevision, type Result, type ResultRevision } from '../../../models/schemas/index.ts';
import { openStore, prepareRows, type Store } from '../../../models/store/index.ts';
import { addHeads, enterValue, revisionRow, seedLaboratory, type Laboratory } from '../../support/laboratoryRows.ts';
import { newPostgresDatabase, postgresBinaries, stopPostgres } from '../../support/postgres.ts';
import { tempFolder } from '../../support/tempFolder.ts';
import { fdatasyncRate } from './fdatasyncRate.ts';

export interface StoreFigure {
  engine: 'sqlite' | 'postgres';
  name: string;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time of this process for each of them, in milliseconds. */
  cpuMs: number;
  fdatasyncPerSecond: number;
  load: number;
  note?: string;
}

const CLIENTS = [1, 10, 50, 200] as const;
const SECONDS = 4;
const IMPORTED = 24_000;
const OTHERS_PER_SECOND = 300;

type Engine = StoreFigure['engine'];

/** @param print a line of the report */
export async function run(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`), engines: readonly Engine[] = ['sqlite', 'postgres']): Promise<StoreFigure[]> {
  const figures: StoreFigure[] = [];
  print(`store: ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  for (const engine of engines) {
    if (engine === 'postgres' && postgresBinaries() === undefined) {
      print('postgres: not installed, not measured');
      continue;
    }
    const dataDir = tempFolder();
    const store = await openStore({ dataDir, databaseUrl: engine === 'postgres' ? await newPostgresDatabase() : undefined });
    try {
      const add = (figure: Omit<StoreFigure, 'engine' | 'fdatasyncPerSecond' | 'load'>, rate: number): void => {
        const full: StoreFigure = { engine, fdatasyncPerSecond: rate, load: Number(loadavg()[0]?.toFixed(1)), ...figure };
        figures.push(full);
        print(`${engine} ${full.name}: ${full.perSecond.toFixed(0)}/s, p50 ${full.p50Ms.toFixed(1)} ms, p99 ${full.p99Ms.toFixed(1)} ms, CPU ${full.cpuMs.toFixed(2)} ms each; ${full.fdatasyncPerSecond} fdatasync/s, load ${full.load}${full.note === undefined ? '' : `; ${full.note}`}`);
      };
      const laboratory = await seedLaboratory(store);
      for (const clients of CLIENTS) {
        const rate = fdatasyncRate(dataDir);
        add({ name: `value entered, ${clients} clients`, ...(await entry(store, laboratory, clients)) }, rate);
      }
      for (const figure of await importing(store, laboratory)) add(figure, fdatasyncRate(dataDir));
      const rate = fdatasyncRate(dataDir);
      add(await verifying(store), rate);
    } finally {
      await store.close();
      await stopPostgres();
    }
  }
  return figures;
}

interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuMs: number;
}

/** Each client enters one value after another: a revision, an event, the head, the entry of the trail. */
async function entry(store: Store, laboratory: Laboratory, clients: number): Promise<Measured> {
  const heads = await addHeads(store, laboratory, clients);
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  await Promise.all(
    heads.map(async (first) => {
      let head = first;
      while (performance.now() - began < SECONDS * 1000) {
        const at = performance.now();
        head = await store.write((tx) => enterValue(tx, head, laboratory.user.id));
        times.push(performance.now() - at);
      }
    }),
  );
  return measured(times, performance.now() - began, process.cpuUsage(cpu));
}

/** One job writes 24,000 values (head and revision) while others go on entering theirs. */
async function importing(store: Store, laboratory: Laboratory): Promise<Omit<StoreFigure, 'engine' | 'fdatasyncPerSecond' | 'load'>[]> {
  const heads = await addHeads(store, laboratory, IMPORTED);
  const revisions = heads.map((head) => revisionRow(head.id, laboratory.user.id));
  const others = new OtherWriters(store, laboratory);
  await others.start();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const cpu = process.cpuUsage();
  const began = performance.now();
  const held = await importAll(store, laboratory, heads, revisions);
  const took = performance.now() - began;
  const used = process.cpuUsage(cpu);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const all = await others.stop();
  const times = all.filter(Number.isFinite);
  return [
    { name: `import of ${IMPORTED} values`, perSecond: IMPORTED / (took / 1000), p50Ms: took, p99Ms: took, cpuMs: (used.user + used.system) / 1000 / IMPORTED, note: `${(took / 1000).toFixed(2)} s in all, ${held.toFixed(0)} ms of it in the writer` },
    { name: `others beside the import, ${OTHERS_PER_SECOND}/s asked`, ...measured(times, took + 2000, { user: 0, system: 0 }), note: `${String(all.length - times.length)} of ${String(all.length)} refused because 256 waited already` },
  ];
}

/** @returns milliseconds the job itself took */
async function importAll(store: Store, laboratory: Laboratory, heads: readonly Result[], revisions: readonly ResultRevision[]): Promise<number> {
  await prepareRows(resultRevision, revisions);
  let began = 0;
  await store.write(async (tx) => {
    began = performance.now();
    await tx.insert(resultRevision, revisions);
    await tx.updateMany(result, heads.map((head) => ({ id: head.id, revision: 1, patch: { state: 'entered', valueRevision: 1 } })));
    tx.audit({ actorId: laboratory.user.id, action: 'result.import', subject: 'round', subjectId: laboratory.round.id });
  });
  return performance.now() - began;
}

/** Writers that come at a steady rate, whether or not the ones before have been answered. */
class OtherWriters {
  readonly #store: Store;
  readonly #laboratory: Laboratory;
  readonly #times: number[] = [];
  readonly #open = new Set<Promise<void>>();
  #heads: Result[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, laboratory: Laboratory) {
    this.#store = store;
    this.#laboratory = laboratory;
  }

  async start(): Promise<void> {
    this.#heads = await addHeads(this.#store, this.#laboratory, 6000);
    let due = performance.now();
    this.#timer = setInterval(() => {
      // a timer that comes late makes up for what it missed, and counts the wait
      for (; due <= performance.now(); due += 1000 / OTHERS_PER_SECOND) this.#one(due);
    }, 2);
  }

  async stop(): Promise<number[]> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
    return this.#times;
  }

  #one(due: number): void {
    const head = this.#heads.pop();
    if (head === undefined) return;
    const work = this.#store.write((tx) => enterValue(tx, head, this.#laboratory.user.id)).then(
      () => void this.#times.push(performance.now() - due),
      // refused because too many wait: counted and said
      () => void this.#times.push(Number.POSITIVE_INFINITY),
    );
    this.#open.add(work);
    void work.finally(() => this.#open.delete(work));
  }
}

async function verifying(store: Store): Promise<Omit<StoreFigure, 'engine' | 'fdatasyncPerSecond' | 'load'>> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const report = await store.verify();
  if (!report.ok) throw new Error(`the bench broke the chain: ${JSON.stringify(report.firstBroken)}`);
  const took = performance.now() - began;
  const used = process.cpuUsage(cpu);
  const checked = report.entries + report.rows;
  return { name: 'verify, entries and rows', perSecond: checked / (took / 1000), p50Ms: took, p99Ms: took, cpuMs: (used.user + used.system) / 1000 / checked, note: `${report.entries} entries, ${report.rows} rows` };
}

function measured(times: readonly number[], elapsedMs: number, cpu: NodeJS.CpuUsage): Measured {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { perSecond: times.length / (elapsedMs / 1000), p50Ms: at(0.5), p99Ms: at(0.99), cpuMs: (cpu.user + cpu.system) / 1000 / Math.max(1, times.length) };
}

if (process.argv[1] === import.meta.filename) {
  const named = process.argv[2];
  if (named !== undefined && named !== 'sqlite' && named !== 'postgres') throw new Error(`the engine is "${named}", expected sqlite or postgres`);
  await run(undefined, named === undefined ? undefined : [named]);
}
