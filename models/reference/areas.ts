/**
 * Places that ship with the project: Huilai County with its towns, from areas.huilai.json.
 * Codes are names of a code system: two systems give the same number to different towns, so the
 * identity of a place carries both.
 */
import { Type, type Static } from '@sinclair/typebox';
import { AREA_LEVELS, COORDINATE_BASES, POPULATION_BASES, type Area, type AreaMember } from '../schemas/area.ts';
import huilai from './areas.huilai.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Word = Type.String({ minLength: 1 });
const orNull = <S extends Parameters<typeof Type.Array>[0]>(schema: S) => Type.Union([schema, Type.Null()]);

export const AreaFile = Type.Object(
  {
    version: Word,
    note: Word,
    areas: Type.Array(
      Type.Object(
        {
          codeSystem: Word, code: Word, level: oneOf(AREA_LEVELS), parent: orNull(Word), nameZh: Word, nameEn: Word,
          population: orNull(Type.Integer({ minimum: 0 })), populationYear: orNull(Type.Integer()), populationBasis: orNull(oneOf(POPULATION_BASES)),
          seat: orNull(Type.Unsafe<[longitude: number, latitude: number]>({ type: 'array', prefixItems: [Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })], items: false, minItems: 2 })), seatBasis: orNull(oneOf(COORDINATE_BASES)),
          source: Word,
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    members: Type.Array(Type.Object({ operational: Word, member: Word, reason: Word }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

export const areaId = (codeSystem: string, code: string): string => `${codeSystem}.${code}`;

export interface AreaSet {
  /** Parents before children. */
  areas: readonly Area[];
  members: readonly AreaMember[];
  /** Area id → where its figures come from. */
  sources: ReadonlyMap<string, string>;
}

export type AreaDocument = Static<typeof AreaFile>;

/** @throws Error naming the path of a wrong value, or a parent or member that does not stand before */
export const readAreas = (fileName: string, raw: unknown): AreaSet => areaSetOf(fileName, readReference(fileName, AreaFile, raw));

/** What the schema cannot say is checked here. @throws Error as readAreas */
export function areaSetOf(fileName: string, file: AreaDocument): AreaSet {
  requireUnique(fileName, 'area', file.areas.map(({ codeSystem, code }) => `${codeSystem} ${code}`));
  const ids = new Map<string, string>();
  const find = (code: string, path: string): string => {
    const id = ids.get(code);
    if (id === undefined) throw new Error(`models/reference/${fileName} is not usable: ${path}: expected the code of an area that stands before it; got "${code}"`);
    return id;
  };
  const areas = file.areas.map(({ parent, seat, ...area }, i): Area => {
    const { codeSystem, code, level, nameZh, nameEn, population, populationYear, populationBasis, seatBasis } = area;
    const parentId = parent === null ? null : find(parent, `/areas/${String(i)}/parent`);
    const id = areaId(codeSystem, code);
    ids.set(code, id);
    return {
      id, code, codeSystem, level, parentId, nameZh, nameEn, population, populationYear, populationBasis, seatBasis,
      seatLongitude: seat?.[0] ?? null, seatLatitude: seat?.[1] ?? null,
      geometry: null, geometrySource: null, geometryCredit: null,
      synthetic: area.populationBasis === 'synthetic',
      revision: 1,
    };
  });
  const members = file.members.map(({ operational, member, reason }, i) => ({
    id: `${find(operational, `/members/${String(i)}/operational`)}.${member}`,
    operationalAreaId: find(operational, `/members/${String(i)}/operational`),
    memberAreaId: find(member, `/members/${String(i)}/member`),
    reason,
  }));
  return { areas, members, sources: new Map(file.areas.map(({ codeSystem, code, source }) => [areaId(codeSystem, code), source])) };
}

/** The 14 towns of the statistical lists of 2017 and 2018, four villages, and 县城及周边. */
export const huilaiAreas: AreaSet = readAreas('areas.huilai.json', huilai);
