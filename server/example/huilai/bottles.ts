/** The bottles of a round: visited, filled, carried, received, and what went wrong on the way. */
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { addDays, type Period } from '../../../sampling-plans/calendar.ts';
import { dueSamples, type DueSample, type ExistingSample } from '../../../sampling-plans/generate.ts';
import { BOTTLE_INCIDENTS } from './incidents.ts';
import { localClock } from './localClock.ts';
import { Draw } from './streams.ts';
import { ROUNDS } from './towns.ts';
import type { GeneratedSample } from './types.ts';
import { roundIndex, type Water } from './water.ts';

/** Soil is taken beside water in the first two quarters of a year. */
const SOIL_QUARTERS = [0, 1];
/** The newest round is under way: bottles due on these days of its week are received, on the next one on the road. */
const UNFINISHED = ROUNDS[ROUNDS.length - 1];
const DAYS_RECEIVED = 3;

/** Water temperature by season, °C. */
const WATER_TEMPERATURE = [15, 23, 29, 24] as const;

export function bottlesOf(seed: number, plan: PlanDocument, period: Period, water: Water, days: number): GeneratedSample[] {
  const round = roundIndex(period.code);
  const soil = SOIL_QUARTERS.includes(round % 4);
  const due = dueSamples(plan, period, { soil });
  const sites = new Map(plan.areas.flatMap((area) => area.sites.map((site) => [site.code, site])));
  const firstDay = due[0]?.dueOn ?? period.startsOn;
  const daysOfWeek = [...new Set(due.map((bottle) => bottle.dueOn))];
  const clock = localClock(plan.timeZone);
  const doneOnDay = new Map<string, number>();

  const fill = (bottle: DueSample, day: number, visit = bottle.dueOn): GeneratedSample => {
    const site = sites.get(bottle.siteCode);
    if (site === undefined) throw new RangeError(`site ${bottle.siteCode} is not in the plan`);
    const draw = new Draw(seed, 'visit', bottle.number);
    const incident = bottle.replaces === null && day === 0 && bottle.matrix !== 'soil' ? BOTTLE_INCIDENTS.get(`${period.code} ${bottle.siteCode}`) : undefined;
    const turn = doneOnDay.get(visit) ?? 0;
    doneOnDay.set(visit, turn + 1);
    const at = (total: number): string => clock(visit, total);
    const visited = 8 * 60 + 20 + turn * 24 + draw.whole(0, 9);
    const base: GeneratedSample = {
      number: bottle.number, roundCode: period.code, areaCode: bottle.areaCode, siteCode: bottle.siteCode, matrix: bottle.matrix, mode: bottle.mode, dueOn: bottle.dueOn, replaces: bottle.replaces,
      state: 'planned', visitedOn: null, collectedAt: null, handedOverAt: null, receivedAt: null, receiptTemperatureC: null, reasons: [], deviation: null,
      rainMm: null, flowM3PerDay: null,
      position: { longitude: round5(site.coordinate[0] + draw.normal() * 4e-5), latitude: round5(site.coordinate[1] + draw.normal() * 4e-5), accuracyM: draw.whole(3, 12) },
      field: { pH: round1(draw.uniform(6.7, 7.9)), waterTemperatureC: round1((WATER_TEMPERATURE[round % 4] ?? 20) + draw.normal(2)), conductivityUSPerCm: Math.round(620 * draw.factor(0.25)) },
    };
    const dayOfWeek = Math.max(0, daysOfWeek.indexOf(bottle.dueOn));
    if (period.code === UNFINISHED && dayOfWeek > DAYS_RECEIVED) return base;
    if (incident?.kind === 'missed') return { ...base, state: 'missed', visitedOn: visit, reasons: [incident.reason], deviation: incident.note };

    const onSite = { rainMm: bottle.matrix === 'soil' ? null : water.rainMm(round, bottle.siteCode), flowM3PerDay: bottle.matrix === 'soil' ? null : water.flowM3PerDay(round, bottle.siteCode) };
    const collected: GeneratedSample = { ...base, ...onSite, state: 'collected', visitedOn: visit, collectedAt: at(visited) };
    if (period.code === UNFINISHED && dayOfWeek === DAYS_RECEIVED) return turn % 3 === 2 ? collected : { ...collected, state: 'in-transit', handedOverAt: at(17 * 60 + 30) };
    const carried: GeneratedSample = { ...collected, handedOverAt: at(17 * 60 + 30) };
    if (incident?.kind === 'lost') return { ...carried, state: 'lost', deviation: incident.note };
    const received: GeneratedSample = { ...carried, state: 'received', receivedAt: at(18 * 60 + 10 + turn), receiptTemperatureC: round1(draw.uniform(2.1, 5.6)) };
    switch (incident?.kind) {
      case 'rejected':
        return { ...received, state: 'rejected', reasons: [incident.reason], deviation: incident.note };
      case 'warm':
        return { ...received, receiptTemperatureC: incident.temperatureC, reasons: ['temperature'], deviation: incident.note };
      default:
        return received;
    }
  };

  const bottles = due.map((bottle) => fill(bottle, 0));
  const rejected = bottles.filter((bottle) => bottle.state === 'rejected').map((bottle) => bottle.number);
  const existing: ExistingSample[] = bottles.map(({ number, siteCode, matrix, state }) => ({ number, siteCode, matrix, state }));
  const again = dueSamples(plan, period, { soil, existing, replace: rejected }).map((bottle) => fill(bottle, 0, addDays(bottle.dueOn, 1)));
  const series = bottles.flatMap((bottle) =>
    sites.get(bottle.siteCode)?.asset === 'plant-influent' && bottle.matrix !== 'soil'
      ? Array.from({ length: days - 1 }, (_, i) => fill({ number: `${bottle.number}-D${String(i + 2)}`, areaCode: bottle.areaCode, siteCode: bottle.siteCode, matrix: bottle.matrix, mode: bottle.mode, dueOn: addDays(firstDay, i + 1), replaces: null }, i + 1))
      : [],
  );
  return [...bottles, ...again, ...series];
}

const round1 = (value: number): number => Math.round(value * 10) / 10;
const round5 = (value: number): number => Math.round(value * 1e5) / 1e5;
