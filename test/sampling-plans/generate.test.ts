import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { PlanDocument } from '../../models/schemas/plan.ts';
import type { SampleState } from '../../models/schemas/sample.ts';
import { periodOf } from '../../sampling-plans/calendar.ts';
import { dueSamples, sampleNumber, type DueSample, type ExistingSample } from '../../sampling-plans/generate.ts';

const plan = JSON.parse(readFileSync(new URL('../../sampling-plans/plans/huilai.json', import.meta.url), 'utf8')) as PlanDocument;
const period = periodOf('2018-Q1');
const asExisting = (due: readonly DueSample[], state: SampleState = 'planned'): ExistingSample[] => due.map(({ number, siteCode, matrix }) => ({ number, siteCode, matrix, state }));

describe('sampling-plans: samples that are due', () => {
  it('65 for a quarter of Huilai, then 0', () => {
    const due = dueSamples(plan, period);
    expect(due).to.have.length(65);
    expect(new Set(due.map(({ number }) => number)).size).to.equal(65);
    for (const state of ['planned', 'received', 'rejected', 'lost', 'missed', 'cancelled', 'disposed'] as const) {
      expect(dueSamples(plan, period, { existing: asExisting(due, state) }), state).to.deep.equal([]);
    }
  });

  it('numbers name round, town and site; days lie in one working week of the quarter', () => {
    const due = dueSamples(plan, period);
    expect(due[0]).to.deep.equal({ number: '2018Q1-HL100-1', areaCode: '445224100', siteCode: 'HL100-1', matrix: 'sewage', mode: 'flow-proportional', dueOn: '2018-01-08', replaces: null });
    expect([...new Set(due.map(({ dueOn }) => dueOn))]).to.deep.equal(['2018-01-08', '2018-01-09', '2018-01-10', '2018-01-11', '2018-01-12']);
    expect(sampleNumber(plan, '2018-Q1', '445224109', 'P7', false)).to.equal('2018Q1-109-P7');
    expect(sampleNumber(plan, '2018-Q1', '445224109', 'HL109-3', true)).to.equal('2018Q1-HL109-3S');
  });

  it('takes soil beside water only when asked', () => {
    const due = dueSamples(plan, period, { soil: true });
    const soil = due.filter(({ matrix }) => matrix === 'soil');
    expect(due).to.have.length(77);
    expect(soil).to.have.length(12);
    expect(soil.every(({ number, mode }) => number.endsWith('S') && mode === 'grab')).to.equal(true);
    expect(dueSamples(plan, period, { soil: true, existing: asExisting(dueSamples(plan, period)) })).to.have.length(12);
  });

  it('a rejected bottle is replaced once, under a new number, only when asked', () => {
    const existing = asExisting(dueSamples(plan, period), 'received');
    const bad = existing.map((sample) => (sample.number === '2018Q1-HL105-2' ? { ...sample, state: 'rejected' as const } : sample));
    expect(dueSamples(plan, period, { existing: bad })).to.deep.equal([]);
    const [again, ...more] = dueSamples(plan, period, { existing: bad, replace: ['2018Q1-HL105-2'] });
    expect(more).to.deep.equal([]);
    expect(again).to.include({ number: '2018Q1-HL105-2-R2', replaces: '2018Q1-HL105-2', siteCode: 'HL105-2' });
    const withNew: ExistingSample[] = [...bad, { number: '2018Q1-HL105-2-R2', siteCode: 'HL105-2', matrix: 'sewage', state: 'planned' }];
    expect(dueSamples(plan, period, { existing: withNew, replace: ['2018Q1-HL105-2'] })).to.deep.equal([]);
    const lostToo = withNew.map((sample) => (sample.number.endsWith('-R2') ? { ...sample, state: 'lost' as const } : sample));
    expect(dueSamples(plan, period, { existing: lostToo, replace: ['2018Q1-HL105-2-R2'] })[0]?.number).to.equal('2018Q1-HL105-2-R3');
  });

  it('refuses to replace a bottle that is good, or of another round', () => {
    const existing = asExisting(dueSamples(plan, period), 'received');
    expect(() => dueSamples(plan, period, { existing, replace: ['2018Q1-HL105-2'] })).to.throw(RangeError, 'is received');
    expect(() => dueSamples(plan, period, { existing, replace: ['2018Q2-HL105-2'] })).to.throw(RangeError, 'not in round 2018-Q1');
  });

  it('refuses a period that is not the frequency of the plan', () => {
    expect(() => dueSamples(plan, periodOf('2018'))).to.throw(RangeError, 'expected a quarter');
    expect(() => dueSamples(plan, periodOf('2018-03'))).to.throw(RangeError, 'quarterly');
  });

  it('whatever is there, no number is given twice and no site gets a second live bottle', () => {
    const due = dueSamples(plan, period, { soil: true });
    const states: SampleState[] = ['planned', 'received', 'rejected', 'lost', 'missed'];
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.nat(due.length - 1), state: fc.constantFrom(...states) }), { maxLength: 60 }), fc.boolean(), (picks, soil) => {
        const chosen = new Map(picks.map(({ at, state }) => [at, state]));
        let existing = [...chosen].flatMap(([at, state]) => asExisting(due.slice(at, at + 1), state));
        for (let turn = 0; turn < 3; turn++) {
          const replace = existing.filter(({ state }) => ['rejected', 'lost', 'missed'].includes(state)).map(({ number }) => number);
          const made = dueSamples(plan, period, { existing, soil, replace });
          existing = [...existing, ...asExisting(made)];
          expect(new Set(existing.map(({ number }) => number)).size).to.equal(existing.length);
          const live = existing.filter(({ state }) => state === 'planned' || state === 'received').map(({ siteCode, matrix }) => `${siteCode} ${matrix}`);
          expect(new Set(live).size).to.equal(live.length);
          if (turn > 0) expect(made).to.deep.equal([]);
        }
      }),
      { seed: 445224, numRuns: 60 },
    );
  });
});
