/** The one sentence over the map, as a person would write it. Pure. */
import type { Firmness, Grade } from '../../../models/schemas/vocabulary.ts';

interface Named {
  name: { zh: string; en: string };
  grade: Grade;
  firmness: Firmness;
  severity: number | null;
}

const MOST_NAMED = 6;
const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inWords = (n: number): string => NUMBERS[n] ?? String(n);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function listZh(areas: readonly Named[]): string {
  const names = areas.slice(0, MOST_NAMED).map(({ name }) => name.zh).join('、');
  return areas.length > MOST_NAMED ? `${names}等 ${areas.length} 处` : names;
}

function listEn(areas: readonly Named[]): string {
  const names = areas.slice(0, MOST_NAMED).map(({ name }) => name.en);
  if (areas.length > MOST_NAMED) return `${names.join(', ')} and ${areas.length - MOST_NAMED} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const are = (areas: readonly unknown[]): string => (areas.length === 1 ? 'is' : 'are');

/** @param areas graded or not, of one round; empty gives a sentence that says so */
export function mapSentence(areas: readonly Named[]): { zh: string; en: string } {
  const bySeverity = [...areas].sort((a, b) => (b.severity ?? -1) - (a.severity ?? -1));
  const of = (grade: Grade, firmness?: Firmness): Named[] => bySeverity.filter((area) => area.grade === grade && (firmness === undefined || area.firmness === firmness));
  const zh: string[] = [];
  const en: string[] = [];
  for (const [grade, wordZh, wordEn] of [['severe', '严重', 'severe'], ['moderately-severe', '较严重', 'moderately severe']] as const) {
    const firm = of(grade, 'firm');
    if (firm.length === 0) continue;
    zh.push(`${listZh(firm)}为${wordZh}（确定）`);
    en.push(`${listEn(firm)} ${are(firm)} ${wordEn}${firm.length > 1 ? ', all firm' : ', firm'}`);
  }
  const borderline = bySeverity.filter(({ firmness }) => firmness === 'borderline');
  if (borderline.length > 0) {
    zh.push(`${listZh(borderline)}临界，应补充采样`);
    en.push(`${listEn(borderline)} ${are(borderline)} borderline and ${borderline.length === 1 ? 'calls' : 'call'} for re-sampling`);
  }
  const general = of('general', 'firm').length;
  if (general > 0) {
    const onlyGeneral = zh.length === 0;
    zh.push(onlyGeneral ? `${general} 处为一般严重（最低一级），没有更高的等级` : `其余 ${general} 处为一般严重`);
    en.push(onlyGeneral ? `${inWords(general)} ${general === 1 ? 'place is' : 'places are'} general, the lowest class, and none is higher` : `${inWords(general)} ${general === 1 ? 'is' : 'are'} general`);
  }
  const insufficient = of('insufficient').length;
  if (insufficient > 0) {
    zh.push(`${insufficient} 处证据不足`);
    en.push(`${inWords(insufficient)} ${insufficient === 1 ? 'has' : 'have'} too little evidence`);
  }
  const unsampled = of('not-graded').length;
  if (unsampled > 0) {
    zh.push(`${unsampled} 处未采样`);
    en.push(`${inWords(unsampled)} ${unsampled === 1 ? 'was' : 'were'} not sampled`);
  }
  if (zh.length === 0) return { zh: '本轮尚未评估。', en: 'This round has not been assessed yet.' };
  return { zh: `${zh.join('；')}。`, en: `${capital(en.join('; '))}.` };
}
