/** The independent checker: clean on a real plan, and each kind of planted violation caught by its own code. */
import { expect } from 'chai';
import { dateOf, dayOf } from '../../../../analysis/operations/days.ts';
import { planDocument } from '../planDocument.ts';
import { planSchedule } from '../../../../analysis/operations/planSchedule.ts';
import { county } from '../../../usecases/operations/county.ts';
import { checkPlan } from './checkPlan.ts';
import type { PlanJson, TaskRow } from './planJson.ts';

const problem = county({ placesMayBeStored: true, blindShare: 0.1, absences: [{ unitId: 'T1', startsOn: '2018-05-01', endsOn: '2018-05-07' }, { unitId: null, startsOn: '2018-05-20', endsOn: '2018-05-20' }] });
const clean = JSON.stringify(planDocument(problem, planSchedule(problem, 7)));
const codes = (plan: unknown): string[] => [...new Set(checkPlan(JSON.stringify(plan)).map(({ code }) => code))];
const first = (plan: PlanJson, keep: (task: TaskRow) => boolean): TaskRow => {
  const found = plan.tasks.find(keep);
  if (found === undefined) throw new Error('the plan has such a task');
  return found;
};
const ofKind = (plan: PlanJson, kind: string): TaskRow => first(plan, (task) => task.kind === kind);
const driven = (plan: PlanJson): TaskRow => first(plan, ({ kind, blind }) => kind === 'premises-check' && !blind);
const nextDay = (date: string, days = 1): string => dateOf(dayOf(date) + days);

const PLANTED: Readonly<Record<string, (plan: PlanJson) => void>> = {
  FIELD: (plan) => void Object.assign(ofKind(plan, 'area-check'), { name: 'somebody' }),
  KIND: (plan) => void (ofKind(plan, 'area-check').kind = 'parade'),
  DATE: (plan) => void (ofKind(plan, 'area-check').date = '2018-04-31'),
  HORIZON: (plan) => void (ofKind(plan, 'area-check').date = '2018-07-09'),
  SHIFT: (plan) => void (ofKind(plan, 'premises-check').shift = 'evening'),
  NO_UNIT: (plan) => void (ofKind(plan, 'area-check').units = []),
  UNIT: (plan) => void (ofKind(plan, 'area-check').units = ['T99']),
  TWICE_IN_FORCE: (plan) => {
    const task = ofKind(plan, 'encirclement');
    task.units[1] = task.units[0] ?? '';
  },
  LEVEL: (plan) => void (ofKind(plan, 'area-check').units = ['X1']),
  REGION: (plan) => {
    for (const area of plan.areas) area.region = 'c0';
    for (const unit of plan.units) unit.region = 'c1';
  },
  ABSENT: (plan) => {
    const task = first(plan, ({ kind, date }) => kind === 'area-check' && date >= '2018-05-01' && date <= '2018-05-07');
    task.units = ['T1'];
  },
  BLACKOUT: (plan) => void (ofKind(plan, 'area-check').date = '2018-05-20'),
  CREW: (plan) => void ofKind(plan, 'area-check').units.push('T9'),
  FORCE_SIZE: (plan) => void ofKind(plan, 'encirclement').units.pop(),
  FORCE_LEVEL: (plan) => void (ofKind(plan, 'encirclement').units = ['T0', 'T1', 'T2', 'T3', 'C1']),
  NO_PLACE: (plan) => void (ofKind(plan, 'area-check').area = '*'),
  PLACE_LOST: (plan) => void (ofKind(plan, 'encirclement').area = '*'),
  NOMINATION: (plan) => void (ofKind(plan, 'encirclement').place = 'Village 9'),
  PLACE_TWICE: (plan) => {
    const task = ofKind(plan, 'encirclement');
    const other = first(plan, (each) => each.kind === 'encirclement' && each !== task);
    Object.assign(other, { area: task.area, place: task.place });
  },
  CONFIDENTIALITY: (plan) => void (plan.placesMayBeStored = false),
  AREA: (plan) => void (ofKind(plan, 'area-check').area = 'A99'),
  GRADE: (plan) => void (first(plan, ({ area }) => area === 'A12').grade = 'severe'),
  UNSAMPLED: (plan) => void Object.assign(ofKind(plan, 'area-check'), { area: 'A7', grade: 'not-graded' }),
  WEAK: (plan) => void Object.assign(driven(plan), { area: 'A5', site: 'A5-0', grade: 'moderately-severe' }),
  NOT_ASKED: (plan) => void Object.assign(driven(plan), { area: 'A12', site: 'A12-0', grade: 'general' }),
  FRESHNESS: (plan) => {
    for (const area of plan.areas) if (area.code === 'A3') area.evidenceOn = '2017-10-10';
  },
  WINDOW: (plan) => void (driven(plan).date = '2018-06-20'),
  NO_SOURCE: (plan) => void Object.assign(ofKind(plan, 'service-visit'), { kind: 'source-investigation' }),
  SITE: (plan) => void (ofKind(plan, 'premises-check').site = 'A12-0'),
  SITE_MISSING: (plan) => void (ofKind(plan, 'premises-check').site = null),
  RATE: (plan) => void (ofKind(plan, 'premises-check').premises = 21),
  EMPTY: (plan) => void (ofKind(plan, 'premises-check').premises = 0),
  NUMBER: (plan) => void (ofKind(plan, 'area-check').number = ofKind(plan, 'premises-check').number),
  DOUBLE: (plan) => {
    const task = ofKind(plan, 'premises-check');
    const other = first(plan, (each) => each.kind === 'premises-check' && each.units[0] === task.units[0] && each !== task);
    other.date = task.date;
  },
  WEEK_CAP: (plan) => void plan.units.forEach((unit) => void (unit.shiftsPerWeek = 1)),
  CALENDAR_CAP: (plan) => {
    plan.startsOn = '2018-03-29';
    plan.units.forEach((unit) => void (unit.shiftsPerWeek = 2));
  },
  REST: (plan) => {
    const evening = first(plan, (task) => task.shift === 'evening');
    const other = first(plan, (task) => task.kind === 'premises-check');
    Object.assign(other, { units: [...evening.units], date: nextDay(evening.date), shift: 'morning' });
  },
  SAME_DAY: (plan) => {
    const task = ofKind(plan, 'area-check');
    first(plan, (each) => each.kind === 'area-check' && each.area === task.area && each !== task).date = task.date;
  },
  SPACING: (plan) => {
    const task = ofKind(plan, 'encirclement');
    first(plan, (each) => each.kind === 'encirclement' && each !== task).date = nextDay(task.date, 3);
  },
  SERVED: (plan) => void (plan.served -= 1),
  BALANCE: (plan) => void (plan.required += 1),
  LEDGER_LINE: (plan) => void plan.ledger.slice(0, 1).forEach((line) => void (line.unserved += 1)),
  LEDGER_SERVED: (plan) => void plan.ledger.slice(0, 1).forEach((line) => void (line.served += 1)),
  LEDGER_SUM: (plan) => void plan.ledger.pop(),
  NO_REASON: (plan) => void plan.unserved.push({ kind: 'area-check', area: 'A1', week: 1, count: 1, reasons: [] }),
  REASON: (plan) => void plan.unserved.push({ kind: 'area-check', area: 'A1', week: 1, count: 1, reasons: [{ code: 'INFEASIBLE', zh: '不可行', en: 'infeasible' }] }),
  LEGAL_CHECKS: (plan) => void (plan.tasks = plan.tasks.filter((task) => task !== ofKind(plan, 'area-check'))),
  PREMISES: (plan) => void (plan.tasks = plan.tasks.filter((task) => task !== driven(plan))),
  PREMISES_SUM: (plan) => void (first(plan, ({ kind, premises, blind }) => kind === 'premises-check' && !blind && premises === 10).premises = 11),
  RESAMPLING: (plan) => void (plan.tasks = plan.tasks.filter(({ kind, area }) => kind !== 're-sampling' || area !== 'A5')),
  OPERATIONS: (plan) => void (plan.tasks = plan.tasks.filter((task) => task !== ofKind(plan, 'encirclement'))),
  BLIND_KIND: (plan) => void (ofKind(plan, 'service-visit').blind = true),
  BLIND_SHARE: (plan) => void (plan.tasks = plan.tasks.filter((task) => task !== first(plan, ({ blind }) => blind))),
  BLIND_EVEN: (plan) => {
    for (const task of plan.tasks.filter(({ blind }) => blind)) Object.assign(task, { area: 'A0', site: 'A0-0', grade: 'severe' });
  },
  OBJECTIVE: (plan) => void (plan.objective = 1),
  BOUND: (plan) => void (plan.bound = (plan.objective ?? 0) + 5),
  PRINTED_GAP: (plan) => void Object.assign(plan, { bound: (plan.objective ?? 0) / 2, gap: 0.1 }),
  START: (plan) => void (plan.startsOn = '2018-13-01'),
};

describe('the independent checker of exported plans', () => {
  it('finds nothing in a plan as it is made', () => {
    expect(checkPlan(clean)).to.deep.equal([]);
  });

  it('knows at least 30 kinds of violation', () => {
    expect(Object.keys(PLANTED).length).to.be.at.least(30);
  });

  for (const [code, plant] of Object.entries(PLANTED)) {
    it(`catches ${code}`, () => {
      const plan = JSON.parse(clean) as PlanJson;
      plant(plan);
      expect(codes(plan)).to.include(code);
    });
  }
});
