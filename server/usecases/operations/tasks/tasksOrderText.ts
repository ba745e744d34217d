/**
 * The order of a task in words, as screens, calendars and files print it. Every order says that it
 * is no authorisation to search and leaves room for the legal basis. Pure.
 */
import type { Shift, TaskKind, Words } from '../../../../models/schemas/index.ts';

export const KIND_WORDS: Readonly<Record<TaskKind, Words>> = {
  'area-check': { zh: '区域性清理清查', en: 'Area check' },
  'premises-check': { zh: '逐一摸查', en: 'Premises check' },
  encirclement: { zh: '围歼式清查', en: 'Encirclement operation' },
  'source-investigation': { zh: '溯源研判', en: 'Source investigation' },
  're-sampling': { zh: '补充采样', en: 'Re-sampling' },
  'prevention-outreach': { zh: '预防宣传', en: 'Prevention outreach' },
  'service-visit': { zh: '帮扶服务', en: 'Service visit' },
};

export const SHIFT_WORDS: Readonly<Record<Shift, Words>> = {
  morning: { zh: '上午', en: 'morning' },
  afternoon: { zh: '下午', en: 'afternoon' },
  evening: { zh: '夜间', en: 'evening' },
  day: { zh: '全天', en: 'all day' },
};

export const NO_AUTHORISATION: Words = { zh: '本单不是搜查或检查的授权。', en: 'This order is not a search or inspection authorisation.' };
export const LEGAL_BASIS: Words = { zh: '执法依据：____________________', en: 'Legal basis: ____________________' };
export const BLOCK_OF_FORCE: Words = { zh: '预留警力（地点不记录）', en: 'Block of force (no place recorded)' };

export interface OrderParts {
  number: string;
  kind: TaskKind;
  date: string;
  shift: Shift;
  area: Words | null;
  /** Name of a nominated place. */
  place: string | null;
  siteCode: string | null;
  units: readonly Words[];
  premises: number | null;
}

export function orderText({ number, kind, date, shift, area, place: nominated, siteCode, units, premises }: OrderParts): Words {
  const place = area ?? BLOCK_OF_FORCE;
  const zh = [
    `${number} ${KIND_WORDS[kind].zh}：${date} ${SHIFT_WORDS[shift].zh}，${place.zh}${nominated === null ? '' : ` ${nominated}`}${siteCode === null ? '' : `，点位 ${siteCode} 周边`}`,
    premises === null ? '' : `计划场所 ${premises} 处`,
    `执行单位：${units.map((unit) => unit.zh).join('、')}`,
  ];
  const en = [
    `${number} ${KIND_WORDS[kind].en}: ${date}, ${SHIFT_WORDS[shift].en}, ${place.en}${nominated === null ? '' : `, ${nominated}`}${siteCode === null ? '' : `, around site ${siteCode}`}`,
    premises === null ? '' : `${premises} premises planned`,
    `Units: ${units.map((unit) => unit.en).join(', ')}`,
  ];
  const said = (parts: readonly string[]): string[] => parts.filter((part) => part !== '');
  return { zh: `${said(zh).join('。')}。${NO_AUTHORISATION.zh}${LEGAL_BASIS.zh}`, en: `${said(en).join('. ')}. ${NO_AUTHORISATION.en} ${LEGAL_BASIS.en}` };
}
