/** Sentences about rows that the store refuses (models/store/checkRow): the keyword of the schema that was not met. */
import { TEXT_WORDS } from '../../models/schemas/texts/textRefusal.ts';

export const storeMessages = {
  'invalid.type': { zh: '得到 {got}，应为 {type} 类型。', en: 'Got {got}; the type {type} was expected.' },
  'invalid.required': { zh: '缺少 {missingProperty}。', en: '{missingProperty} is missing.' },
  'invalid.additionalProperties': { zh: '没有名为 {additionalProperty} 的字段。', en: 'There is no field named {additionalProperty}.' },
  'invalid.enum': { zh: '得到 {got}，应为以下之一：{allowedValues}。', en: 'Got {got}; expected one of {allowedValues}.' },
  'invalid.pattern': { zh: '得到 {got}，格式应为 {pattern}。', en: 'Got {got}; expected the form {pattern}.' },
  'invalid.minimum': { zh: '得到 {got}，不应小于 {limit}。', en: 'Got {got}; it must be at least {limit}.' },
  'invalid.maximum': { zh: '得到 {got}，不应大于 {limit}。', en: 'Got {got}; it must be at most {limit}.' },
  'invalid.exclusiveMinimum': { zh: '得到 {got}，应大于 {limit}。', en: 'Got {got}; it must be above {limit}.' },
  'invalid.exclusiveMaximum': { zh: '得到 {got}，应小于 {limit}。', en: 'Got {got}; it must be below {limit}.' },
  'invalid.minLength': { zh: '至少要有 {limit} 个字符。', en: 'At least {limit} characters are needed.' },
  'invalid.maxLength': { zh: '最多 {limit} 个字符。', en: 'At most {limit} characters are possible.' },
  'invalid.minItems': { zh: '至少要有 {limit} 项。', en: 'At least {limit} items are needed.' },
  'invalid.maxItems': { zh: '最多 {limit} 项。', en: 'At most {limit} items are possible.' },
  'invalid.anyOf': { zh: '得到 {got}，不是可接受的值。', en: 'Got {got}, which is none of the values possible here.' },
  'invalid.reference': { zh: '此处指向的内容不存在。', en: 'What this points at does not exist.' },
  'invalid.characters': {
    zh: '文本中有无法保存的字符（NUL 或不完整的字符）。',
    en: 'The text holds characters that cannot be kept (NUL, or half of one).',
  },
  'invalid.date': { zh: '日历上没有 {got} 这一天。', en: 'There is no {got} in the calendar.' },
  'invalid.instant': { zh: '{got} 不是存在的时刻。', en: '{got} is no instant that exists.' },
  ...TEXT_WORDS,
} as const;
