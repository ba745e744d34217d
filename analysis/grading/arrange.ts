/**
 * Sorts the bottles of the inputs to their areas, once for every rule: sub-indices per matrix and
 * basis, with and without results of failed runs. The order of areas is the caller's; the order of
 * sites, bottles and results changes no number. Pure.
 */
import type { Reason } from '../../models/schemas/assessment.ts';
import type { Basis, Matrix } from '../../models/schemas/vocabulary.ts';
import type { IndexConstants } from './siteIndex.ts';
import { subIndex, type EvidenceConstants, type SubIndex } from './subIndex.ts';
import type { GradingAnalyte, GradingArea, GradingInputs, GradingReference, GradingSample, GradingSite } from './types.ts';
import { medium, reasons } from './words.ts';

const MATRIX_ORDER: readonly Matrix[] = ['sewage', 'surface-water', 'soil'];
const BASIS_ORDER: readonly Basis[] = ['concentration', 'load', 'pnml'];

type Sheet = ReadonlyMap<string, GradingReference>;
type Constants = IndexConstants & EvidenceConstants;

export interface ArrangedArea {
  area: GradingArea;
  subIndices: SubIndex[];
  /** The same without results of runs whose quality control failed; undefined where there is none. */
  withoutFlagged: SubIndex[] | undefined;
}

export interface Arranged {
  areas: ArrangedArea[];
  analytes: ReadonlyMap<string, GradingAnalyte>;
  decisions: Reason[];
}

/** References by matrix and basis. @throws RangeError where one is said twice: which counts would be chance */
function sheets(references: readonly GradingReference[]): ReadonlyMap<string, Sheet> {
  const made = new Map<string, Map<string, GradingReference>>();
  for (const reference of references) {
    const key = `${reference.matrix}/${reference.basis}`;
    const sheet = made.get(key) ?? new Map<string, GradingReference>();
    if (sheet.has(reference.analyte)) throw new RangeError(`the reference of ${reference.analyte} in ${key} is given twice; one was expected`);
    made.set(key, sheet.set(reference.analyte, reference));
  }
  return made;
}

const NO_SHEET: Sheet = new Map();

function subIndicesOf(sites: readonly GradingSite[], samples: readonly GradingSample[], byMedium: ReadonlyMap<string, Sheet>, constants: Constants): SubIndex[] {
  return MATRIX_ORDER.flatMap((matrix) =>
    BASIS_ORDER.flatMap((basis) => {
      const made = subIndex(matrix, basis, sites, samples, byMedium.get(`${matrix}/${basis}`) ?? NO_SHEET, constants);
      return made === undefined ? [] : [made];
    }),
  );
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

const byCode = <T extends { code: string }>(a: T, b: T): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
/** By day, then id: ids alone are drawn anew in each store, and the order decides which random number a bottle gets. */
const byDay = (a: GradingSample, b: GradingSample): number => compare(a.collectedOn ?? '', b.collectedOn ?? '') || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byResult = <T extends { resultId: string; basis: string }>(a: T, b: T): number => (a.resultId < b.resultId ? -1 : a.resultId > b.resultId ? 1 : a.basis < b.basis ? -1 : a.basis > b.basis ? 1 : 0);

type Evidence = Pick<GradingInputs, 'areas' | 'sites' | 'samples' | 'references' | 'analytes'>;

/**
 * @param constants of the rule; `weightOf` may depend on the inputs
 * @throws RangeError naming a bottle whose site, or a site whose area, is not among the inputs
 */
export function arrange(inputs: Evidence, constants: Constants): Arranged {
  const byMedium = sheets(inputs.references);
  const analytes = new Map(inputs.analytes.map((analyte) => [analyte.id, analyte]));
  const areaIds = new Set(inputs.areas.map(({ id }) => id));
  const siteArea = new Map<string, string>();
  for (const site of inputs.sites) {
    if (!areaIds.has(site.areaId)) throw new RangeError(`site ${site.code} belongs to area ${site.areaId}, which is not among the areas`);
    siteArea.set(site.id, site.areaId);
  }
  for (const sample of inputs.samples) if (!siteArea.has(sample.siteId)) throw new RangeError(`bottle ${sample.id} is of site ${sample.siteId}, which is not among the sites`);
  const sitesByArea = groupBy([...inputs.sites].sort(byCode), ({ areaId }) => areaId);
  const ordered = inputs.samples.map((sample) => ({ ...sample, measurements: [...sample.measurements].sort(byResult) }));
  const samplesByArea = groupBy(ordered.sort(byDay), ({ siteId }) => siteArea.get(siteId) ?? '');

  const media = new Set<string>();
  /** Said once for the assessment, not at each area: medicines and markers have no reference on purpose. */
  const unreferenced = new Map<string, Set<string>>();
  const areas = inputs.areas.map((area): ArrangedArea => {
    const sites = sitesByArea.get(area.id) ?? [];
    const samples = samplesByArea.get(area.id) ?? [];
    const subIndices = subIndicesOf(sites, samples, byMedium, constants);
    const flagged = samples.some(({ measurements }) => measurements.some(({ qcFlag }) => qcFlag !== null));
    const passing = (): GradingSample[] => samples.map((sample) => ({ ...sample, measurements: sample.measurements.filter(({ qcFlag }) => qcFlag === null) }));
    for (const each of subIndices) {
      const key = `${each.matrix}/${each.basis}`;
      if (each.analytes.length > 0) media.add(key);
      for (const analyte of each.unreferenced) unreferenced.set(key, (unreferenced.get(key) ?? new Set()).add(analyte));
    }
    return { area, subIndices, withoutFlagged: flagged ? subIndicesOf(sites, passing(), byMedium, constants) : undefined };
  });
  const everyMedium = MATRIX_ORDER.flatMap((matrix) => BASIS_ORDER.map((basis) => ({ matrix, basis, key: `${matrix}/${basis}` })));
  const named = everyMedium.filter(({ key }) => media.has(key)).map(({ matrix, basis }) => medium(matrix, basis));
  return {
    areas,
    analytes,
    decisions: [
      {
        code: 'media',
        zh: `分别计算：${named.map(({ zh }) => zh).join('；')}。各介质、各基准未合并。`,
        en: `Computed apart: ${named.map(({ en }) => en).join('; ')}. Matrices and bases were not pooled.`,
      },
      ...everyMedium.flatMap(({ matrix, basis, key }) => {
        const names = [...(unreferenced.get(key) ?? [])].sort().map((id) => analytes.get(id)?.name ?? { zh: id, en: id });
        return names.length === 0 ? [] : [reasons.unreferenced(matrix, basis, names)];
      }),
    ],
  };
}
