/**
 * Versioned, cited constants of loads, consumption, population, decay, uncertainty and source ratios,
 * from constants.json. Grade V: read in a named source; C: recomputed; K: general knowledge, an
 * editable default that a chemist should confirm.
 */
import { Type, type Static } from '@sinclair/typebox';
import data from './constants.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const Words = Type.String({ minLength: 1 });
const Positive = Type.Number({ exclusiveMinimum: 0 });
const Share = Type.Number({ exclusiveMinimum: 0, maximum: 1 });
const OrNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);
const cited = { grade: Type.Unsafe<'V' | 'C' | 'K'>({ type: 'string', enum: ['V', 'C', 'K'] }), source: Words };
const closed = { additionalProperties: false } as const;
const RelativeSd = Type.Object({ relativeSd: Positive, ...cited }, closed);

const ConstantsFile = Type.Object(
  {
    version: Words,
    author: Words,
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    reason: Words,
    /** g/mol */
    molarMasses: Type.Array(Type.Object({ analyte: Words, value: Positive, ...cited }, closed)),
    consumption: Type.Array(
      Type.Object(
        {
          id: Words,
          drug: Words,
          biomarker: Words,
          /** Share of a dose that leaves the body as the biomarker, mole per mole. */
          excretedFraction: Share,
          /** Relative standard uncertainty of that share, for its Beta distribution. */
          relativeSd: Positive,
          /** The one used where the biomarker is not named. */
          isDefault: Type.Boolean(),
          alternatives: Type.Optional(Type.Array(Type.Object({ excretedFraction: Share, note: Words }, closed))),
          note: Type.Optional(Words),
          ...cited,
        },
        closed,
      ),
    ),
    noSafeDefault: Type.Array(Type.Object({ drug: Words, reason: Words }, closed)),
    doses: Type.Array(Type.Object({ drug: Words, mgPure: Positive, ...cited }, closed)),
    amphetamineFromMethamphetamine: Type.Object({ share: Share, noEstimateFrom: Share, noEstimateTo: Share, ...cited }, closed),
    markers: Type.Array(Type.Object({ id: Words, analyte: OrNull(Words), mgPerHeadAndDay: OrNull(Positive), mgPerCigarette: OrNull(Positive), ...cited }, closed)),
    halfLives: Type.Array(Type.Object({ analyte: Words, hoursAt20C: Positive, hoursAt10C: OrNull(Positive), water: Type.Unsafe<'sewage' | 'sunlit-river'>({ type: 'string', enum: ['sewage', 'sunlit-river'] }), ...cited }, closed)),
    stable: Type.Array(Type.Object({ analyte: Words, water: Words, ...cited }, closed)),
    uncertainty: Type.Object(
      {
        samplingComposite: RelativeSd,
        samplingGrab: RelativeSd,
        chemistry: RelativeSd,
        flowMetered: RelativeSd,
        flowEstimated: RelativeSd,
        population: RelativeSd,
        backCalculation: RelativeSd,
      },
      closed,
    ),
    ratios: Type.Object(
      {
        ketamineNorketamine: Type.Object({ typicalSewage: Positive, typicalUrine: Positive, flagAbove: Positive, flagAboveSiteMedianTimes: Positive, ...cited }, closed),
        amphetamineMethamphetamine: Type.Object({ useFrom: Positive, useTo: Positive, ...cited }, closed),
        cocaineBenzoylecgonine: Type.Object({ useFrom: Positive, useTo: Positive, ...cited }, closed),
        mdmaEnantiomers: Type.Object({ racemic: Share, tolerance: Positive, ...cited }, closed),
        ephedrineSummer: Type.Object({ flagAboveNetworkMedianTimes: Positive, summerMonths: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { minItems: 1 }), ...cited }, closed),
      },
      closed,
    ),
  },
  closed,
);
export type Constants = Static<typeof ConstantsFile>;

/** @throws Error naming the path of a wrong value, a record that stands twice, or a drug without a molar mass */
export function readConstants(raw: unknown): Constants {
  const file = readReference('constants.json', ConstantsFile, raw);
  requireUnique('constants.json', 'molar mass of', file.molarMasses.map((one) => one.analyte));
  requireUnique('constants.json', 'consumption', file.consumption.map((one) => one.id));
  requireUnique('constants.json', 'default consumption of', file.consumption.filter((one) => one.isDefault).map((one) => one.drug));
  requireUnique('constants.json', 'dose of', file.doses.map((one) => one.drug));
  requireUnique('constants.json', 'marker', file.markers.map((one) => one.id));
  requireUnique('constants.json', 'half-life of', file.halfLives.map((one) => `${one.analyte} in ${one.water}`));
  const known = new Set(file.molarMasses.map((one) => one.analyte));
  for (const [i, one] of file.consumption.entries()) {
    for (const analyte of [one.drug, one.biomarker]) {
      if (!known.has(analyte)) throw new Error(`models/reference/constants.json is not usable: /consumption/${i}: expected a molar mass of "${analyte}" in molarMasses; found none`);
    }
  }
  return file;
}

export const constants: Constants = readConstants(data);
export const constantsVersion = constants.version;

const masses = new Map(constants.molarMasses.map((one) => [one.analyte, one.value]));

/** What turns a biomarker's load into consumption of its drug. */
export interface ConsumptionConstants {
  id: string;
  drug: string;
  biomarker: string;
  excretedFraction: number;
  relativeSd: number;
  /** Molar mass of the drug over that of the biomarker. */
  massRatio: number;
  /** mg of pure drug in one dose; null where none is known. */
  mgPerDose: number | null;
  grade: 'V' | 'C' | 'K';
  source: string;
}

/**
 * @param id of a record under `consumption`, e.g. "coc-be"
 * @returns undefined where there is no such record
 */
export function consumptionConstants(id: string, from: Constants = constants): ConsumptionConstants | undefined {
  const record = from.consumption.find((one) => one.id === id);
  if (record === undefined) return undefined;
  const massOf = from === constants ? masses : new Map(from.molarMasses.map((one) => [one.analyte, one.value]));
  return {
    id,
    drug: record.drug,
    biomarker: record.biomarker,
    excretedFraction: record.excretedFraction,
    relativeSd: record.relativeSd,
    massRatio: (massOf.get(record.drug) ?? Number.NaN) / (massOf.get(record.biomarker) ?? Number.NaN),
    mgPerDose: from.doses.find((one) => one.drug === record.drug)?.mgPure ?? null,
    grade: record.grade,
    source: record.source,
  };
}

/** One constant that differs between two versions of the library. */
export interface ConstantChange {
  /** Path inside the file, records by their name. */
  path: string;
  before: unknown;
  after: unknown;
}

const nameOf = (record: Record<string, unknown>, index: number): string => {
  const water = record['water'];
  for (const key of ['id', 'drug', 'analyte']) {
    const name = record[key];
    if (typeof name === 'string') return typeof water === 'string' ? `${name}@${water}` : name;
  }
  return String(index);
};

function leaves(value: unknown, path: string, into: Map<string, unknown>): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, i) => {
      const name = typeof item === 'object' && item !== null ? nameOf(item as Record<string, unknown>, i) : String(i);
      leaves(item, `${path}/${name}`, into);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) leaves(item, `${path}/${key}`, into);
  } else into.set(path, value);
}

/** Every number or word that differs, so that a change shows which past grades rest on it. */
export function compareConstants(before: Constants, after: Constants): ConstantChange[] {
  const a = new Map<string, unknown>();
  const b = new Map<string, unknown>();
  leaves(before, '', a);
  leaves(after, '', b);
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path))
    .sort()
    .map((path) => ({ path, before: a.get(path), after: b.get(path) }));
}
