/**
 * Every site of two quarters against itself, for one analyte: as a load where both quarters have one, else
 * as a concentration in the same matrix. Several bottles of a quarter are their median, as far as limits let
 * it be known. Soil keeps what it holds for years and is left out.
 */
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { medianInterval } from '../../../analysis/grading/interval.ts';
import type { GradingInputs, GradingMeasurement, GradingSample } from '../../../analysis/grading/types.ts';
import type { SitePair } from '../../../analysis/operations/effect/effectTypes.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';

const BASES = ['load', 'concentration'] as const;

export interface TownPairs {
  areaId: string;
  pairs: SitePair[];
}

export interface SitePairs {
  towns: TownPairs[];
  /** Pairs by what was compared. */
  load: number;
  concentration: number;
  /** Bottles of the second quarter that were taken before the operations of their town began. */
  tooEarly: number;
  /** Sites and matrices with one quarter only, or a median that limits leave open. */
  unpaired: number;
}

const boundsOf = ({ qualifier, value, limit }: GradingMeasurement): { lower: number; upper: number } | undefined => {
  const known = qualifier === '=' ? value : limit;
  if (known === null || !Number.isFinite(known)) return undefined;
  return qualifier === '=' ? { lower: known, upper: known } : qualifier === '<' ? { lower: 0, upper: known } : { lower: known, upper: Infinity };
};

/** The one value of a quarter; undefined where limits leave its median open on both sides. */
function valueOf(measured: readonly GradingMeasurement[]): CensoredValue | undefined {
  const bounds = measured.flatMap((one) => boundsOf(one) ?? []);
  if (bounds.length === 0) return undefined;
  const { lower, upper } = medianInterval(bounds);
  if (lower === upper) return { qualifier: '=', value: lower };
  if (upper === Infinity) return { qualifier: '>', value: lower };
  return lower === 0 ? { qualifier: '<', value: upper } : undefined;
}

/** Values of an analyte by site, matrix, basis and unit. */
function valuesOf(samples: readonly GradingSample[], analyte: string): Map<string, CensoredValue> {
  const measured = samples.flatMap(({ siteId, matrix, measurements }) => measurements.filter((one) => one.analyte === analyte && matrix !== 'soil').map((one) => ({ key: JSON.stringify([siteId, matrix, one.basis, one.unit]), one })));
  return new Map([...groupBy(measured, ({ key }) => key)].flatMap(([key, own]) => {
    const value = valueOf(own.map(({ one }) => one));
    return value === undefined ? [] : [[key, value] as const];
  }));
}

/**
 * @param begun first day of operations by area id
 * @returns a row for every area that the first quarter has a site in
 */
export function sitePairs(before: GradingInputs, after: GradingInputs, analyte: string, begun: ReadonlyMap<string, string>): SitePairs {
  const areaOf = new Map([...before.sites, ...after.sites].map(({ id, areaId }) => [id, areaId]));
  const inTime = after.samples.filter(({ siteId, collectedOn }) => {
    const first = begun.get(areaOf.get(siteId) ?? '');
    return first === undefined || collectedOn === null || collectedOn >= first;
  });
  const first = valuesOf(before.samples, analyte);
  const second = valuesOf(inTime, analyte);
  const places = new Map<string, { areaId: string; keys: Map<string, string> }>();
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const [siteId = '', matrix = '', basis = '', unit = ''] = JSON.parse(key) as string[];
    const areaId = areaOf.get(siteId);
    if (areaId === undefined) continue;
    const place = JSON.stringify([siteId, matrix]);
    const known = places.get(place) ?? { areaId, keys: new Map<string, string>() };
    known.keys.set(`${basis} ${unit}`, key);
    places.set(place, known);
  }
  const towns = new Map<string, SitePair[]>(before.areas.map(({ id }) => [id, []]));
  const found: SitePairs = { towns: [], load: 0, concentration: 0, tooEarly: after.samples.length - inTime.length, unpaired: 0 };
  for (const { areaId, keys } of places.values()) {
    const pair = BASES.flatMap((basis) => [...keys].filter(([name]) => name.startsWith(`${basis} `)).flatMap(([, key]) => {
      const [a, b] = [first.get(key), second.get(key)];
      return a === undefined || b === undefined ? [] : [{ basis, before: a, after: b }];
    }))[0];
    if (pair === undefined) {
      found.unpaired += 1;
      continue;
    }
    found[pair.basis] += 1;
    towns.set(areaId, [...(towns.get(areaId) ?? []), { before: pair.before, after: pair.after }]);
  }
  found.towns = [...towns].map(([areaId, pairs]) => ({ areaId, pairs }));
  return found;
}
