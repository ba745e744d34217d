/**
 * An independent checker of exported plans. It reads one plan document as JSON and shares no code
 * with what made it: own calendar, own distances, own reading of the rules. Every violation has a
 * code; test/analysis/operations/checker plants each of them and sees it caught.
 */
import type { AreaRow, PlanJson, Rule, TaskRow, UnitRow } from './planJson.ts';

export interface Violation {
  code: string;
  message: string;
}

const CODES = new Set(['BLACKOUT', 'UNIT_OFF', 'WEEK_CAP', 'REST', 'BUSY', 'JOINT_FORCE', 'FRESHNESS', 'ELIGIBILITY', 'GAP', 'CONFIDENTIALITY', 'NOMINATION', 'PAST']);
const TASK_FIELDS = ['number', 'kind', 'area', 'site', 'place', 'units', 'date', 'shift', 'premises', 'grade', 'extra', 'blind'];
/** The least that a missing task of a kind costs: a random extra check is cheaper than a legal one. */
const PRICE: Record<string, number> = { encirclement: 20_000, 'premises-check': 1500, 'source-investigation': 1500, 'area-check': 60, 're-sampling': 800, 'prevention-outreach': 300, 'service-visit': 300 };

const dayNumber = (date: string): number => {
  const [year, month, day] = date.split('-').map(Number);
  const time = Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day ?? Number.NaN);
  const read = Number.isFinite(time) ? new Date(time) : undefined;
  return read !== undefined && /^\d{4}-\d\d-\d\d$/.test(date) && read.getUTCMonth() + 1 === month && read.getUTCDate() === day ? time / 86_400_000 : Number.NaN;
};
/** Spherical law of cosines: another formula than the planner's. */
function km(a: { longitude: number | null; latitude: number | null }, b: { longitude: number | null; latitude: number | null }): number {
  if (a.longitude === null || a.latitude === null || b.longitude === null || b.latitude === null) return 50;
  const rad = Math.PI / 180;
  const cos = Math.sin(a.latitude * rad) * Math.sin(b.latitude * rad) + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.cos((a.longitude - b.longitude) * rad);
  return 6371 * Math.acos(Math.min(1, Math.max(-1, cos)));
}

class Checker {
  readonly found: Violation[] = [];
  private readonly plan: PlanJson;
  private readonly start: number;
  private readonly units: Map<string, UnitRow>;
  private readonly areas: Map<string, AreaRow>;
  private readonly rules: Map<string, Rule>;

  constructor(plan: PlanJson) {
    this.plan = plan;
    this.start = dayNumber(plan.startsOn);
    this.units = new Map(plan.units.map((unit) => [unit.code, unit]));
    this.areas = new Map(plan.areas.map((area) => [area.code, area]));
    this.rules = new Map(plan.rules.rules.map((rule) => [rule.kind, rule]));
  }

  private fail(code: string, message: string): void {
    this.found.push({ code, message });
  }

  private week(day: number): number {
    return Math.floor((day - this.start) / 7) + 1;
  }

  private firm(area: AreaRow): boolean {
    if (area.grade === 'not-graded' || area.grade === 'insufficient' || area.firmness !== 'firm' || area.outdated || area.evidenceOn === null) return false;
    return this.start - dayNumber(area.evidenceOn) <= this.plan.rules.evidenceDays;
  }

  task(task: TaskRow): void {
    const say = (code: string, words: string): void => this.fail(code, `${task.number} ${task.kind} ${task.area} ${task.date}: ${words}`);
    const unexpected = Object.keys(task).filter((key) => !TASK_FIELDS.includes(key));
    if (unexpected.length > 0) say('FIELD', `unexpected field ${unexpected.join(', ')}`);
    const rule = this.rules.get(task.kind);
    if (rule === undefined) return say('KIND', 'no rule asks for this kind');
    const day = dayNumber(task.date);
    if (!Number.isFinite(day)) return say('DATE', 'no calendar date');
    if (day < this.start || day >= this.start + 7 * this.plan.weeks) say('HORIZON', 'outside the schedule');
    if (!rule.shifts.includes(task.shift)) say('SHIFT', `shift ${task.shift}`);
    if (task.units.length === 0) say('NO_UNIT', 'nobody is sent');
    if (new Set(task.units).size !== task.units.length) say('TWICE_IN_FORCE', 'a unit is named twice');
    const area = this.areas.get(task.area);
    const off = this.plan.absences.filter(({ from, to }) => day >= dayNumber(from) && day <= dayNumber(to));
    if (off.some(({ unit }) => unit === null)) say('BLACKOUT', 'blackout day');
    for (const code of task.units) {
      const unit = this.units.get(code);
      if (unit === undefined) say('UNIT', `unknown unit ${code}`);
      else {
        const levels = rule.crew?.map(({ level }) => level) ?? rule.levels;
        if (!levels.includes(unit.level)) say('LEVEL', `${code} is of level ${unit.level}`);
        if (unit.region !== null && area !== undefined && area.region !== null && unit.region !== area.region) say('REGION', `${code} serves another county`);
      }
      if (off.some(({ unit: absent }) => absent === code)) say('ABSENT', `${code} is absent`);
    }
    if (task.kind === 'encirclement') this.force(task, rule, say);
    else if (task.units.length > 1) say('CREW', 'more than one unit');
    if (task.area === '*') {
      if (task.kind !== 'encirclement') say('NO_PLACE', 'only an encirclement may be without a place');
      if (task.place !== null) say('NOMINATION', 'a block of force names a place');
      return undefined;
    }
    if (task.kind === 'encirclement' && !this.plan.placesMayBeStored) say('CONFIDENTIALITY', 'the place of an encirclement is named before the decision');
    if (area === undefined) return say('AREA', 'unknown area');
    if (task.kind === 'encirclement' ? !area.nominations.includes(task.place ?? '') : task.place !== null) say('NOMINATION', `the place "${task.place ?? ''}" was not nominated and approved`);
    if (task.blind && task.kind !== 'premises-check') say('BLIND_KIND', 'only premises are drawn by lot');
    this.grade(task, rule, area, day, say);
    if (task.site !== null && !area.sites.some(({ code }) => code === task.site)) say('SITE', `${task.site} is no point of the area`);
    if (task.kind === 'premises-check') {
      if (task.site === null) say('SITE_MISSING', 'premises without a point');
      if (task.premises !== null && task.premises > (rule.premisesPerShift ?? 0)) say('RATE', `${task.premises} premises in one shift`);
      if (task.premises !== null && task.premises < 1) say('EMPTY', 'no premises');
    }
    return undefined;
  }

  private force({ units }: TaskRow, { crew = [] }: Rule, say: (code: string, words: string) => void): void {
    if (units.length !== crew.reduce((sum, { count }) => sum + count, 0)) say('FORCE_SIZE', `${units.length} units`);
    for (const { level, count } of crew) if (units.filter((code) => this.units.get(code)?.level === level).length < count) say('FORCE_LEVEL', `fewer than ${count} of level ${level}`);
  }

  private grade(task: TaskRow, rule: Rule, area: AreaRow, day: number, say: (code: string, words: string) => void): void {
    if (task.grade !== area.grade) say('GRADE', `names grade ${task.grade}; the area is ${area.grade}`);
    if (area.grade === 'not-graded') say('UNSAMPLED', 'the area was not sampled');
    // no grade asked for what was drawn by lot, so none can forbid it
    if (task.blind) return;
    const firm = this.firm(area);
    if (!firm && !rule.onWeakEvidence) say('WEAK', 'the evidence does not carry it');
    if (firm && !rule.grades.includes(area.grade)) say('NOT_ASKED', `no rule asks for it in a ${area.grade} area`);
    const drivenByEvidence = ['encirclement', 'premises-check', 'source-investigation'].includes(task.kind);
    if (drivenByEvidence && area.evidenceOn !== null && day - dayNumber(area.evidenceOn) > this.plan.rules.evidenceDays) say('FRESHNESS', 'the evidence is too old on that day');
    const weeks = this.plan.weeks;
    const week = this.week(day);
    if ((task.kind === 'premises-check' || task.kind === 'source-investigation') && week > Math.min(rule.withinWeeks ?? 0, weeks)) say('WINDOW', `week ${week}`);
    const asked = (this.plan.added ?? []).some(({ kind, area: of, from, to }) => kind === task.kind && of === task.area && from <= task.date && task.date <= to);
    if (task.kind === 're-sampling' && !asked && (firm ? week < Math.max(1, weeks - (rule.afterOperationsLastWeeks ?? 0) + 1) : week > Math.min(rule.withinWeeks ?? 0, weeks))) say('WINDOW', `week ${week}`);
    if (task.kind === 'source-investigation' && area.sourceSite === null) say('NO_SOURCE', 'no reach was named');
  }

  between(): void {
    const { tasks, rules, plan } = { tasks: this.plan.tasks.filter(({ date }) => Number.isFinite(dayNumber(date))), rules: this.rules, plan: this.plan };
    if (new Set(this.plan.tasks.map(({ number }) => number)).size !== this.plan.tasks.length) this.fail('NUMBER', 'a task number is used twice');
    const days = new Map<string, TaskRow[]>();
    const load = new Map<string, number>();
    for (const task of tasks) {
      const day = dayNumber(task.date);
      for (const code of task.units) {
        days.set(`${code} ${day}`, [...(days.get(`${code} ${day}`) ?? []), task]);
        for (const key of [`${code}|WEEK_CAP|${this.week(day)}`, `${code}|CALENDAR_CAP|${Math.floor((day + 3) / 7)}`]) load.set(key, (load.get(key) ?? 0) + (plan.rules.shiftCost[task.shift] ?? Infinity));
      }
    }
    for (const [key, own] of days) if (own.length > 1) this.fail('DOUBLE', `${key} has ${own.length} jobs`);
    for (const [key, shifts] of load) {
      const [code = '', kind = ''] = key.split('|');
      if (!(shifts <= (this.units.get(code)?.shiftsPerWeek ?? 0))) this.fail(kind, `${key}: ${shifts} shifts`);
    }
    for (const task of tasks.filter(({ shift }) => shift === 'evening')) {
      for (const code of task.units) {
        const next = days.get(`${code} ${dayNumber(task.date) + 1}`) ?? [];
        if (next.some(({ shift }) => shift === 'morning' || shift === 'day')) this.fail('REST', `${code} works early after the evening of ${task.date}`);
      }
    }
    const checks = tasks.filter(({ kind }) => kind === 'area-check').map(({ area, date }) => `${area} ${date}`);
    if (new Set(checks).size !== checks.length) this.fail('SAME_DAY', 'two area checks of one town on one day');
    const gap = rules.get('encirclement')?.minimumGapDays ?? 0;
    const region = (task: TaskRow): string => this.units.get(task.units.find((code) => this.units.get(code)?.region !== null) ?? '')?.region ?? '';
    const operations = tasks.filter(({ kind }) => kind === 'encirclement');
    for (const a of operations) for (const b of operations) if (a !== b && region(a) === region(b) && Math.abs(dayNumber(a.date) - dayNumber(b.date)) < gap) this.fail('SPACING', `${a.number} and ${b.number}`);
  }

  /** What the rules ask for at least, counted again from grades. */
  account(): void {
    const { plan } = this;
    const unserved = plan.unserved.reduce((sum, { count }) => sum + count, 0);
    if (plan.served !== plan.tasks.length) this.fail('SERVED', `served ${plan.served}, ${plan.tasks.length} tasks`);
    if (plan.required !== plan.served + unserved) this.fail('BALANCE', `${plan.required} is not ${plan.served} + ${unserved}`);
    for (const line of plan.ledger) if (line.required !== line.served + line.unserved) this.fail('LEDGER_LINE', JSON.stringify(line));
    const lines = new Map(plan.ledger.map((line) => [`${line.area} ${line.kind} ${line.week}`, line]));
    const seen = new Map<string, number>();
    for (const task of plan.tasks) {
      const key = `${task.area} ${task.kind} ${this.week(dayNumber(task.date))}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    for (const [key, count] of seen) if (lines.get(key)?.served !== count) this.fail('LEDGER_SERVED', `${key}: ${count} tasks`);
    if (plan.ledger.reduce((sum, { required }) => sum + required, 0) !== plan.required) this.fail('LEDGER_SUM', 'the lines do not add up');
    for (const { kind, area, reasons } of plan.unserved) {
      if (reasons.length === 0) this.fail('NO_REASON', `${kind} ${area}`);
      for (const { code, zh, en } of reasons) if (!CODES.has(code) || zh === '' || en === '') this.fail('REASON', code);
    }
    this.demanded();
  }

  private count(kind: string, area: string, keep: (week: number, site: string | null) => boolean = () => true, extras = false): number {
    const { plan } = this;
    const tasks = plan.tasks.filter((task) => task.kind === kind && task.area === area && !task.blind && (extras || !task.extra) && keep(this.week(dayNumber(task.date)), task.site)).length;
    return tasks + plan.unserved.filter((line) => line.kind === kind && line.area === area && line.blind !== true && keep(line.week, line.site ?? null)).reduce((sum, { count }) => sum + count, 0);
  }

  private added(kind: string, area: string | null): number {
    return (this.plan.added ?? []).filter((each) => each.kind === kind && each.area === area).length;
  }

  private demanded(): void {
    const { plan } = this;
    for (const area of plan.areas) {
      if (area.grade === 'not-graded') continue;
      const firm = this.firm(area);
      const check = this.rules.get('area-check');
      if (check !== undefined && (firm ? check.grades.includes(area.grade) : check.onWeakEvidence)) {
        for (let week = 1; week <= plan.weeks; week++) if (this.count('area-check', area.code, (of) => of === week) < (check.perWeek ?? 0)) this.fail('LEGAL_CHECKS', `${area.code} in week ${week}`);
      }
      const premises = this.rules.get('premises-check');
      if (premises !== undefined && firm && premises.grades.includes(area.grade)) {
        for (const site of area.sites) {
          const visits = site.premises === null ? 1 : Math.ceil(site.premises / (premises.premisesPerShift ?? 1));
          if (this.count('premises-check', area.code, (_, of) => of === site.code) !== visits) this.fail('PREMISES', `${site.code}: ${visits} visits were expected`);
          const done = plan.tasks.filter((task) => task.kind === 'premises-check' && !task.blind && task.site === site.code);
          const missing = plan.unserved.some((line) => line.kind === 'premises-check' && line.blind !== true && line.site === site.code);
          if (!missing && site.premises !== null && done.reduce((sum, task) => sum + (task.premises ?? 0), 0) !== site.premises) this.fail('PREMISES_SUM', site.code);
        }
      }
      const again = this.rules.get('re-sampling');
      if (again !== undefined && (firm ? again.grades.includes(area.grade) : again.onWeakEvidence) && this.count('re-sampling', area.code) !== 1 + this.added('re-sampling', area.code)) this.fail('RESAMPLING', area.code);
    }
    const severe = plan.areas.filter((area) => this.firm(area) && this.rules.get('encirclement')?.grades.includes(area.grade) === true).map(({ code }) => code);
    const places = (code: string): number => (plan.placesMayBeStored ? (this.areas.get(code)?.nominations.length ?? 0) : 0);
    for (const code of severe) if (this.count('encirclement', code) < places(code)) this.fail('PLACE_LOST', `${code} has ${places(code)} approved places`);
    const named = plan.tasks.flatMap(({ kind, area, place }) => (kind === 'encirclement' && place !== null ? [`${area} ${place}`] : []));
    if (new Set(named).size !== named.length) this.fail('PLACE_TWICE', 'one place has two encirclements');
    const wanted = severe.reduce((sum, code) => sum + Math.max(1, places(code)), 0) + this.added('encirclement', null);
    const planned = severe.reduce((sum, code) => sum + this.count('encirclement', code), 0) + this.count('encirclement', '*');
    if (this.rules.has('encirclement') && planned !== wanted) this.fail('OPERATIONS', `${planned} where ${wanted} were expected`);
  }

  /** What is drawn by lot: enough of it, and no town drawn twice more often than another. */
  blind(): void {
    const { plan } = this;
    if (!(plan.blindShare > 0)) return;
    const shifts = (kind: string): number => Math.min(...(this.rules.get(kind)?.shifts ?? []).map((shift) => plan.rules.shiftCost[shift] ?? Number.NaN));
    const crew = (kind: string): number => this.rules.get(kind)?.crew?.reduce((sum, { count }) => sum + count, 0) ?? 1;
    let [blind, driven] = [0, 0];
    const towns = new Map(plan.areas.filter(({ grade, sites }) => grade !== 'not-graded' && sites.length > 0).map(({ code }) => [code, 0]));
    for (const { kind, area, count, lot } of [...plan.tasks.map((task) => ({ kind: task.kind, area: task.area, count: 1, lot: task.blind })), ...plan.unserved.map((line) => ({ kind: line.kind, area: line.area, count: line.count, lot: line.blind === true }))]) {
      if (kind === 'area-check') continue;
      const own = count * crew(kind) * shifts(kind);
      if (lot) blind += own;
      else driven += own;
      if (lot) towns.set(area, (towns.get(area) ?? 0) + count);
    }
    // the lot was drawn for what the rules ask for; what a planner adds later is nobody's draw
    for (const { kind } of plan.added ?? []) if (kind !== 'area-check') driven -= crew(kind) * shifts(kind);
    if (this.rules.has('premises-check') && towns.size > 0 && !(blind >= plan.blindShare * (blind + driven) - 1e-6)) this.fail('BLIND_SHARE', `${blind} of ${blind + driven} shifts are drawn by lot, ${plan.blindShare} was wanted`);
    if (towns.size > 0 && Math.max(...towns.values()) - Math.min(...towns.values()) > 1) this.fail('BLIND_EVEN', [...towns].map(([area, count]) => `${area}: ${count}`).join(', '));
  }

  /** The printed cost, counted again. */
  figures(): void {
    const { plan } = this;
    if (plan.objective === null) return;
    const load = new Map<string, number>();
    let cost = 0;
    for (const task of plan.tasks) {
      for (const code of task.units) {
        const unit = this.units.get(code);
        const area = this.areas.get(task.area);
        if (unit !== undefined && area !== undefined && unit.home !== area.code) cost += km(unit, area);
        load.set(code, (load.get(code) ?? 0) + (plan.rules.shiftCost[task.shift] ?? 0));
      }
    }
    for (const line of plan.unserved) cost += line.count * (line.blind === true ? 700 : (PRICE[line.kind] ?? 0));
    const end = this.start + 7 * plan.weeks;
    const capacity = (unit: UnitRow): number => {
      let sum = 0;
      for (let week = this.start; week < end; week += 7) {
        let open = 0;
        for (let day = week; day < week + 7; day++) if (!plan.absences.some(({ unit: code, from, to }) => (code === null || code === unit.code) && day >= dayNumber(from) && day <= dayNumber(to))) open += 1;
        sum += Math.min(open, unit.shiftsPerWeek);
      }
      return sum;
    };
    const groups = new Map<string, UnitRow[]>();
    for (const unit of plan.units) if (capacity(unit) > 0) groups.set(`${unit.region} ${unit.level}`, [...(groups.get(`${unit.region} ${unit.level}`) ?? []), unit]);
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      const most = Math.max(...group.map(capacity));
      const loads = group.map((unit) => ((load.get(unit.code) ?? 0) * most) / capacity(unit));
      cost += 15 * (Math.max(...loads) - Math.min(...loads));
    }
    // lateness needs the due weeks, which are not exported: the printed cost may be higher by them, never lower
    const slack = 1e-6 * Math.max(1, cost);
    if (!(plan.objective >= cost - slack)) this.fail('OBJECTIVE', `prints ${plan.objective}, costs at least ${cost}`);
    if (plan.bound !== null && !(plan.bound <= plan.objective + slack)) this.fail('BOUND', `${plan.bound} above ${plan.objective}`);
    if (plan.bound !== null && (plan.gap === null || Math.abs(plan.gap - Math.max(0, plan.objective - plan.bound) / Math.max(1, plan.objective)) > 1e-9)) this.fail('PRINTED_GAP', String(plan.gap));
  }

  run(): Violation[] {
    if (!Number.isFinite(this.start)) this.fail('START', this.plan.startsOn);
    for (const task of this.plan.tasks) this.task(task);
    this.between();
    this.account();
    this.blind();
    this.figures();
    return this.found;
  }
}

/** @param text a plan document as exported */
export const checkPlan = (text: string): Violation[] => new Checker(JSON.parse(text) as PlanJson).run();
