/**
 * The bench of the laboratory, whole stack: login, guards, audit, durable answers, over HTTP.
 * fdatasync/s of the same disk is printed beside each figure, because every write waits for it.
 * Prints and never judges.
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
import type { Grid } from '../../../server/usecases/grid.ts';
import { loadAreas, loadReference } from '../../../server/usecases/loadReference.ts';
import { takePlan } from '../../../server/usecases/takePlan.ts';
import { listSamples, ok, receiveAll, type Moved, type Recorded } from '../../laboratory/laboratory.ts';
import { Agent } from '../../support/agent.ts';

export interface Figure {
  name: string;
  /** Milliseconds, wall clock, of each repetition; the first is cold. */
  milliseconds: number[];
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

const ROUNDS = ['2018-Q1', '2018-Q2', '2018-Q3', '2018-Q4'] as const;

/** @param print a line of the report */
export async function run(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shuijian-bench-'));
  const store = await openStore({ dataDir });
  const server = await startServer({ store, config: readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }) });
  const figures: Figure[] = [];
  const measure = async <T>(name: string, work: () => Promise<T>, note?: string): Promise<T> => {
    const fdatasyncPerSecond = fdatasyncRate(dataDir);
    const began = performance.now();
    const answer = await work();
    const took = performance.now() - began;
    const known = figures.find((figure) => figure.name === name);
    if (known === undefined) figures.push({ name, milliseconds: [took], fdatasyncPerSecond, ...(note === undefined ? {} : { note }) });
    else known.milliseconds.push(took);
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

    for (const round of ROUNDS) {
      await measure('round generation, 65 samples', async () => ok(await technician.post('/api/rounds', { code: round, plan: 'huilai' })));
      await receiveAll(technician, await listSamples(technician, round));
      const grid = await measure('grid open, 650 cells (API)', async () => ok<Grid>(await technician.get(`/api/rounds/${round}/grid`)));
      const cells = grid.cells.map((cell, index) => ({ sampleId: cell.sampleId, analyteId: cell.analyteId, revision: 0, rawText: (5 + (index * 37) % 900 + (index % 10) / 10).toFixed(1) }));
      const pasted = await measure('paste of 650 in one request', async () => ok<Recorded>(await technician.post('/api/results', { round, cells })));
      const move = async (agent: Agent, action: string, from: readonly { resultId: string | null; revision: number }[]): Promise<Moved> =>
        ok<Moved>(await agent.post('/api/result-transitions', { action, results: from.map((cell) => ({ id: cell.resultId, revision: cell.revision })) }));
      const submitted = await measure('submit of 650', () => move(technician, 'submit', pasted.change.cells));
      const verified = await measure('verify of 650', () => move(verifier, 'verify', submitted.change.cells));
      await measure('release of 650', () => move(signatory, 'release', verified.change.cells));
    }
    await measure('grid open, 650 cells (API)', async () => ok(await technician.get('/api/rounds/2018-Q4/grid')));
    await measure('list of rounds', async () => ok(await technician.get('/api/rounds')));
    await measure('worklist of a technician', async () => ok(await technician.get('/api/worklist')));
  } finally {
    await server.close();
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  for (const { name, milliseconds, fdatasyncPerSecond, note } of figures) {
    print(`${name.padEnd(44)} ${milliseconds.map((each) => `${each.toFixed(0)} ms`).join(', ').padEnd(40)} fdatasync ${String(fdatasyncPerSecond)}/s${note === undefined ? '' : `  ${note}`}`);
  }
  return figures;
}

if (process.argv[1] === import.meta.filename) await run();
