/**
 * The methods: limits, digits and uncertainty of each analyte in each matrix, from methods.json.
 * A method whose numbers change gets a new version there; the earlier one stays.
 */
import { Type, type Static } from '@sinclair/typebox';
import { LIMIT_RULES, ROUNDING_RULES, UNITS, type Method } from '../schemas/analyte.ts';
import { MATRICES, type Matrix } from '../schemas/vocabulary.ts';
import { analyteIds } from './analytes.ts';
import data from './methods.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Decimal = Type.String({ pattern: '^(0|[1-9]\\d*)(\\.\\d+)?$' });
const Bound = oneOf(['lod', 'loq', '5loq', 'upper'] as const);

const MethodFile = Type.Object(
  {
    version: Type.String({ minLength: 1 }),
    note: Type.String(),
    methods: Type.Array(
      Type.Object(
        {
          code: Type.String({ minLength: 1 }),
          version: Type.Integer({ minimum: 1 }),
          matrix: oneOf(MATRICES),
          unit: oneOf(UNITS),
          significantDigits: Type.Integer({ minimum: 1, maximum: 8 }),
          maximumDecimals: Type.Union([Type.Integer({ minimum: 0, maximum: 12 }), Type.Null()]),
          rounding: oneOf(ROUNDING_RULES),
          limitRule: oneOf(LIMIT_RULES),
          manualLimits: Type.Boolean(),
          verificationsRequired: Type.Integer({ minimum: 1, maximum: 2 }),
          duplicateRule: oneOf(['rpd', 'relative-deviation'] as const),
          source: Type.String({ minLength: 1, maxLength: 300 }),
          uncertainty: Type.Array(Type.Object({ from: Bound, to: Type.Union([Bound, Type.Null()]), relative: Type.Number({ minimum: 0 }) }, { additionalProperties: false })),
          limits: Type.Array(Type.Object({ analyte: Type.String(), lod: Decimal, loq: Decimal, upper: Decimal }, { additionalProperties: false }), { minItems: 1 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
);

/** Five times a decimal, without leaving decimal digits. */
const fiveTimes = (decimal: string): string => {
  const places = decimal.split('.')[1]?.length ?? 0;
  const whole = BigInt(decimal.replace('.', '')) * 5n;
  if (places === 0) return whole.toString();
  const digits = whole.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
};

const methodId = (code: string, version: number, analyte: string): string => `${code}.v${String(version)}.${analyte}`;

/**
 * The file as rows of the store, one per method version, analyte and matrix.
 * @throws Error naming the path of a wrong value, an unknown analyte, or limits that do not rise
 */
export function readMethods(raw: unknown, known: ReadonlySet<string>): Method[] {
  const file: Static<typeof MethodFile> = readReference('methods.json', MethodFile, raw);
  const rows = file.methods.flatMap(({ limits, uncertainty, ...method }, m) => limits.map(({ analyte, lod, loq, upper }, i): Method => {
    const path = `models/reference/methods.json is not usable: /methods/${String(m)}/limits/${String(i)}`;
    if (!known.has(analyte)) throw new Error(`${path}/analyte: expected an analyte of analytes.json; got "${analyte}"`);
    if (!(Number(lod) > 0 && Number(lod) <= Number(loq) && Number(loq) < Number(upper))) throw new Error(`${path}: expected 0 < LOD <= LOQ < upper limit; got ${lod}, ${loq}, ${upper}`);
    const bound = { lod, loq, '5loq': fiveTimes(loq), upper };
    return {
      id: methodId(method.code, method.version, analyte),
      ...method,
      holdingTimeHours: null,
      holdFactor: null,
      analyteId: analyte,
      lod,
      loq,
      upper,
      uncertainty: uncertainty.map(({ from, to, relative }, at) => {
        const next = uncertainty[at + 1];
        if (next !== undefined && next.from !== to) throw new Error(`models/reference/methods.json is not usable: /methods/${String(m)}/uncertainty/${String(at)}/to: expected "${next.from}", where the next range begins; got ${JSON.stringify(to)}`);
        return { from: bound[from], to: to === null ? null : bound[to], relative };
      }),
    };
  }));
  requireUnique('methods.json', 'method', rows.map(({ id }) => id));
  return rows;
}

export const methods: readonly Method[] = readMethods(data, analyteIds);

const newest = new Map<string, Method>();
for (const method of methods) {
  const key = `${method.analyteId} ${method.matrix}`;
  if (method.version >= (newest.get(key)?.version ?? 0)) newest.set(key, method);
}

/** The newest shipped method of an analyte in a matrix; undefined where there is none. */
export const methodFor = (analyteId: string, matrix: Matrix): Method | undefined => newest.get(`${analyteId} ${matrix}`);
