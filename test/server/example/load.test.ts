import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { absence, custodyEvent, importLog, indicatorCount, outcome as outcomeThing, plan as planThing, result as resultThing, resultEvent, resultRevision, round as roundThing, run as runThing, sample as sampleThing, schedule as scheduleThing, site as siteThing, siteRelation, task as taskThing, unit, user, verdict, type Result, type ResultEvent, type ResultRevision, type Sample } from '../../../models/schemas/index.ts';
import { openStore, rowDigest } from '../../../models/store/index.ts';
import { userByUsername } from '../../../models/store/repositories/users.ts';
import type { Store } from '../../../models/store/types.ts';
import { currentUser } from '../../../server/auth/sessions.ts';
import { operator } from '../../../server/cli/operator.ts';
import { DEMO_ACCOUNTS } from '../../../server/example/demoAccounts.ts';
import { loadExample } from '../../../server/example/loadExample.ts';
import { assessRound } from '../../../server/usecases/assessment/assess.ts';
import { createRound } from '../../../server/usecases/rounds/rounds.ts';
import { takeShippedPlan } from '../../../server/usecases/rounds/shippedPlans.ts';
import { runStandings } from '../../../server/usecases/quality/runStanding.ts';
import { SAMPLE_MACHINE, RESULT_MACHINE } from '../../../server/usecases/results/states.ts';
import { ROLES } from '../../../models/schemas/vocabulary.ts';

const AT = Date.parse('2026-11-21T08:00:00Z');

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
};

describe('example: in the store', function () {
  this.timeout(180_000);
  let folder: string;
  let store: Store;
  let samples: Sample[];
  let results: Result[];
  let revisions: Map<string, ResultRevision[]>;
  let events: Map<string, ResultEvent[]>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shuijian-example-'));
    store = await openStore({ dataDir: folder });
    await loadExample(store, { seed: 20180101, at: AT });
    samples = await store.read.find(sampleThing);
    results = await store.read.find(resultThing);
    revisions = groupBy(await store.read.find(resultRevision, { order: ['resultId', 'valueRevision'] }), ({ resultId }) => resultId);
    events = groupBy(await store.read.find(resultEvent, { order: ['resultId', 'sequence'] }), ({ resultId }) => resultId);
  });

  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const numbers = new Map<string, Sample>();
  const resultsOf = (number: string, analyte: string): Result[] => {
    for (const sample of samples) numbers.set(sample.number, sample);
    return results.filter(({ sampleId, analyteId }) => sampleId === numbers.get(number)?.id && analyteId === analyte).sort((a, b) => a.attempt - b.attempt);
  };

  it('holds eight rounds, 65 sites, an account per role, and every row says synthetic', async () => {
    expect((await store.read.find(roundThing, { order: ['code'] })).map(({ code }) => code)).to.deep.equal(['2018-Q1', '2018-Q2', '2018-Q3', '2018-Q4', '2019-Q1', '2019-Q2', '2019-Q3', '2019-Q4']);
    expect(await store.read.count(siteThing)).to.equal(65);
    expect(await store.read.count(siteRelation)).to.be.at.least(6);
    expect(await store.read.count(unit)).to.equal(13);
    const accounts = await store.read.find(user);
    for (const role of ROLES) expect(accounts.some(({ roles }) => roles.includes(role)), role).to.equal(true);
    expect(accounts.filter(({ roles }) => roles.includes('verifier'))).to.have.length.of.at.least(2);
    expect(accounts.filter(({ roles }) => roles.includes('planner'))).to.have.length.of.at.least(2);
    expect(accounts.every(({ passwordHash, displayName }) => passwordHash === null && displayName.includes('示例'))).to.equal(true);
    expect(accounts).to.have.length(DEMO_ACCOUNTS.length);
    expect([...samples, ...results, ...[...revisions.values()].flat()].every(({ synthetic }) => synthetic)).to.equal(true);
    expect(await store.read.count(importLog)).to.equal(0);
  });

  it('the chain of audit entries and every row stand', async () => {
    const report = await store.verify();
    expect(report.ok, JSON.stringify(report.firstBroken)).to.equal(true);
    expect(report.rows).to.be.above(35_000);
  });

  it('custody tells how each bottle came to its state', async () => {
    const custody = groupBy(await store.read.find(custodyEvent, { order: ['sampleId', 'sequence'] }), ({ sampleId }) => sampleId);
    for (const sample of samples) {
      let state: Sample['state'] = 'planned';
      let before = '';
      for (const event of custody.get(sample.id) ?? []) {
        const rule = SAMPLE_MACHINE[event.kind];
        expect(rule.from, `${sample.number} ${event.kind}`).to.include(state);
        expect(event.at >= before, `${sample.number} ${event.kind} at ${event.at} after ${before}`).to.equal(true);
        if (rule.reasons) expect(event.reasons, sample.number).to.have.length.above(0);
        state = rule.to;
        before = event.at;
      }
      expect(state, sample.number).to.equal(sample.state);
    }
  });

  it('transitions tell how each result came to its state, no author checks the own work, signatures name the revision', () => {
    const wrong: string[] = [];
    for (const result of results) {
      const own = revisions.get(result.id) ?? [];
      const authors = new Set(own.map(({ authorId }) => authorId));
      let state: Result['state'] = 'entered';
      for (const event of events.get(result.id) ?? []) {
        if (event.fromState !== state || !RESULT_MACHINE[event.action].from.includes(state)) wrong.push(`${result.id}: ${event.action} from ${event.fromState} while ${state}`);
        if (event.action === 'verify' || event.action === 'release') {
          if (authors.has(event.actorId)) wrong.push(`${result.id}: ${event.action} by an author`);
          const seen = own.find(({ valueRevision }) => valueRevision === event.valueRevision);
          if (seen === undefined || rowDigest(resultRevision, seen) !== event.revisionSha256) wrong.push(`${result.id}: ${event.action} signs another revision`);
        }
        state = event.toState;
      }
      if (state !== result.state || result.valueRevision !== own.length || result.reportable !== (result.state !== 'superseded')) wrong.push(`${result.id}: head says ${result.state}, events say ${state}`);
    }
    expect(wrong).to.deep.equal([]);
    const verifierOf = (id: string): string | undefined => events.get(id)?.find(({ action }) => action === 'verify')?.actorId;
    const releaserOf = (id: string): string | undefined => events.get(id)?.find(({ action }) => action === 'release')?.actorId;
    expect(results.filter(({ id }) => releaserOf(id) !== undefined && releaserOf(id) === verifierOf(id))).to.deep.equal([]);
  });

  it('the unit slip was held for a look, the late correction and the repeat are linked to what they replace', () => {
    const [slip] = resultsOf('2018Q2-HL108-2', 'meth');
    const typed = revisions.get(slip?.id ?? '') ?? [];
    expect(typed.map(({ typedUnit }) => typedUnit)).to.deep.equal(['µg/L', 'ng/L']);
    expect(typed[0]?.hold).to.match(/^jump:/);
    expect(typed[0]?.qualifier).to.equal('>');
    expect(typed[1]).to.include({ hold: null, qualifier: '=' });
    expect([...revisions.values()].flat().filter(({ hold }) => hold !== null)).to.have.length(1);

    const [wrong, right] = resultsOf('2018Q1-HL100-2', 'ket');
    expect([wrong?.state, right?.state, right?.supersedesId]).to.deep.equal(['superseded', 'released', wrong?.id]);
    expect(events.get(wrong?.id ?? '')?.map(({ action }) => action)).to.deep.equal(['submit', 'verify', 'release', 'amend']);
    const repeated = results.find(({ sampleId, attempt, analyteId }) => attempt === 2 && analyteId === 'meth' && samples.find(({ id }) => id === sampleId)?.number.startsWith('2018Q3-') === true);
    const [low, again] = resultsOf(samples.find(({ id }) => id === repeated?.sampleId)?.number ?? '', 'meth');
    expect([low?.state, again?.state, again?.supersedesId]).to.deep.equal(['superseded', 'released', low?.id]);
  });

  it('non-detects, values above the range and diluted ones are kept as what they are', () => {
    const all = [...revisions.values()].flat();
    const nonDetects = all.filter(({ rawText }) => rawText === 'ND' || rawText === '未检出');
    expect(nonDetects).to.have.length.above(500);
    expect(nonDetects.every(({ qualifier, value, limit, lod }) => qualifier === '<' && (value === null || value === '0') && limit === lod)).to.equal(true);
    expect(all.some(({ qualifier, value, limit }) => qualifier === '<' && value !== null && Number(value) > 0 && Number(value) < Number(limit))).to.equal(true);
    expect(all.some(({ qualifier, typedUnit }) => qualifier === '>' && typedUnit === 'ng/L')).to.equal(true);
    expect(all.filter(({ dilution }) => dilution === '10').length).to.be.above(5);
  });

  it('failed runs were repeated or overridden, so that nothing released is blocked', async () => {
    const standings = [...(await runStandings(store.read, await store.read.find(runThing))).values()];
    expect(standings.filter(({ status }) => status === 'fail').map(({ run }) => run.number).sort()).to.deep.equal(['2018Q3-W2', '2018Q4-W2', '2019Q1-W3']);
    expect(standings.filter(({ blocked }) => blocked)).to.deep.equal([]);
  });

  it('a result that was verified and has a reference carries the verdict of that time', async () => {
    const verified = results.filter(({ id, analyteId }) => !['cod', 'eph'].includes(analyteId) && events.get(id)?.some(({ action }) => action === 'verify') === true);
    const verdicts = await store.read.find(verdict);
    expect(verdicts).to.have.length(verified.length);
    const newest = new Set(verified.map(({ id }) => revisions.get(id)?.at(-1)?.id));
    expect(verdicts.every(({ resultRevisionId }) => newest.has(resultRevisionId))).to.equal(true);
    expect(new Set(verdicts.map(({ outcome }) => outcome))).to.include.members(['above', 'below']);
  });

  it('the first quarters were planned, approved by a second planner, carried out and counted', async () => {
    const schedules = await store.read.find(scheduleThing, { order: ['startsOn'] });
    expect(schedules.map(({ state, approvedBy, createdBy }) => [state, approvedBy !== createdBy])).to.deep.equal([1, 2, 3, 4].map(() => ['released', true]));
    const tasks = await store.read.find(taskThing);
    const outcomes = await store.read.find(outcomeThing);
    expect(tasks.every(({ state }) => state === 'done' || state === 'cancelled')).to.equal(true);
    expect(outcomes).to.have.length(tasks.filter(({ state }) => state === 'done').length);
    expect(outcomes.reduce((sum, { usersFound }) => sum + (usersFound ?? 0), 0)).to.be.above(100);
    expect(outcomes.every(({ premisesDone, taskId }) => (premisesDone ?? 0) <= (tasks.find(({ id }) => id === taskId)?.premisesPlanned ?? 0))).to.equal(true);
    // until a body has decided, force without a place is all that is stored of an encirclement
    expect(tasks.filter(({ kind }) => kind === 'encirclement').every(({ areaId, siteId }) => areaId === null && siteId === null)).to.equal(true);
    expect(await store.read.count(indicatorCount)).to.equal(13 * 8 * 7);
    expect(await store.read.count(absence)).to.be.above(3);
  });

  it('a second load writes nothing; a round that is there gets no second sample', async () => {
    const before = await store.revision();
    expect((await loadExample(store, { seed: 20180101, at: AT })).written).to.equal(0);
    const quality = await userByUsername(store.read, 'demo-quality');
    if (quality === undefined) expect.fail('there is no quality manager');
    const asUser = await currentUser(store, quality);
    for (const code of ['2018-Q1', '2018-Q2', '2019-Q4']) expect((await createRound(store, { user: asUser, at: AT, code, plan: 'huilai' })).created, code).to.equal(0);
    expect(await store.revision()).to.equal(before);
    expect((await createRound(store, { user: asUser, at: AT, code: '2020-Q1', plan: 'huilai' })).created).to.equal(65);
    expect((await createRound(store, { user: asUser, at: AT, code: '2020-Q1', plan: 'huilai' })).created).to.equal(0);
    expect(await store.read.count(planThing)).to.equal(1);
  });

  it('the three areas that the source reports as high rank highest in 2018-Q1 and Q2; lost bottles leave too little evidence', async () => {
    const quality = await userByUsername(store.read, 'demo-quality');
    if (quality === undefined) expect.fail('there is no quality manager');
    const asUser = await currentUser(store, quality);
    for (const round of ['2018-Q1', '2018-Q2']) {
      const { body } = await assessRound(store, { user: asUser, at: AT, round, seed: 1, drawing: { draws: 2000, screen: 500 } });
      const ranked = [...body.areas].sort((a, b) => (b.severity ?? -1) - (a.severity ?? -1)).slice(0, 3).map(({ code }) => code);
      expect(ranked, round).to.have.members(['445224100', '445224109', '445224110']);
      const gradeOf = (code: string): string | undefined => body.areas.find((area) => area.code === code)?.grade;
      expect(gradeOf('445224103'), round).to.equal(round === '2018-Q1' ? 'insufficient' : 'general');
      expect(gradeOf('445224113'), round).to.equal('not-graded');
      // its streams were entered (wholeCounty.test.ts has a county without)
      if (round === '2018-Q1') expect(body.areas.flatMap(({ reasons }) => reasons.map(({ code }) => code))).to.include('reach');
      // Kongmei has three points and people enough; one point is too little, and too few or unknown people are not shown alone
      const further = (body.further ?? []).map(({ code, withheld, standing, sites }) => [code, withheld === null, standing === null ? null : standing.grade !== 'insufficient', sites.length]);
      expect(further, round).to.have.deep.members([['445224110229', true, true, 3], ['445224109207', true, false, 1], ['445224109203', false, null, 1], ['445224108201', false, null, 1], ['HL-COUNTY-TOWN', true, true, 6]]);
    }
  });
});

describe('example: in a store that holds other rounds', function () {
  this.timeout(60_000);

  it('is refused, and nothing of it is written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shuijian-example-'));
    const store = await openStore({ dataDir: folder });
    try {
      const person = await operator(store, AT);
      await takeShippedPlan(store, 'huilai', { actorId: person.id, at: AT });
      await createRound(store, { user: person, at: AT, code: '2018-Q1', plan: 'huilai' });
      const before = await store.revision();
      const error: unknown = await loadExample(store, { seed: 1, at: AT }).then(() => undefined, (reason: unknown) => reason);
      expect(error).to.have.property('code', 'conflict');
      expect(await store.revision()).to.equal(before);
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });
});
