/**
 * What the operations of a quarter's schedules did to the water of the next quarter: towns in which a
 * targeted operation was carried out against those in which none was. What the water of a quarter says of
 * the operations before it can be asked for as well.
 */
import { operationsEffect } from '../../../analysis/operations/effect/operationsEffect.ts';
import { TARGETED_KINDS } from '../../../analysis/operations/effect/targetedKinds.ts';
import { Fault } from '../../../models/errors.ts';
import type { Round, Words } from '../../../models/schemas/index.ts';
import type { EffectView, OperationsEffect } from '../../../models/schemas/answers/effect.ts';
import { listSchedules, outcomesOfTasks, tasksOfSchedules } from '../../../models/store/repositories/schedules.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { demand, inScope, may, type CurrentUser } from '../../auth/permissions.ts';
import { siblingRounds } from '../assessment/assessGrades.ts';
import { readAssessInputs } from '../assessment/assessInputs.ts';
import { requireRound } from '../rounds/rounds.ts';
import { sitePairs } from './sitePairs.ts';

export interface ReadEffect {
  user: CurrentUser;
  /** Code of the quarter whose schedules are judged, or of the one whose water judges: one of the two. */
  operations?: string | undefined;
  water?: string | undefined;
  analyte?: string | undefined;
}

const SEED = 20180101;
const PREFERRED = 'meth';
const NONE: Omit<OperationsEffect, 'towns'> = { verdict: 'cannot-tell', operated: { towns: 0, pairs: 0, ratio: null }, untouched: { towns: 0, pairs: 0, ratio: null }, effect: null, regression: null, smallestVisible: null };

/** First day of a targeted operation by area id, of tasks that were done or of which something was reported; and how many stand without a place. */
async function begunOf(reader: Reader, roundId: string): Promise<{ begun: Map<string, string>; withoutPlace: number }> {
  const schedules = (await listSchedules(reader, roundId)).filter(({ state }) => state === 'released' || state === 'superseded');
  const tasks = (await tasksOfSchedules(reader, schedules.map(({ id }) => id))).filter(({ kind }) => TARGETED_KINDS.some((each) => each === kind));
  const outcomes = await outcomesOfTasks(reader, tasks.map(({ id }) => id));
  const begun = new Map<string, string>();
  let withoutPlace = 0;
  for (const { id, areaId, date, state } of tasks) {
    const newest = outcomes.get(id)?.at(-1);
    const carriedOut = newest === undefined ? state === 'done' : newest.reasonCode !== 'not-done';
    if (!carriedOut) continue;
    if (areaId === null) withoutPlace += 1;
    else if (date < (begun.get(areaId) ?? '9999')) begun.set(areaId, date);
  }
  return { begun, withoutPlace };
}

/** The two quarters; the second is the next one of the plan with released results. */
async function quarters(store: Store, { operations, water }: ReadEffect): Promise<{ first: Round; second: Round | null } | null> {
  if ((operations === undefined) === (water === undefined)) throw new Fault('invalid', 'either `operations` or `water` was expected, the quarter whose schedules are judged or the one whose water judges', { details: [{ pointer: '/operations', message: 'effect.round' }] });
  const named = await requireRound(store.read, operations ?? water ?? '');
  const rounds = (await siblingRounds(store.read, named)).sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const at = rounds.findIndex(({ id }) => id === named.id);
  const released = async (round: Round): Promise<boolean> => (await readAssessInputs(store, round)).parts[0]?.inputs.samples.length !== 0;
  if (operations === undefined) {
    const first = rounds[at - 1];
    return first === undefined ? null : { first, second: (await released(named)) ? named : null };
  }
  for (const round of rounds.slice(at + 1)) if (await released(round)) return { first: named, second: round };
  return { first: named, second: null };
}

const ownInputs = async (store: Store, round: Round) => {
  const own = (await readAssessInputs(store, round)).parts[0]?.inputs;
  if (own === undefined) throw new RangeError(`round ${round.code} has no inputs; its own were expected`);
  return own;
};

/** @returns null where the plan has no quarter before the one asked for @throws Fault `not-allowed`, `not-found` for the round, `invalid` */
export async function effectView(store: Store, asked: ReadEffect): Promise<EffectView | null> {
  const { user } = asked;
  demand(user, 'indicators.read');
  const pair = await quarters(store, asked);
  if (pair === null) return null;
  const { first, second } = pair;
  const before = await ownInputs(store, first);
  const base = { ...NONE, operationsRound: first.code, waterRound: second?.code ?? null, synthetic: first.synthetic, analyte: asked.analyte ?? PREFERRED, analytes: [], load: 0, concentration: 0, towns: [] };
  const { begun, withoutPlace } = await begunOf(store.read, first.id);
  if (second === null) return { ...base, sentences: [{ zh: '下一季水样的结果尚未签发：还不能比较。', en: "The next quarter's water has not been released: there is nothing to compare with yet." }] };
  const after = await ownInputs(store, second);
  const analytes = before.analytes.filter(({ id }) => sitePairs(before, after, id, begun).towns.some(({ pairs }) => pairs.length > 0)).map(({ id, name }) => ({ id, name }));
  const analyte = asked.analyte ?? analytes.find(({ id }) => id === PREFERRED)?.id ?? analytes[0]?.id ?? PREFERRED;
  const pairs = sitePairs(before, after, analyte, begun);
  const areas = new Map(before.areas.filter(({ id }) => inScope(user, id)).map((area) => [area.id, area]));
  const towns = pairs.towns.flatMap(({ areaId, pairs: own }) => {
    const area = areas.get(areaId);
    return area === undefined ? [] : [{ area, code: area.code, operated: begun.has(areaId), pairs: own }];
  });
  const { result, decisions } = operationsEffect(towns, { seed: SEED });
  const { towns: shown, ...rest } = result;
  const names = new Map(towns.map(({ code, area }) => [code, area.name]));
  const notes: Words[] = [
    pairs.load === 0
      ? { zh: '按浓度比较：没有成对的负荷（缺流量或服务人口）。水量变化会混在其中。', en: 'Compared by concentration: no site has a load in both quarters (flow or population is missing). A change of the water volume is mixed in.' }
      : { zh: `按负荷比较 ${pairs.load} 个点位，按浓度比较 ${pairs.concentration} 个（缺流量或服务人口）。`, en: `Sites compared by load: ${pairs.load}, by concentration: ${pairs.concentration} (flow or population is missing there).` },
    ...(pairs.unpaired > 0 ? [{ zh: `${pairs.unpaired} 个点位只有一季有结果，未计入。`, en: `Sites with results in one quarter only, left out: ${pairs.unpaired}.` }] : []),
    ...(pairs.tooEarly > 0 ? [{ zh: `后一季有 ${pairs.tooEarly} 瓶在该乡镇行动开始之前采集，未计入。`, en: `Bottles of the second quarter taken before the operations of their town began, left out: ${pairs.tooEarly}.` }] : []),
    ...(withoutPlace > 0 ? [{ zh: `${withoutPlace} 次围歼式清查未记地点，不知属于哪个乡镇：该乡镇可能被算作没有行动。`, en: `Encirclements stored without a place: ${withoutPlace}. Their town may count as one without operations.` }] : []),
  ];
  const seesPlaces = may(user, 'schedules.create') || may(user, 'audit.read');
  return {
    ...base, ...rest, analyte, analytes, load: pairs.load, concentration: pairs.concentration, synthetic: first.synthetic || second.synthetic,
    sentences: [...decisions.map(({ zh, en }) => ({ zh, en })), ...notes],
    towns: seesPlaces ? shown.map((town) => ({ ...town, name: names.get(town.code) ?? { zh: town.code, en: town.code } })) : [],
  };
}
