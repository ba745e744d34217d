/**
 * From the text of a cell to a result: qualifier, limits, dilution, unit, rounding, uncertainty.
 * The same function runs in the browser while typing, in the server before writing, and in imports.
 * Where there is a qualifier the qualifier governs: a 5 below LOD 10 is "< 10" and never 5,
 * yet the 5 is kept. Pure; decimal arithmetic throughout.
 */
import type { Decimal } from 'decimal.js';
import type { Method, UnitOfMeasure } from './analyte.ts';
import { Exact, roundReported } from './rounding.ts';
import { readTypedText, type Refusal, type RefusalCode } from './typedText.ts';
import { readUnit, unitFactor } from './unitConversion.ts';

export type ReadingMethod = Pick<Method, 'unit' | 'lod' | 'loq' | 'upper' | 'significantDigits' | 'maximumDecimals' | 'rounding' | 'uncertainty' | 'manualLimits'>;
export type { Refusal, RefusalCode };

export interface Reading {
  ok: true;
  /** The decimal read from the text, in `typedUnit`, before dilution; null where the text carried only a limit. */
  parsed: string | null;
  typedQualifier: '=' | '<' | '>';
  typedUnit: UnitOfMeasure;
  dilution: string;
  qualifier: '=' | '<' | '>';
  /** Unrounded, after dilution, in the method's unit; null where the text carried only a limit. */
  value: string | null;
  /** What the qualifier refers to, after dilution, in the method's unit; null without a qualifier. */
  limit: string | null;
  detected: boolean;
  unit: UnitOfMeasure;
  reportedText: string;
  /** After dilution, in the method's unit. */
  lod: string;
  loq: string;
  upper: string;
  /** Unrounded, in the method's unit; null below a limit, above the range, or where the method states none. */
  expandedUncertainty: string | null;
  /** How the text was read, where that differs from what was typed by more than spaces. */
  normalisedText?: string;
}

const DILUTION = /^(0|[1-9]\d*)(\.\d+)?$/;
const MAX_DILUTION = 1_000_000;

interface Limits {
  lod: Decimal;
  loq: Decimal;
  upper: Decimal;
  text: { lod: string; loq: string; upper: string };
}

const ONE = new Exact(1);
/** A round asks the same few methods hundreds of times. */
const undiluted = new WeakMap<ReadingMethod, Limits>();

function limitsOf(method: ReadingMethod, dilution: Decimal): Limits {
  const plain = dilution.eq(ONE);
  const known = plain ? undiluted.get(method) : undefined;
  // a caller may change a method that it holds
  if (known !== undefined && known.text.lod === method.lod && known.text.loq === method.loq && known.text.upper === method.upper) return known;
  const [lod, loq, upper] = [method.lod, method.loq, method.upper].map((limit) => new Exact(limit).times(dilution)) as [Decimal, Decimal, Decimal];
  const limits = { lod, loq, upper, text: { lod: lod.toFixed(), loq: loq.toFixed(), upper: upper.toFixed() } };
  if (plain) undiluted.set(method, limits);
  return limits;
}

const refuse = (code: RefusalCode, zh: string, en: string): Refusal => ({ ok: false, code, zh, en });

/**
 * Relative expanded uncertainty of a value. Ranges are half-open: [from, to).
 * @param value plain decimal text in the method's unit
 * @returns the relative uncertainty, or undefined where no range holds the value
 */
export function relativeUncertainty(value: string | Decimal, ranges: ReadingMethod['uncertainty']): number | undefined {
  const exact = typeof value === 'string' ? new Exact(value) : value;
  return ranges.find((range) => exact.gte(range.from) && (range.to === null || exact.lt(range.to)))?.relative;
}

/**
 * Reads one typed result against its method.
 * @param rawText exactly as typed; the caller keeps it
 * @param given.unit as written beside the value; absent means the method's unit
 * @param given.dilution plain decimal text or number, > 0; absent means 1. Limits scale with it
 */
export function readResult(rawText: string, method: ReadingMethod, given: { unit?: string | undefined; dilution?: string | number | undefined } = {}): Reading | Refusal {
  const typed = readTypedText(rawText);
  if (!typed.ok) return typed;

  const written = given.unit ?? method.unit;
  const typedUnit = readUnit(written);
  if (typedUnit === undefined) return refuse('unknown-unit', `单位 "${written}" 未知。此方法的单位为 ${method.unit}。`, `Unit "${written}" is unknown. The method reports in ${method.unit}.`);
  const factor = unitFactor(typedUnit, method.unit);
  if (factor === undefined) return refuse('unit-mismatch', `单位 ${typedUnit} 不能换算为此方法的单位 ${method.unit}。`, `Unit ${typedUnit} cannot be converted to ${method.unit}, the unit of the method.`);

  const dilutionText = String(given.dilution ?? '1').trim();
  const dilution = DILUTION.test(dilutionText) && dilutionText.length <= 12 ? new Exact(dilutionText) : undefined;
  if (dilution === undefined || dilution.isZero() || dilution.gt(MAX_DILUTION)) {
    return refuse('dilution-invalid', `稀释倍数 "${dilutionText}" 无效，应为大于 0、不超过 ${String(MAX_DILUTION)} 的数。`, `Dilution "${dilutionText}" is not usable: expected a number above 0 and at most ${String(MAX_DILUTION)}.`);
  }

  const exactLimits = limitsOf(method, dilution);
  const limits = exactLimits.text;
  const scale = factor === '1' ? dilution : dilution.times(factor);
  const inMethodUnit = typed.exact === null ? undefined : scale.eq(ONE) ? typed.exact : typed.exact.times(scale);
  const common = {
    ok: true as const,
    typedQualifier: typed.qualifier,
    typedUnit,
    dilution: dilution.toFixed(),
    unit: method.unit,
    ...limits,
    ...(typed.normalisedText === undefined ? {} : { normalisedText: typed.normalisedText }),
  };

  if (typed.qualifier !== '=') {
    const limit = inMethodUnit?.toFixed() ?? (typed.named === 'loq' ? limits.loq : limits.lod);
    const own = typed.qualifier === '>' ? [limits.upper] : typed.detectedSaid ? [limits.loq] : [limits.lod, limits.loq];
    if (limit.length > 40) return refuse('out-of-range', `限值 "${limit}" 位数过多。请核对后重新填写。`, `Limit "${limit}" has too many digits. Check it and type it again.`);
    if (!own.includes(limit) && !(method.manualLimits && !new Exact(limit).isZero())) {
      const names = own.map((each) => `${typed.qualifier} ${each}`).join(', ');
      return refuse(
        'limit-not-of-method',
        `"${rawText.trim()}" 即 ${typed.qualifier} ${limit} ${method.unit}，不是此方法的限值（${names} ${method.unit}），且未允许手工限值。请填写仪器给出的数字或方法限值。`,
        `"${rawText.trim()}" means ${typed.qualifier} ${limit} ${method.unit}, which is no limit of the method (${names} ${method.unit}), and manual limits are off. Type the number the instrument gave, or a limit of the method.`,
      );
    }
    return {
      ...common,
      parsed: null,
      qualifier: typed.qualifier,
      value: null,
      limit,
      detected: typed.qualifier === '>' || typed.detectedSaid,
      reportedText: `${typed.qualifier} ${limit}${typed.detectedSaid ? ' (detected)' : ''}`,
      expandedUncertainty: null,
    };
  }

  const parsed = typed.number;
  const exact = inMethodUnit;
  // readTypedText never answers "=" without a number; were it to, nothing may be compared
  if (parsed === null || exact === undefined) return refuse('not-a-number', `"${rawText.trim()}" 不是数值。`, `"${rawText.trim()}" is not a number.`);
  const value = scale.eq(ONE) ? parsed : exact.toFixed();
  const censored = (qualifier: '<' | '>', limit: string, detected: boolean): Reading => ({
    ...common,
    parsed,
    qualifier,
    value,
    limit,
    detected,
    reportedText: `${qualifier} ${limit}${qualifier === '<' && detected ? ' (detected)' : ''}`,
    expandedUncertainty: null,
  });
  if (exact.lt(exactLimits.lod)) return censored('<', limits.lod, false);
  if (exact.lt(exactLimits.loq)) return censored('<', limits.loq, true);
  if (exact.gt(exactLimits.upper)) return censored('>', limits.upper, true);

  const relative = relativeUncertainty(exact, method.uncertainty);
  // A typed uncertainty is kept to the digit; only a unit or a dilution changes it
  const manual = typed.uncertainty === null ? undefined : scale.eq(ONE) ? typed.uncertainty : scale.times(typed.uncertainty).toFixed();
  const stated = relative === undefined ? null : exact.times(relative).toFixed();
  return {
    ...common,
    parsed,
    qualifier: '=',
    value,
    limit: null,
    detected: true,
    reportedText: roundReported(exact, method),
    expandedUncertainty: manual ?? stated,
  };
}
