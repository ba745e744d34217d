/** Two plans side by side: every task is accounted for once on each side, and what is near is paired. */
import { expect } from 'chai';
import fc from 'fast-check';
import { comparePlans, type ComparedPlan, type ComparedTask } from '../../../analysis/operations/comparePlans.ts';
import type { Shift } from '../../../models/schemas/operations.ts';

const SHIFT_COST = { morning: 1, afternoon: 1, evening: 1, day: 2 };
const UNITS = ['T1', 'T2', 'C1'].map((code) => ({ code, level: code.startsWith('T') ? ('town' as const) : ('county' as const), shiftsPerWeek: 5 }));
const task = (id: string, more: Partial<ComparedTask> = {}): ComparedTask => ({ id, kind: 'area-check', areaCode: 'A', siteCode: null, nominationId: null, premises: null, units: ['T1'], day: 17600, shift: 'morning', ...more });
const plan = (tasks: ComparedTask[], more: Partial<ComparedPlan> = {}): ComparedPlan => ({ tasks, units: UNITS, shiftCost: SHIFT_COST, unserved: [], ...more });

describe('comparison of two plans', () => {
  it('knows a task of one line of revisions by its identity, however far it moved', () => {
    const { kept, counts, differences } = comparePlans(plan([task('x'), task('y', { day: 17601 })]), plan([task('x', { day: 17630, units: ['T2'] }), task('z', { day: 17601 })]));
    expect(counts).to.deep.equal({ moved: 1, unitChanged: 0, added: 0, removed: 0 });
    expect(kept, 'y and z are for the same thing, in the same slot').to.equal(1);
    expect(differences[0]?.before?.id).to.equal('x');
    expect(differences[0]?.after?.day).to.equal(17630);
  });

  it('pairs tasks of plans made apart: the same slot, then the same day or unit, then the nearest', () => {
    const before = plan([task('a', { day: 17600 }), task('b', { day: 17602 }), task('c', { day: 17610 }), task('d', { areaCode: 'B' })]);
    const after = plan([task('p', { day: 17603 }), task('q', { day: 17600, units: ['T2'] }), task('r', { areaCode: 'B', units: ['T2', 'C1'] }), task('s', { areaCode: 'C' })]);
    const { kept, counts, differences } = comparePlans(before, after);
    expect({ kept, ...counts }).to.deep.equal({ kept: 0, moved: 1, unitChanged: 2, added: 1, removed: 1 });
    const of = (change: string): (string | undefined)[][] => differences.filter((each) => each.change === change).map((each) => [each.before?.id, each.after?.id]);
    expect(of('moved')).to.deep.equal([['b', 'p']]);
    expect(of('unit-changed')).to.have.deep.members([['a', 'q'], ['d', 'r']]);
    expect(of('removed')).to.deep.equal([['c', undefined]]);
    expect(of('added')).to.deep.equal([[undefined, 's']]);
  });

  it('a joint force named in another order is the same force; another shift of the day is a move', () => {
    expect(comparePlans(plan([task('a', { units: ['T1', 'C1'] })]), plan([task('b', { units: ['C1', 'T1'] })])).kept).to.equal(1);
    expect(comparePlans(plan([task('a')]), plan([task('b', { shift: 'evening' })])).counts.moved).to.equal(1);
  });

  it('counts the load of every unit of either plan in shifts, and the lines that are not served alike', () => {
    const line = (week: number, count: number) => ({ kind: 'area-check', area: 'A', week, count, reasons: [] });
    const before = plan([task('a', { units: ['T1', 'C1'], shift: 'day' }), task('b', { day: 17605 })], { unserved: [line(1, 1), line(2, 2), line(2, 1)] });
    const after = plan([task('b', { day: 17605, units: ['+town'] })], { units: [...UNITS, { code: '+town', level: 'town', shiftsPerWeek: 5 }], unserved: [line(1, 1), line(3, 1)] });
    const { loads, unserved } = comparePlans(before, after);
    expect(loads.map(({ unit }) => unit)).to.deep.equal(['+town', 'T1', 'T2', 'C1']);
    expect(loads[0]).to.deep.include({ before: null, after: { tasks: 1, shifts: 1, cap: 5 } });
    expect(loads[1]).to.deep.include({ before: { tasks: 2, shifts: 3, cap: 5 }, after: { tasks: 0, shifts: 0, cap: 5 } });
    expect(unserved).to.deep.equal([{ kind: 'area-check', area: 'A', week: 2, before: 3, after: 0 }, { kind: 'area-check', area: 'A', week: 3, before: 0, after: 1 }]);
    expect(() => comparePlans(plan([task('a', { units: ['nobody'] })]), plan([]))).to.throw(RangeError, 'nobody');
  });

  it('accounts for every task once on each side; the other way round what was added is what is missing', () => {
    const tasks = (prefix: string): fc.Arbitrary<ComparedTask[]> =>
      fc.array(fc.record({ known: fc.option(fc.nat(8)), area: fc.constantFrom('A', 'B'), unit: fc.constantFrom('T1', 'T2'), day: fc.integer({ min: 17600, max: 17610 }), shift: fc.constantFrom<Shift>('morning', 'evening') }), { maxLength: 12 }).map((list) => {
        const seen = new Set<number>();
        return list.map(({ known, area, unit, day, shift }, i) => {
          const shared = known !== null && !seen.has(known);
          if (shared) seen.add(known);
          return task(shared ? `k${known}` : `${prefix}${i}`, { areaCode: area, units: [unit], day, shift });
        });
      });
    fc.assert(
      fc.property(tasks('l'), tasks('r'), (left, right) => {
        const { kept, counts, differences } = comparePlans(plan(left), plan(right));
        expect(kept + counts.moved + counts.unitChanged + counts.removed).to.equal(left.length);
        expect(kept + counts.moved + counts.unitChanged + counts.added).to.equal(right.length);
        const sides = (side: 'before' | 'after'): string[] => differences.flatMap((each) => each[side]?.id ?? []);
        expect(new Set(sides('before')).size).to.equal(sides('before').length);
        expect(new Set(sides('after')).size).to.equal(sides('after').length);
        const back = comparePlans(plan(right), plan(left));
        expect(back.counts.added).to.equal(counts.removed);
        expect(back.counts.removed).to.equal(counts.added);
        expect(comparePlans(plan(left), plan(left)).differences).to.deep.equal([]);
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});
