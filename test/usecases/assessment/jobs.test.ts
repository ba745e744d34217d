/** Assessments as jobs on threads: progress, cancelling, the same bytes for any number of workers, and being made again. */
import { expect } from 'chai';
import { assess, checkInputs } from '../../../analysis/assess.ts';
import { fiveComponents } from '../../../analysis/grading/rules/fiveComponents.ts';
import { canonicalJson } from '../../../models/store/index.ts';
import { assessmentHeads } from '../../../models/store/repositories/assessments.ts';
import { generateHuilai } from '../../../server/example/huilai/generateHuilai.ts';
import { gradingInputsOf } from '../../../server/example/huilai/gradingInputs.ts';
import type { Reproduction } from '../../../server/usecases/assessment/reproduceAssessment.ts';
import { assessOnPool } from '../../../server/workers/gradingJobs.ts';
import { WorkerPool } from '../../../server/workers/pool.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { rejection } from '../../support/rejection.ts';
import { amend, seedCounty, type County } from './smallCounty.ts';

interface Job {
  id: string;
  state: string;
  done: number;
  count: number;
  assessmentId: string | null;
}

describe('grading on threads', function () {
  this.timeout(120_000);
  const data = generateHuilai(3, { rounds: ['2018-Q1'] });
  const inputs = gradingInputsOf(data, '2018-Q1');

  it('gives the same bytes with none and with two workers, and tells how far it is', async () => {
    const expected = canonicalJson(assess(inputs, fiveComponents, 9, { draws: 200 }).result);
    for (const size of [0, 2]) {
      const pool = new WorkerPool(size);
      const seen: number[] = [];
      try {
        const body = await assessOnPool(pool, inputs, fiveComponents, 9, { draws: 200 }, { onProgress: (done) => seen.push(done) });
        expect(canonicalJson(body), `${size} workers`).to.equal(expected);
      } finally {
        await pool.close();
      }
      expect(seen.at(-1)).to.equal(13);
      expect([...seen].sort((a, b) => a - b)).to.deep.equal(seen);
    }
  });

  it('is cancelled in the middle', async () => {
    const pool = new WorkerPool(1);
    const abort = new AbortController();
    try {
      const failed = await rejection(assessOnPool(pool, inputs, fiveComponents, 9, {}, { signal: abort.signal, onProgress: () => abort.abort() }));
      expect(failed).to.include({ code: 'cancelled' });
    } finally {
      await pool.close();
    }
  });

  it('refuses what no rule can read before any thread starts', async () => {
    const pool = new WorkerPool(1);
    try {
      expect(await rejection(assessOnPool(pool, { ...inputs, areas: [...inputs.areas, ...inputs.areas] }, fiveComponents, 1))).to.be.instanceOf(RangeError);
    } finally {
      await pool.close();
    }
    expect(checkInputs(inputs, fiveComponents).areas.map(({ code }) => code)).to.deep.equal(inputs.areas.map(({ code }) => code).sort());
  });
});

describe('assessment jobs', function () {
  this.timeout(120_000);
  let app: TestApp;
  let county: County;
  let planner: Agent;

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    planner = await app.as('planner');
  });
  after(() => app.close());

  const start = async (body: object): Promise<Job> => {
    const answer = await planner.post('/api/assessment-jobs', body);
    expect(answer.status, answer.text).to.equal(201);
    return answer.as<Job>();
  };
  const ended = async (id: string): Promise<Job> => {
    for (;;) {
      const job = (await planner.get(`/api/assessment-jobs/${id}`)).as<Job>();
      if (job.state !== 'running') return job;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const count = async (): Promise<number> => (await assessmentHeads(app.store.read)).length;

  it('begins at once, tells how far it is, and ends in an assessment like any other', async () => {
    const job = await start({ round: '2018-Q1', seed: 5 });
    expect(job).to.include({ round: '2018-Q1', state: 'running', assessmentId: null });
    const done = await ended(job.id);
    expect(done).to.include({ state: 'done', done: 4, count: 4 });
    const direct = (await planner.post('/api/assessments', { round: '2018-Q1', seed: 5 })).as<{ assessment: { body: unknown } }>().assessment;
    const stored = (await planner.get(`/api/assessments/${done.assessmentId ?? ''}`)).as<{ body: unknown }>();
    expect(canonicalJson(stored.body)).to.equal(canonicalJson(direct.body));
  });

  it('a cancelled one leaves nothing, and cancelling again changes nothing', async () => {
    const before = await count();
    const { id } = await start({ round: '2018-Q1', seed: 6 });
    expect((await planner.post(`/api/assessment-jobs/${id}/cancel`, {})).as<Job>().state).to.equal('cancelled');
    expect((await planner.post(`/api/assessment-jobs/${id}/cancel`, {})).as<Job>().state).to.equal('cancelled');
    expect(await count()).to.equal(before);
  });

  it('says why it failed to whoever asks, and is nobody else’s', async () => {
    const wrong = await start({ round: '2018-Q1', rule: 'by-feeling' });
    const answer = await planner.get(`/api/assessment-jobs/${wrong.id}`);
    expect(answer.body).to.include({ code: 'not-found' });
    expect(answer.status).to.equal(404);
    expect((await planner.post('/api/assessment-jobs', { round: '2031-Q1' })).status).to.equal(404);
    const other = await app.person({ roles: ['planner'] });
    expect((await other.get(`/api/assessment-jobs/${wrong.id}`)).status).to.equal(404);
    expect((await (await app.as('viewer')).post('/api/assessment-jobs', { round: '2018-Q1' })).status).to.equal(403);
  });

  it('is made again byte for byte, also after a correction, because it kept its evidence; the next says what changed', async () => {
    const { assessment } = (await planner.post('/api/assessments', { round: '2018-Q1', seed: 11 })).as<{ assessment: { id: string; sequence: number } }>();
    const again = (await planner.get(`/api/assessments/${assessment.id}/reproduction`)).as<Reproduction>();
    expect(again).to.deep.include({ same: true, changed: [] });
    expect(again.stored).to.deep.equal(again.again);
    for (const old of county.results.filter(({ analyteId }) => analyteId === 'meth').slice(0, 5)) await amend(app.store, county, old, '15');
    const later = (await planner.get(`/api/assessments/${assessment.id}/reproduction`)).as<Reproduction>();
    expect(later).to.include({ same: true, evidence: 'kept' });
    expect(later.again).to.deep.equal(again.stored);
    expect(later.changed.map(({ what }) => what)).to.deep.equal(['evidence']);
    const next = (await planner.post('/api/assessments', { round: '2018-Q1', seed: 11 })).as<{ assessment: { body: { since?: { sequence: number; reasons: { en: string }[]; areas: { code: string; from: { grade: string }; to: { grade: string } }[] } } } }>().assessment;
    expect(next.body.since?.sequence).to.equal(assessment.sequence);
    expect(next.body.since?.reasons[0]?.en).to.equal('5 released results changed since: Dirty town.');
    expect(next.body.since?.areas.map(({ code, from, to }) => `${code} ${from.grade} ${to.grade}`)).to.deep.equal(['D severe moderately-severe']);
  });
});
