/**
 * A walk of several people through the life of results over HTTP: what each command does, legal or
 * not, what it must leave behind, and the check of all of it after each step.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { result, resultEvent, resultRevision, type Result, type ResultAction, type Role } from '../../../models/schemas/index.ts';
import type { Agent, Answer } from '../../support/app.ts';
import { changedCells, faultsOf, type Evidence } from './model.ts';
import { listSamples, ok, receiveAll, ROUND, type Laboratory, type Moved, type Problem, type Recorded, type SampleItem } from '../support/laboratory.ts';

const STEPS_PER_WALK = 120;
const ANALYTES = ['meth', 'mdma'] as const;
const TEXTS = ['5', '40', '<0.5', 'ND', '1e9', '0', '', '  ', 'abc', '12,5', '-1', '１２', ' 7 '] as const;
const PEOPLE: Role[][] = [['technician'], ['technician', 'verifier', 'signatory'], ['verifier', 'signatory'], ['signatory', 'technician'], ['verifier'], ['signatory'], ['quality-manager'], ['viewer']];
const ACTIONS = ['submit', 'return', 'verify', 'review', 'release', 'amend', 'retest', 'void', 'not-analysed', 'invalidate', 'withdraw', 'keep'] as const satisfies readonly ResultAction[];
const REASONS = ['quality-control', 'typing-error', 'sample-mix-up', 'volume-short', 'other', 'confirmed', 'nonsense', undefined] as const;

/** What somebody who knows the work would do next, by the state of the cell: action, person, reason. */
const NATURAL: Readonly<Record<string, readonly (readonly [ResultAction, number, string | undefined])[]>> = {
  entered: [['submit', 0, undefined], ['submit', 0, undefined], ['submit', 3, undefined]],
  submitted: [['verify', 4, undefined], ['verify', 2, undefined], ['verify', 1, undefined], ['return', 4, 'typing-error'], ['void', 6, 'sample-mix-up']],
  verified: [['release', 5, undefined], ['release', 3, undefined], ['return', 2, 'typing-error'], ['amend', 0, 'typing-error'], ['retest', 0, 'quality-control']],
  released: [['amend', 3, 'typing-error'], ['retest', 6, 'quality-control'], ['invalidate', 6, 'quality-control'], ['void', 0, 'sample-mix-up'], ['withdraw', 5, undefined], ['withdraw', 3, undefined], ['withdraw', 2, undefined], ['keep', 5, 'confirmed']],
  pending: [['not-analysed', 0, 'volume-short']],
  voided: [['retest', 0, 'sample-mix-up']],
  'not-analysed': [['retest', 0, 'instrument'], ['void', 0, 'instrument']],
};

export interface WalkReport {
  steps: number;
  /** How often each action was carried out, and how often anything was refused. */
  done: Map<string, number>;
  refused: number;
}

interface Model {
  /** By cell: every accepted text. */
  accepted: Map<string, string[]>;
}
interface Real { laboratory: Laboratory; people: Agent[]; samples: SampleItem[]; report: WalkReport; evidence: Evidence }
interface Place { sampleId: string; analyteId: string }

export async function evidenceOf(laboratory: Laboratory, samples: readonly SampleItem[]): Promise<Evidence> {
  const { read } = laboratory.app.store;
  const results = await read.find(result, { where: { sampleId: samples.map((sample) => sample.id) } });
  const ids = results.map((each) => each.id);
  return { results, revisions: await read.find(resultRevision, { where: { resultId: ids } }), events: await read.find(resultEvent, { where: { resultId: ids } }) };
}

/** The attempt that is worked on: the reportable one, or where all were given up the newest. */
function newest(real: Real, place: Place): Result | undefined {
  const attempts = real.evidence.results.filter((each) => each.sampleId === place.sampleId && each.analyteId === place.analyteId).sort((a, b) => b.attempt - a.attempt);
  return attempts.find(({ reportable }) => reportable) ?? attempts[0];
}

const shownOf = (real: Real, head: Result | undefined): string =>
  head === undefined || head.state === 'pending' ? '' : (real.evidence.revisions.find(({ resultId, valueRevision }) => resultId === head.id && valueRevision === head.valueRevision)?.rawText ?? '');

const keyOf = (place: Place): string => `${place.sampleId} ${place.analyteId} concentration`;

function accept(model: Model, place: Place, text: string): void {
  model.accepted.set(keyOf(place), [...(model.accepted.get(keyOf(place)) ?? []), text]);
}

const count = (real: Real, what: string, by = 1): void => void real.report.done.set(what, (real.report.done.get(what) ?? 0) + by);

abstract class Step implements fc.AsyncCommand<Model, Real> {
  readonly where: readonly [sample: number, analyte: number, person: number];
  constructor(where: readonly [number, number, number]) {
    this.where = where;
  }
  check(): boolean {
    return true;
  }
  /** @returns how many entries the audit trail must have gained */
  abstract act(model: Model, real: Real, place: Place, agent: Agent, head: Result | undefined): Promise<number>;
  async run(model: Model, real: Real): Promise<void> {
    const [sample, analyte, person] = [real.samples[this.where[0]], ANALYTES[this.where[1]], real.people[this.where[2]]];
    if (sample === undefined || analyte === undefined || person === undefined) throw new Error('out of range');
    const place = { sampleId: sample.id, analyteId: analyte };
    const before = await real.laboratory.auditCount();
    const gained = await this.act(model, real, place, person, newest(real, place));
    real.report.steps += 1;
    if (gained === 0) real.report.refused += 1;
    const after = await evidenceOf(real.laboratory, real.samples);
    expect((await real.laboratory.auditCount()) - before, `audit entries after ${this.toString()}`).to.equal(gained);
    expect(changedCells(real.evidence, after), `cells changed by ${this.toString()}`).to.equal(gained);
    expect(faultsOf(after, model.accepted), this.toString()).to.deep.equal([]);
    real.evidence = after;
  }
  abstract toString(): string;
}

/** What an answer means for the model: only refusals with a status of their own are answers at all. */
function refusedAnswer(answer: Answer): boolean {
  // the database refusing a second reportable result is the last line of defence: nobody should get so far
  if (answer.status >= 500 || (answer.status !== 200 && answer.as<Problem>().code === 'duplicate')) throw new Error(`the server broke: ${answer.text}`);
  return answer.status !== 200;
}

class Type extends Step {
  readonly text: string;
  readonly stale: boolean;
  constructor(where: readonly [number, number, number], text: string, stale: boolean) {
    super(where);
    this.text = text;
    this.stale = stale;
  }
  async act(model: Model, real: Real, place: Place, agent: Agent, head: Result | undefined): Promise<number> {
    const send = (): Promise<Answer> => agent.post('/api/results', { round: ROUND, cells: [{ ...place, revision: (head?.revision ?? 0) + (this.stale ? 1 : 0), rawText: this.text }] });
    const answer = await send();
    if (refusedAnswer(answer)) return 0;
    const { refused, change } = answer.as<Recorded>();
    if (refused.length > 0) {
      // a refused cell keeps what was typed
      expect(refused[0]?.rawText).to.equal(this.text);
      return 0;
    }
    const shown = shownOf(real, head);
    const blank = this.text.trim() === '';
    const written = blank ? shown.trim() !== '' : this.text !== shown;
    expect(change.cells[0]?.rawText ?? '').to.equal(blank ? '' : this.text);
    if (written) accept(model, place, this.text);
    // the same again, as after a cut network, writes nothing
    refusedAnswer(await send());
    count(real, 'type', written ? 1 : 0);
    return written ? 1 : 0;
  }
  toString(): string {
    return `type ${JSON.stringify(this.text)}${this.stale ? ' (stale)' : ''} in ${this.where.join('/')}`;
  }
}

interface Wanted { action: ResultAction; agent: Agent; reasonCode: string | undefined; text: string; stale: boolean }

/** @returns how many were done: 0 or 1 */
async function move(model: Model, real: Real, place: Place, head: Result | undefined, { action, agent, reasonCode, text, stale }: Wanted): Promise<number> {
  const revision = (head?.revision ?? 0) + (stale ? 1 : 0);
  const answer = await agent.post('/api/result-transitions', {
    action, results: [head === undefined ? { ...place, revision } : { id: head.id, revision }], ...(reasonCode === undefined ? {} : { reasonCode }), ...(action === 'submit' ? { reason: '原值无误' } : {}), ...(head === undefined ? {} : { values: [{ id: head.id, rawText: text }] }),
  });
  if (refusedAnswer(answer)) {
    expect(answer.as<Problem>().code).to.be.a('string');
    return 0;
  }
  const { done } = answer.as<Moved>();
  expect(done).to.equal(1);
  if (action === 'amend') accept(model, place, text);
  count(real, action);
  return done;
}

class Move extends Step {
  readonly action: ResultAction;
  readonly reasonCode: string | undefined;
  readonly text: string;
  readonly stale: boolean;
  constructor(where: readonly [number, number, number], action: ResultAction, reasonCode: string | undefined, text: string, stale: boolean) {
    super(where);
    [this.action, this.reasonCode, this.text, this.stale] = [action, reasonCode, text, stale];
  }
  act(model: Model, real: Real, place: Place, agent: Agent, head: Result | undefined): Promise<number> {
    return move(model, real, place, head, { action: this.action, agent, reasonCode: this.reasonCode, text: this.text, stale: this.stale });
  }
  toString(): string {
    return `${this.action}${this.stale ? ' (stale)' : ''} ${this.where.join('/')} because ${String(this.reasonCode)}`;
  }
}

/** What comes next in the life of the cell, so that walks get somewhere. */
class Forward extends Step {
  readonly pick: number;
  constructor(where: readonly [number, number, number], pick: number) {
    super(where);
    this.pick = pick;
  }
  async act(model: Model, real: Real, place: Place, agent: Agent, head: Result | undefined): Promise<number> {
    const text = String(5 + (this.pick % 90));
    const ways = NATURAL[head?.state ?? 'none'] ?? [];
    if (ways.length === 0 || (head?.state === 'pending' && this.pick % 8 !== 0)) return new Type([this.where[0], this.where[1], 0], text, false).act(model, real, place, real.people[0] ?? agent, head);
    const [action, person, reasonCode] = ways[this.pick % ways.length] ?? ['submit', 0, undefined];
    return move(model, real, place, head, { action, agent: real.people[person] ?? agent, reasonCode, text, stale: false });
  }
  toString(): string {
    return `forward ${this.where.join('/')} by ${String(this.pick)}`;
  }
}

/** Two people act on what both of them see; the second is told that it is gone. */
class Race extends Step {
  readonly wanted: readonly [readonly [ResultAction, number], readonly [ResultAction, number]];
  constructor(where: readonly [number, number, number], first: readonly [ResultAction, number], second: readonly [ResultAction, number]) {
    super(where);
    this.wanted = [first, second];
  }
  async act(model: Model, real: Real, place: Place, agent: Agent, head: Result | undefined): Promise<number> {
    if (head === undefined) return 0;
    const done = await Promise.all(this.wanted.map(([action, person], index) => move(model, real, place, head, { action, agent: real.people[person] ?? agent, reasonCode: action === 'void' || action === 'retest' ? 'sample-mix-up' : 'typing-error', text: String(300 + index), stale: false })));
    const sum = done.reduce((total, each) => total + each, 0);
    expect(sum, this.toString()).to.be.at.most(1);
    return sum;
  }
  toString(): string {
    return `race ${this.where.join('/')} ${this.wanted.map((each) => each.join(' by ')).join(' against ')}`;
  }
}

/** Further bottles for the same sites, in the place of those that are lost. */
async function freshSamples(laboratory: Laboratory): Promise<SampleItem[]> {
  const open = (await listSamples(laboratory.technician, ROUND)).filter((sample) => sample.state === 'received');
  const results = await laboratory.app.store.read.find(result, { where: { sampleId: open.map((sample) => sample.id), state: ['entered', 'submitted', 'verified'], reportable: true } });
  if (results.length > 0) ok(await laboratory.manager.post('/api/result-transitions', { action: 'void', results: results.map((each) => ({ id: each.id, revision: each.revision })), reasonCode: 'sample-mix-up' }));
  ok(await laboratory.technician.post('/api/custody-events', { events: open.map((sample) => ({ sampleId: sample.id, revision: sample.revision, kind: 'lose', at: '2018-01-10T09:00:00+08:00', reasons: ['leaking'] })) }));
  ok(await laboratory.technician.post('/api/rounds', { code: ROUND, plan: 'huilai', replace: open.map((sample) => sample.number) }));
  await receiveAll(laboratory.technician, (await listSamples(laboratory.technician, ROUND)).filter((sample) => sample.state === 'planned'));
  return (await listSamples(laboratory.technician, ROUND)).filter((sample) => sample.state === 'received');
}

function commands(): fc.Arbitrary<fc.AsyncCommand<Model, Real>>[] {
  // one cell is visited often enough to get somewhere, the others now and then
  const rarely = fc.integer({ min: 0, max: 3 }).map((n) => (n === 0 ? 1 : 0));
  const person = fc.nat({ max: PEOPLE.length - 1 });
  const where = fc.tuple(rarely, rarely, person);
  const stale = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
  const side = fc.tuple(fc.constantFrom('verify', 'return', 'release', 'amend', 'void', 'retest', 'submit', 'withdraw', 'keep' as const), person);
  const forward = fc.tuple(where, fc.nat({ max: 999 })).map((parts) => new Forward(...parts));
  return [
    fc.tuple(where, fc.constantFrom(...TEXTS), stale).map((parts) => new Type(...parts)),
    fc.tuple(where, fc.constantFrom(...ACTIONS), fc.constantFrom(...REASONS), fc.constantFrom(...TEXTS), stale).map((parts) => new Move(...parts)),
    forward, forward,
    fc.tuple(where, side, side).map((parts) => new Race(...parts)),
  ];
}

/**
 * Walks until so many steps are taken.
 * @param laboratory with the 65 samples of the round received
 * @throws what an expectation says, with the shortest walk that breaks it
 */
export async function walk(laboratory: Laboratory, steps: number, seed: number): Promise<WalkReport> {
  const people: Agent[] = [];
  for (const roles of PEOPLE) people.push(await laboratory.app.person({ roles, username: `walker-${String(people.length)}` }));
  const report: WalkReport = { steps: 0, done: new Map(), refused: 0 };
  let bottles = [...laboratory.samples];
  await fc.assert(
    fc.asyncProperty(fc.commands(commands(), { maxCommands: STEPS_PER_WALK, size: 'max' }), async (sequence) => {
      if (report.steps >= steps) return;
      // each walk, and each shrinking of one, starts on bottles of its own
      if (bottles.length < 2) bottles = await freshSamples(laboratory);
      const samples = bottles.splice(0, 2);
      const evidence = await evidenceOf(laboratory, samples);
      await fc.asyncModelRun(() => ({ model: { accepted: new Map() }, real: { laboratory, people, samples, report, evidence } }), sequence);
    }),
    { seed, numRuns: Math.ceil((4 * steps) / STEPS_PER_WALK) + 5, endOnFailure: false, maxSkipsPerRun: 0 },
  );
  return report;
}
