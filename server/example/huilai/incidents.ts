/** What goes wrong in the eight quarters: said once here, so that each later feature has something true to find. */
import type { CustodyReason } from './types.ts';

export type BottleIncident =
  | { kind: 'missed'; reason: CustodyReason; note: string }
  | { kind: 'lost'; note: string }
  | { kind: 'rejected'; reason: CustodyReason; note: string }
  | { kind: 'warm'; temperatureC: number; note: string };

const VAN = '转运车辆事故，箱体破损，样品瓶碎裂 / courier van accident, box crushed, bottle broken';
const TYPHOON = '台风后道路中断 / road cut after a typhoon';

/** Round and site → what became of the bottle. */
export const BOTTLE_INCIDENTS: ReadonlyMap<string, BottleIncident> = new Map<string, BottleIncident>([
  // three of five bottles of Xian'an: too little evidence in the first quarter
  ['2018-Q1 HL103-1', { kind: 'lost', note: VAN }],
  ['2018-Q1 HL103-3', { kind: 'lost', note: VAN }],
  ['2018-Q1 HL103-4', { kind: 'lost', note: VAN }],
  ['2018-Q1 HL107-3', { kind: 'missed', reason: 'site-dry', note: '渠道干涸 / the channel was dry' }],
  ['2018-Q2 HL105-2', { kind: 'rejected', reason: 'leaking', note: '瓶盖渗漏，余量不足 / cap leaked, too little left' }],
  ['2018-Q3 HL104-5', { kind: 'missed', reason: 'unsafe', note: '风浪过大，未采样 / surf too high to sample' }],
  ['2018-Q4 HL102-4', { kind: 'warm', temperatureC: 11.8, note: '冰袋不足，收样 11.8 °C，高于 6 °C；经质量负责人同意接收，结果加注 / too little ice, 11.8 °C on receipt where 6 °C is the limit; accepted, results are marked' }],
  ['2019-Q1 HL114-3', { kind: 'missed', reason: 'site-inaccessible', note: '施工围挡，无法到达 / building site, no access' }],
  ['2019-Q3 HL112-1', { kind: 'missed', reason: 'site-inaccessible', note: TYPHOON }],
  ['2019-Q3 HL112-2', { kind: 'missed', reason: 'site-inaccessible', note: TYPHOON }],
  ['2019-Q3 HL112-5', { kind: 'missed', reason: 'site-inaccessible', note: TYPHOON }],
  ['2019-Q4 HL105-5', { kind: 'missed', reason: 'site-dry', note: '渠道干涸 / the channel was dry' }],
]);

/** A run whose check standard and control came out far too low; it was measured again. */
export const FAILED_RUN = { number: '2018Q3-W2', bias: 0.6, reason: '连续校准核查和实验室控制样回收率偏低，整批重新测定 / continuing calibration and control recovered too little: the whole run was measured again' } as const;

/** A method blank above the detection limit; the results of the run stand far above it. */
export const DIRTY_BLANK = { run: '2018Q4-W2', analyte: 'ket', timesLod: 1.8, override: '一个方法空白检出氯胺酮 0.9 ng/L，高于检出限；第二个空白未检出，已核对本批全部谱图，判定不受影响 / ketamine 0.9 ng/L in one method blank, above the detection limit; the second blank was clean and all chromatograms of the run were looked through' } as const;

/** A laboratory duplicate far out of tolerance; the repeat agreed. */
export const BAD_DUPLICATE = { run: '2019Q1-W3', analyte: 'meth', factor: 1.62, override: '平行样相对偏差 23.7 %，复测相符；首次定容操作有误，已记录 / relative deviation of the duplicate 23.7 %, a repeat agreed; a slip in making up to volume is on record' } as const;

/** A released value that was wrong, found by an internal audit a quarter later. */
export const LATE_CORRECTION = { round: '2018-Q1', site: 'HL100-2', analyte: 'ket', factor: 2.1, at: '2018-05-16', reason: '内部审核发现引用了错误的校准曲线，按原始数据重新计算 / internal audit found that the wrong calibration line was used; computed again from the raw data' } as const;

/** µg/L chosen where the number was in ng/L: held at 1000 times the site's history, and typed again. */
export const UNIT_SLIP = { round: '2018-Q2', site: 'HL108-2', analyte: 'meth', reason: '单位误选 µg/L，应为 ng/L / unit typed as µg/L where ng/L was meant' } as const;

/** Sent back by the verifier in the unfinished round. */
export const RETURNED = { round: '2019-Q4', site: 'HL103-4', analytes: ['meth', 'amph', 'eph'], reasonCode: 'integration', reason: '积分异常，请核对谱图 / integration looks odd, please check the chromatogram' } as const;
