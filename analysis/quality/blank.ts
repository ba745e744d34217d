/**
 * Blanks: a method or field blank must stay below the detection limit.
 * Pure: no I/O, no clock, no Math.random.
 */
import { exactOf, type Amount, type Finding } from './finding.ts';

/**
 * @param amount the blank as measured; a limit alone passes only where it is not above the LOD
 * @param lod ng/L or the method's unit
 */
export function evaluateBlank(amount: Amount, lod: string): Finding {
  const cut = exactOf('lod', lod);
  const limit = `< ${cut.toFixed()} (LOD)`;
  if (amount.value === null) {
    const bound = amount.limit === null || amount.limit === undefined ? null : exactOf('limit', amount.limit);
    if (amount.qualifier === '<' && bound !== null && bound.lte(cut)) return { code: 'blank', outcome: 'pass', value: null, limit, zh: '空白低于检出限', en: 'the blank is below the detection limit' };
    if (amount.qualifier === '>') return { code: 'blank', outcome: 'fail', value: null, limit, zh: '空白超出测定上限', en: 'the blank is above the range' };
    return { code: 'blank', outcome: null, value: null, limit, zh: '空白只给出高于检出限的限值，无法判定', en: 'the blank gives only a limit above the LOD, which decides nothing' };
  }
  const value = exactOf('value', amount.value);
  const pass = value.lt(cut);
  return {
    code: 'blank',
    outcome: pass ? 'pass' : 'fail',
    value: value.toFixed(),
    limit,
    zh: pass ? '空白低于检出限' : `空白为 ${value.toFixed()}，不低于检出限 ${cut.toFixed()}`,
    en: pass ? 'the blank is below the detection limit' : `the blank is ${value.toFixed()}, not below the LOD ${cut.toFixed()}`,
  };
}
