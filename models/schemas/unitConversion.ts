/**
 * Units of measure as people and instruments write them, and exact conversion between them.
 * Both code points of the micro sign (U+00B5, U+03BC) and "ug" name the same unit.
 */
import type { UnitOfMeasure } from './analyte.ts';
import { Exact } from './rounding.ts';

/** Units of one family convert into each other; the number is the size in the family's base unit. */
const FAMILIES: Readonly<Record<UnitOfMeasure, { family: string; size: string }>> = {
  'ng/L': { family: 'water', size: '1' },
  'µg/L': { family: 'water', size: '1000' },
  'mg/L': { family: 'water', size: '1000000' },
  'ng/g': { family: 'soil', size: '1' },
  'µg/kg': { family: 'soil', size: '1' },
  'mg/d': { family: 'load', size: '1' },
  'mg/1000inh/d': { family: 'pnml', size: '1' },
};

const SPELLINGS: Readonly<Record<string, UnitOfMeasure>> = {
  'ng/l': 'ng/L',
  'ug/l': 'µg/L',
  'mg/l': 'mg/L',
  // how instruments write the same units: the thousands cancel
  'pg/ml': 'ng/L',
  'ng/ml': 'µg/L',
  'ug/ml': 'mg/L',
  'ng/g': 'ng/g',
  'ug/kg': 'µg/kg',
  'mg/d': 'mg/d',
  'mg/day': 'mg/d',
  'mg/1000inh/d': 'mg/1000inh/d',
  'mg/1000inh/day': 'mg/1000inh/d',
  'mg/d/1000inh': 'mg/1000inh/d',
  'mg/1000inhabitants/day': 'mg/1000inh/d',
  'mg/day/1000inhabitants': 'mg/1000inh/d',
};

/**
 * Reads a unit as written.
 * @returns the unit, or undefined where the text names none that is known
 */
export function readUnit(written: string): UnitOfMeasure | undefined {
  const plain = written
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u00B5\u03BC]/g, 'u')
    .replace(/[\s\u00A0\u3000]/g, '')
    .toLowerCase();
  return Object.hasOwn(SPELLINGS, plain) ? SPELLINGS[plain] : undefined;
}

/**
 * How many of `to` one of `from` is.
 * @returns plain decimal text, exact; undefined where the two measure different things
 */
export function unitFactor(from: UnitOfMeasure, to: UnitOfMeasure): string | undefined {
  const a = FAMILIES[from];
  const b = FAMILIES[to];
  if (a.family !== b.family) return undefined;
  return new Exact(a.size).div(b.size).toFixed();
}
