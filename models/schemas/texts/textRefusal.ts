/**
 * Why a text that a person typed may not be kept: a number of a person, or a character that cannot be seen or turns the
 * text around. One answer for the store, for what comes in over HTTP and for single cells; words in both languages.
 * Joiners (ZWJ, ZWNJ) are refused like the rest: no word of the two languages wants one. Pure.
 */
import { fieldWords } from './fieldWords.ts';
import { findPersonData } from './personData.ts';

/** Sentences by key; `{place}` counts characters from 1, `{fieldZh}` and `{fieldEn}` say which field. */
export const TEXT_WORDS = {
  'person-data.identity-number': { zh: '{fieldZh}：疑似身份证号码。系统不保存工作人员以外的个人信息，请删除。', en: '{fieldEn}: looks like an identity number. The system keeps nothing about persons but staff; remove it.' },
  'person-data.mobile-number': { zh: '{fieldZh}：疑似手机号码。系统不保存工作人员以外的个人信息，请删除；若为仪器或批次编号，请连同字母填写（如 SN…）。', en: '{fieldEn}: looks like a mobile number. The system keeps nothing about persons but staff; remove it, or write a serial number with its letters (SN…).' },
  'text.direction': { zh: '{fieldZh}：第 {place} 个字符 {character} 会改变文字方向，看不见。请删除后重新填写。', en: '{fieldEn}: character {place}, {character}, cannot be seen and turns the text around. Delete it and type the text again.' },
  'text.zero-width': { zh: '{fieldZh}：第 {place} 个字符 {character} 没有宽度，看不见。请删除后重新填写。', en: '{fieldEn}: character {place}, {character}, has no width and cannot be seen. Delete it and type the text again.' },
  'text.control': { zh: '{fieldZh}：第 {place} 个字符 {character} 是控制符（如换行、制表符），此处不能有。请删除。', en: '{fieldEn}: character {place}, {character}, is a control character (a line break, a tab) that cannot stand here. Delete it.' },
  'text.tag': { zh: '{fieldZh}：第 {place} 个字符 {character} 是不可见的标记符。请删除后重新填写。', en: '{fieldEn}: character {place}, {character}, is an invisible tag. Delete it and type the text again.' },
  'text.invisible': { zh: '{fieldZh}：第 {place} 个字符 {character} 看不见。请删除后重新填写。', en: '{fieldEn}: character {place}, {character}, cannot be seen. Delete it and type the text again.' },
} as const;

/** Whether a text may have line breaks and tabs. */
export type TextForm = 'line' | 'lines';

export interface TextRefusal {
  code: 'person-data-refused' | 'invalid';
  message: keyof typeof TEXT_WORDS;
  parameters?: Record<string, string | number>;
}

/** All that Unicode lets nobody see, but the two signs that choose between a picture and a letter (FE0E, FE0F). */
const UNSEEN = /(?![\uFE0E\uFE0F])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const UNSEEN_BUT_LINES = /(?![\uFE0E\uFE0F\n\r\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

const kindOf = (at: number): keyof typeof TEXT_WORDS =>
  /\p{Cc}|\p{Zl}|\p{Zp}/u.test(String.fromCodePoint(at)) ? 'text.control'
  : at === 0x61c || at === 0x200e || at === 0x200f || (at >= 0x202a && at <= 0x202e) || (at >= 0x2066 && at <= 0x2069) ? 'text.direction'
  : (at >= 0x200b && at <= 0x200d) || at === 0x2060 || at === 0xfeff ? 'text.zero-width'
  : at >= 0xe0000 && at <= 0xe007f ? 'text.tag'
  : 'text.invisible';

/** @returns the first character that cannot be seen, if there is one */
function whyUnseen(text: string, form: TextForm): TextRefusal | undefined {
  const found = (form === 'line' ? UNSEEN : UNSEEN_BUT_LINES).exec(text);
  if (found === null) return undefined;
  const at = found[0].codePointAt(0) ?? 0;
  return { code: 'invalid', message: kindOf(at), parameters: { character: `U+${at.toString(16).toUpperCase().padStart(4, '0')}`, place: [...text.slice(0, found.index)].length + 1 } };
}

export function whyTextNot(text: string, form: TextForm): TextRefusal | undefined {
  const unseen = whyUnseen(text, form);
  if (unseen !== undefined) return unseen;
  const person = findPersonData(text);
  return person === undefined ? undefined : { code: 'person-data-refused', message: `person-data.${person}` };
}

/** @returns the refusal in words, for a list in which each item is answered for itself */
export function textDenial(refusal: TextRefusal, fieldZh: string, fieldEn: string): { code: string; zh: string; en: string } {
  const { zh, en } = TEXT_WORDS[refusal.message];
  const parameters: Record<string, string | number> = { ...refusal.parameters, fieldZh, fieldEn };
  const fill = (sentence: string): string => sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
  return { code: refusal.code, zh: fill(zh), en: fill(en) };
}

/** @returns the refusal as a detail of a Fault */
export const textDetail = (refusal: TextRefusal, pointer: string): { pointer: string; message: TextRefusal['message']; parameters: Record<string, string | number> } => ({ pointer, message: refusal.message, parameters: { ...fieldWords(pointer), ...refusal.parameters } });
