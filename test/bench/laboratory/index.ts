/**
 * The bench of the laboratory, whole stack: login, guards, audit, durable answers, over HTTP.
 * fdatasync/s of the same disk is printed beside each figure, because every write waits for it.
 * Prints and never judges. `npm run bench -- laboratory loads` runs the part with many clients alone.
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import type { Role } from '../../../models/schemas/index.ts';
import { openStore } from '../../../models/store/index.ts';
import { insertUser } from '../../../models/store/repositories/users.ts';
import { startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import type { Grid } from '../../../server/usecases/results/grid.ts';
import { loadAreas, loadReference } from '../../../server/usecases/rounds/loadReference.ts';
import { takePlan } from '../../../server/usecases/rounds/takePlan.ts';
import { listSamples, ok, receiveAll, type Moved, type Recorded } from '../../usecases/support/laboratory.ts';
import { Agent } from '../../support/agent.ts';
import { load, type LoadFigure } from './load.ts';

export interface Figure {
  name: string;
  /** Milliseconds, wall clock, of each repetition; the first is cold. */
  milliseconds: number[];
  /** Milliseconds of processor time, server and client together: what a busy machine does not blur. */
  processor: number[];
  fdatasyncPerSecond: number;
  note?: string;
}

/** How many fdatasync a second this disk does now, over about 0.2 s. */
export function fdatasyncRate(folder: string): number {
  const file = openSync(join(folder, 'fdatasync.tmp'), 'w');
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < 200) {
    writeSync(file, 'x'.repeat(512), 0);
    fdatasyncSync(file);
    count += 1;
  }
  closeSync(file);
  return Math.round((count * 1000) / (performance.now() - began));
}

interface Imported { written: number; unchanged: number; errors: unknown[] }
const ANALYTES = ['meth', 'amph', 'mdma', 'ket', 'norket', 'mor', 'mam6', 'cod', 'be', 'eph'] as const;
const ROUNDS = ['2018-Q1', '2018-Q2', '2018-Q3', '2018-Q4'] as const;

/** Values that are plausible beside each other: none is held for a look. */
const plausible = (index: number): string => (40 + ((index * 37) % 200) + (index % 10) / 10).toFixed(1);

/** What many clients at once get: single results, and pages of a long list. */
async function loads(technician: Agent, dataDir: string, print: (line: string) => void): Promise<void> {
  const tell = (figure: LoadFigure): void =>
    print(`${figure.name.padEnd(46)} ${figure.perSecond.toFixed(0).padStart(6)}/s  median ${figure.p50.toFixed(1)} ms, p99 ${figure.p99.toFixed(1)} ms  (processor of the server ${figure.processorPerRequest.toFixed(2)} ms each)  fdatasync ${String(fdatasyncRate(dataDir))}/s`);
  const writes: { method: 'POST'; path: string; body: string }[] = [];
  for (const round of [2007, 2008, 2006].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${String(year)}-Q${String(quarter)}`))) {
    ok(await technician.post('/api/rounds', { code: round, plan: 'huilai' }));
    await receiveAll(technician, await listSamples(technician, round));
    const { cells } = ok<Grid>(await technician.get(`/api/rounds/${round}/grid`));
    writes.push(...cells.map(({ sampleId, analyteId }, index) => ({ method: 'POST' as const, path: '/api/results', body: JSON.stringify({ round, cells: [{ sampleId, analyteId, revision: 0, rawText: plausible(index) }] }) })));
  }
  // a server runs for days: what is measured is not the compiling of its first thousand requests
  await load('warm-up', technician, 50, writes.splice(0, 1500));
  tell(await load('single results over HTTP, 50 clients', technician, 50, writes));
  for (let year = 1970; year < 2000; year += 1) for (let quarter = 1; quarter <= 4; quarter += 1) ok(await technician.post('/api/rounds', { code: `${String(year)}-Q${String(quarter)}`, plan: 'huilai' }));
  const { total } = ok<{ total: number }>(await technician.get('/api/samples?limit=1'));
  const pages = Array.from({ length: 400 }, (_, index) => ({ method: 'GET' as const, path: `/api/samples?limit=100&number=${String(1970 + (index % 30))}` }));
  tell(await load(`list page of 100 of ${String(total)} samples, 1 reader`, technician, 1, Array.from({ length: 100 }, () => ({ method: 'GET' as const, path: '/api/samples?limit=100' }))));
  tell(await load(`list page of 100 of ${String(total)} samples, 10 readers`, technician, 10, pages.map((page, index) => (index % 2 === 0 ? page : { ...page, path: '/api/samples?limit=100' }))));
}

/** @param print a line of the report */
export async function run(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shuijian-bench-'));
  // a database of one's own, or the embedded one
  const databaseUrl = process.env['DATABASE_URL'];
  const store = await openStore({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  const server = await startServer({ store, config: readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }) });
  const figures: Figure[] = [];
  const measure = async <T>(name: string, work: () => Promise<T>, note?: string): Promise<T> => {
    const fdatasyncPerSecond = fdatasyncRate(dataDir);
    const began = performance.now();
    const processorBefore = process.cpuUsage();
    const answer = await work();
    const took = performance.now() - began;
    const { user, system } = process.cpuUsage(processorBefore);
    const processor = (user + system) / 1000;
    const known = figures.find((figure) => figure.name === name);
    if (known === undefined) figures.push({ name, milliseconds: [took], processor: [processor], fdatasyncPerSecond, ...(note === undefined ? {} : { note }) });
    else {
      known.milliseconds.push(took);
      known.processor.push(processor);
    }
    return answer;
  };
  try {
    const person = async (...roles: Role[]): Promise<Agent> => {
      const account = await store.write((tx) => insertUser(tx, { username: roles.join('-'), displayName: roles.join('-'), passwordHash: null, roles, areaCodes: [], language: null, at: Date.now() }));
      const { token } = await server.services.sessions.open(account.id);
      return new Agent(server.url, server.services.sessions.cookieName, token);
    };
    const context = { actorId: null, at: Date.now() };
    await loadReference(store, context);
    await loadAreas(store, huilaiAreas, context);
    await takePlan(store, JSON.parse(await readFile(join(import.meta.dirname, '../../../sampling-plans/plans/huilai.json'), 'utf8')), context);
    const technician = await person('technician');
    const verifier = await person('verifier');
    const signatory = await person('signatory');

    if (process.argv.includes('loads')) {
      await loads(technician, dataDir, print);
      return figures;
    }
    for (const round of ROUNDS) {
      await measure('round generation, 65 samples', async () => ok(await technician.post('/api/rounds', { code: round, plan: 'huilai' })));
      await receiveAll(technician, await listSamples(technician, round));
      const grid = await measure('grid open, 650 cells (API)', async () => ok<Grid>(await technician.get(`/api/rounds/${round}/grid`)));
      const cells = grid.cells.map((cell, index) => ({ sampleId: cell.sampleId, analyteId: cell.analyteId, revision: 0, rawText: plausible(index) }));
      const pasted = await measure('paste of 650 in one request', async () => ok<Recorded>(await technician.post('/api/results', { round, cells })));
      const move = async (agent: Agent, action: string, from: readonly { resultId: string | null; revision: number }[]): Promise<Moved> =>
        ok<Moved>(await agent.post('/api/result-transitions', { action, results: from.map((cell) => ({ id: cell.resultId, revision: cell.revision })) }));
      const submitted = await measure('submit of 650', () => move(technician, 'submit', pasted.change.cells));
      const verified = await measure('verify of 650', () => move(verifier, 'verify', submitted.change.cells));
      await measure('release of 650', () => move(signatory, 'release', verified.change.cells));
    }
    await measure('grid open, 650 cells (API)', async () => ok(await technician.get('/api/rounds/2018-Q4/grid')));

    const upload = async (file: string): Promise<Imported> => ok<Imported>(await technician.request('POST', '/api/imports/results-long', undefined, { raw: file, headers: { 'content-type': 'text/csv' } }));
    const fileOf = (numbers: readonly string[]): string =>
      `sample,analyte,value,unit\n${numbers.flatMap((number, row) => ANALYTES.map((analyte, column) => `${number},${analyte},${(5 + (row * 37 + column * 11) % 900).toFixed(1)},ng/L`)).join('\n')}\n`;
    const numbers: string[] = [];
    for (let year = 2009; year < 2018; year += 1) {
      for (let quarter = 1; quarter <= 4; quarter += 1) {
        const round = `${String(year)}-Q${String(quarter)}`;
        ok(await technician.post('/api/rounds', { code: round, plan: 'huilai' }));
        const samples = await listSamples(technician, round);
        await receiveAll(technician, samples);
        numbers.push(...samples.map((sample) => sample.number));
      }
    }
    const small = fileOf(numbers.splice(0, 100));
    await measure('import of 1,000 rows', () => upload(small));
    await measure('the same 1,000 rows again', () => upload(small));
    const large = fileOf(numbers);
    const rows = numbers.length * ANALYTES.length;
    const others: number[] = [];
    let done = false;
    const beside = (async () => {
      for (let turn = 0; !done; turn += 1) {
        const began = performance.now();
        await store.write((tx) => Promise.resolve(void tx.audit({ actorId: null, action: 'bench.beside', subject: 'bench', subjectId: String(turn) })));
        others.push(performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    const imported = await measure(`import of ${String(rows)} values`, () => upload(large));
    done = true;
    await beside;
    if (imported.written !== rows) throw new Error(`${String(imported.written)} of ${String(rows)} were written: ${JSON.stringify(imported.errors.slice(0, 3))}`);
    const slowest = [...others].sort((a, b) => a - b);
    print(`other writes beside the large import: ${String(others.length)}, longest wait ${(slowest.at(-1) ?? 0).toFixed(0)} ms, median ${(slowest[Math.floor(slowest.length / 2)] ?? 0).toFixed(0)} ms`);
    await measure(`the same ${String(rows)} values again`, () => upload(large));
    await loads(technician, dataDir, print);
    await measure('list of rounds', async () => ok(await technician.get('/api/rounds')));
    await measure('worklist of a technician', async () => ok(await technician.get('/api/worklist')));
  } finally {
    await server.close();
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  const list = (values: readonly number[]): string => values.map((each) => each.toFixed(0)).join(', ');
  for (const { name, milliseconds, processor, fdatasyncPerSecond, note } of figures) {
    print(`${name.padEnd(34)} ${`${list(milliseconds)} ms`.padEnd(34)} ${`(processor ${list(processor)} ms)`.padEnd(42)} fdatasync ${String(fdatasyncPerSecond)}/s${note === undefined ? '' : `  ${note}`}`);
  }
  return figures;
}

if (process.argv[1] === import.meta.filename) await run();
