/** Small made-up towns for the tests of grading. */
import type { GradingInputs, GradingMeasurement, GradingSample, GradingSite } from '../../../analysis/grading/types.ts';
import type { Basis, Matrix, SamplingMode } from '../../../models/schemas/vocabulary.ts';

export interface Typed {
  analyte: string;
  /** `12`, `<20`, `<20d` (seen below the LOQ), `>5000`. */
  text: string;
  basis?: Basis;
  unit?: string;
  loq?: number | null;
  qcFlag?: string;
}

let made = 0;

export function typed({ analyte, text, basis = 'concentration', unit = 'ng/L', loq = 20, qcFlag }: Typed): GradingMeasurement {
  const qualifier = text.startsWith('<') ? '<' : text.startsWith('>') ? '>' : '=';
  const number = Number(text.replace(/[<>d]/g, ''));
  made += 1;
  return {
    resultId: `r${made}`,
    analyte,
    basis,
    unit,
    qualifier,
    value: qualifier === '=' ? number : null,
    limit: qualifier === '=' ? null : number,
    lod: loq === null ? null : loq / 2,
    loq,
    detected: qualifier !== '<' || text.endsWith('d'),
    reported: text,
    qcFlag: qcFlag ?? null,
  };
}

export interface Bottle {
  site: string;
  values: readonly Typed[];
  matrix?: Matrix;
  mode?: SamplingMode;
  asset?: GradingSite['asset'];
  on?: string | null;
}

/** METH and KET as pairs, one grab per site. */
export const grabs = (pairs: readonly (readonly [meth: string, ket: string])[]): Bottle[] =>
  pairs.map(([meth, ket], i) => ({
    site: `S${i + 1}`,
    values: [
      { analyte: 'meth', text: meth },
      { analyte: 'ket', text: ket },
    ],
  }));

export const REFERENCES = (['sewage', 'surface-water', 'soil'] as const).flatMap((matrix) =>
  (['concentration', 'pnml'] as const).flatMap((basis) =>
    ['meth', 'ket', 'mdma'].map((analyte) => ({ analyte, matrix, basis, unit: basis === 'pnml' ? 'mg/1000inh/d' : matrix === 'soil' ? 'ng/g' : 'ng/L', value: 100, version: 'test', source: 'made up' })),
  ),
);

/** One town `T` with these bottles; references are 100 for every analyte, METH is the priority analyte. */
export function town(bottles: readonly Bottle[], more: Partial<GradingInputs> & { planned?: number } = {}): GradingInputs {
  const sites = new Map<string, GradingSite>();
  for (const { site, asset } of bottles) sites.set(site, { id: site, code: site, areaId: 'town', asset: asset ?? 'open-channel' });
  const samples: GradingSample[] = bottles.map(({ site, values, matrix, mode, on }, i) => ({
    id: `b${i}`,
    siteId: site,
    matrix: matrix ?? 'sewage',
    mode: mode ?? 'grab',
    collectedOn: on === undefined ? '2018-02-01' : on,
    rainMm: null,
    measurements: values.map(typed),
  }));
  const { planned, ...rest } = more;
  return {
    round: { code: '2018-Q1', startsOn: '2018-01-01', endsOn: '2018-03-31' },
    areas: [{ id: 'town', code: 'T', name: { zh: '例镇', en: 'Example town' }, planned: planned ?? bottles.length }],
    sites: [...sites.values()],
    samples,
    references: REFERENCES,
    analytes: [
      { id: 'meth', name: { zh: '甲基苯丙胺', en: 'Methamphetamine' }, abbreviation: 'METH', priority: true },
      { id: 'ket', name: { zh: '氯胺酮', en: 'Ketamine' }, abbreviation: 'KET', priority: false },
    ],
    relations: [],
    ...rest,
  };
}
