/** A laboratory for tests: reference data, the Huilai plan and a round, behind a real server. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Static } from '@sinclair/typebox';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import type { PlanDocument } from '../../../models/schemas/index.ts';
import type { Cell, Change, GridCell, RefusedCell } from '../../../server/usecases/results/cellTypes.ts';
import type { Grid } from '../../../server/usecases/results/grid.ts';
import { loadAreas, loadReference } from '../../../server/usecases/rounds/loadReference.ts';
import { takePlan } from '../../../server/usecases/rounds/takePlan.ts';
import { startApp, type Agent, type Answer, type TestApp, type TestAppOptions } from '../../support/app.ts';
import type { SampleView } from '../../../server/resources/rounds/samples.ts';

export type SampleItem = Static<typeof SampleView>;
export interface Recorded { change: Change; refused: RefusedCell[] }
export interface Moved { done: number; refused: { id: string; code: string; sentence: string; current?: Cell }[]; change: Change }
export interface Problem { code: string; status: number; detail: string; details: { sentence: string; pointer?: string }[]; facts?: Record<string, unknown> }

export const ROUND = '2018-Q1';

export async function huilaiPlan(): Promise<PlanDocument> {
  return JSON.parse(await readFile(join(import.meta.dirname, '../../../sampling-plans/plans/huilai.json'), 'utf8')) as PlanDocument;
}

export interface Laboratory {
  app: TestApp;
  technician: Agent;
  verifier: Agent;
  signatory: Agent;
  manager: Agent;
  samples: SampleItem[];
  panel: string[];
  /** The present cell of a sample × analyte. */
  cell: (sampleId: string, analyteId: string) => Promise<GridCell>;
  record: (cells: object[], agent?: Agent, round?: string) => Promise<Recorded>;
  move: (action: string, cells: readonly Pick<Cell, 'resultId' | 'revision'>[], more?: object, agent?: Agent) => Promise<Moved>;
  /** Enter and bring a cell as far as a state. */
  bring: (sample: SampleItem, analyteId: string, rawText: string, state: 'entered' | 'submitted' | 'verified' | 'released', more?: object) => Promise<Cell>;
  grid: (agent?: Agent, round?: string) => Promise<Grid>;
  auditCount: () => Promise<number>;
  close: () => Promise<void>;
}

/** The body of an answer that must have succeeded. */
export function ok<T>(answer: Answer, status = 200): T {
  if (answer.status !== status) throw new Error(`expected ${String(status)}, got ${String(answer.status)}: ${answer.text.slice(0, 2000)}`);
  return answer.as<T>();
}

export async function listSamples(agent: Agent, round: string): Promise<SampleItem[]> {
  return ok<{ items: SampleItem[] }>(await agent.get(`/api/rounds/${round}/samples`)).items;
}

/** @param day on which they are collected and received */
export async function receiveAll(agent: Agent, samples: readonly SampleItem[], day = '2018-01-09'): Promise<void> {
  if (samples.length === 0) return;
  const events = (kind: string, revision: (sample: SampleItem) => number, at: string, more: object = {}) => samples.map((sample) => ({ sampleId: sample.id, revision: revision(sample), kind, at, ...more }));
  for (const [kind, raise, at, more] of [['collect', 0, `${day}T09:00:00+08:00`, {}], ['receive', 1, `${day}T15:00:00+08:00`, { temperatureC: 4 }]] as const) {
    const answer = ok<{ refused: unknown[] }>(await agent.post('/api/custody-events', { events: events(kind, (sample) => sample.revision + raise, at, more) }));
    if (answer.refused.length > 0) throw new Error(JSON.stringify(answer.refused.slice(0, 3)));
  }
}

/** @param options.receive how many samples are received; the others stay planned */
export async function startLaboratory(options: { receive?: number; app?: TestAppOptions; plan?: (plan: PlanDocument) => PlanDocument } = {}): Promise<Laboratory> {
  const app = await startApp(options.app);
  const plan = (options.plan ?? ((same) => same))(await huilaiPlan());
  const context = { actorId: null, at: app.clock() };
  await loadReference(app.store, context);
  await loadAreas(app.store, huilaiAreas, context);
  await takePlan(app.store, plan, context);
  const [technician, verifier, signatory, manager] = [await app.as('technician'), await app.as('verifier'), await app.as('signatory'), await app.as('quality-manager')];
  ok(await technician.post('/api/rounds', { code: ROUND, plan: plan.code }));
  await receiveAll(technician, (await listSamples(technician, ROUND)).slice(0, options.receive ?? 5));
  const samples = await listSamples(technician, ROUND);

  const grid: Laboratory['grid'] = async (agent = technician, round = ROUND) => ok<Grid>(await agent.get(`/api/rounds/${round}/grid`));
  const cell: Laboratory['cell'] = async (sampleId, analyteId) => {
    const found = (await grid()).cells.find((each) => each.sampleId === sampleId && each.analyteId === analyteId);
    if (found === undefined) throw new Error(`no cell ${sampleId} ${analyteId}`);
    return found;
  };
  const record: Laboratory['record'] = async (cells, agent = technician, round = ROUND) => ok<Recorded>(await agent.post('/api/results', { round, cells }));
  const move: Laboratory['move'] = async (action, cells, more = {}, agent = { submit: technician, verify: verifier, release: signatory }[action] ?? technician) =>
    ok<Moved>(await agent.post('/api/result-transitions', { action, results: cells.map((each) => ({ id: each.resultId, revision: each.revision })), ...more }));
  const only = (change: Change): Cell => {
    const [first] = change.cells;
    if (first === undefined) throw new Error('the change holds no cell');
    return first;
  };
  return {
    app, technician, verifier, signatory, manager, samples, panel: plan.panel, cell, record, move, grid,
    bring: async (sample, analyteId, rawText, state, more = {}) => {
      const before = await cell(sample.id, analyteId);
      let now = only((await record([{ sampleId: sample.id, analyteId, revision: before.revision, rawText, ...more }])).change);
      for (const [action, reached] of [['submit', 'submitted'], ['verify', 'verified'], ['release', 'released']] as const) {
        if (now.state === state) break;
        now = only((await move(action, [now])).change);
        if (now.state !== reached) throw new Error(`${action} led to ${now.state}`);
      }
      return now;
    },
    auditCount: () => app.store.revision(),
    close: () => app.close(),
  };
}

/** The nth received sample. */
export function sampleAt(laboratory: Laboratory, index: number): SampleItem {
  const sample = laboratory.samples[index];
  if (sample === undefined) throw new Error(`there is no sample ${String(index)}`);
  return sample;
}
