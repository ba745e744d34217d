/**
 * Amphetamine that does not come from methamphetamine. Where AMP/METH lies in the range that
 * methamphetamine alone produces, amphetamine use cannot be estimated, and that is the answer.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';
import type { Step } from '../step.ts';

export interface AmphetamineConstants {
  /** Amphetamine excreted per methamphetamine excreted. */
  share: number;
  /** AMP/METH range that says nothing about amphetamine. */
  noEstimateFrom: number;
  noEstimateTo: number;
}

export interface AmphetamineDiagnostics {
  /** AMP / METH; NaN where both are 0. */
  ratio: number;
  /** AMP - share × METH, whether or not it is an estimate. */
  difference: number;
}

/**
 * @param amphetamine, methamphetamine measured, same unit, >= 0
 * @returns null where the ratio allows no estimate, with the reason
 * @throws RangeError naming the argument out of range
 */
export function amphetamineNet(amphetamine: number, methamphetamine: number, constants: AmphetamineConstants): Step<number | null, AmphetamineDiagnostics> {
  requireInRange('amphetamine', amphetamine, { from: 0 });
  requireInRange('methamphetamine', methamphetamine, { from: 0 });
  const difference = amphetamine - constants.share * methamphetamine;
  const ratio = methamphetamine === 0 ? (amphetamine === 0 ? Number.NaN : Infinity) : amphetamine / methamphetamine;
  const shown = ratio.toPrecision(3);
  if (methamphetamine === 0) {
    return { result: amphetamine, diagnostics: { ratio, difference }, decisions: [{ code: 'no-methamphetamine', zh: '未测得甲基苯丙胺：苯丙胺全部计入。', en: 'No methamphetamine was measured: all of the amphetamine counts.' }] };
  }
  if (ratio < constants.noEstimateFrom) {
    return {
      result: null,
      diagnostics: { ratio, difference },
      decisions: [{ code: 'ratio-below', zh: `AMP/METH = ${shown}，低于 ${constants.noEstimateFrom}：没有另外的苯丙胺来源，且甲基苯丙胺可能未经人体。`, en: `AMP/METH is ${shown}, below ${constants.noEstimateFrom}: no amphetamine of its own, and the methamphetamine may not have passed a body.` }],
    };
  }
  if (ratio <= constants.noEstimateTo) {
    return {
      result: null,
      diagnostics: { ratio, difference },
      decisions: [{ code: 'ratio-explained', zh: `AMP/METH = ${shown}，在 ${constants.noEstimateFrom}-${constants.noEstimateTo} 之间：甲基苯丙胺代谢即可解释，不估算苯丙胺消费。`, en: `AMP/METH is ${shown}, within ${constants.noEstimateFrom}-${constants.noEstimateTo}: methamphetamine alone explains it, and amphetamine use is not estimated.` }],
    };
  }
  return {
    result: difference,
    diagnostics: { ratio, difference },
    decisions: [{ code: 'net-of-methamphetamine', zh: `AMP/METH = ${shown}：扣除 ${constants.share} × METH。`, en: `AMP/METH is ${shown}: ${constants.share} × METH was taken off.` }],
  };
}
