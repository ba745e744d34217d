/**
 * Sentences that the server says, in both languages at once, so that neither can be forgotten.
 * One file per area of work, listed here by hand; a test finds keys that are used and not written.
 *
 *   throw new Fault('invalid', 'rawText "abc" is no number', {
 *     details: [{ pointer: '/cells/0/rawText', got: 'abc', message: 'result.not-a-number', parameters: { upper: '1000' } }],
 *   });
 *   // in server/messages/results.ts: 'result.not-a-number': { zh: '…{got}…{upper}', en: '… {got} … {upper} …' }
 *
 * `{name}` is filled from `parameters`; `{got}`, `{row}`, `{column}` and `{pointer}` from the detail itself.
 * A key that is nowhere falls back to the English message of the Fault.
 */
import type { FaultDetail } from '../../models/errors.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';
import { decisionMessages } from './decisions.ts';
import { httpMessages } from './http.ts';
import { planMessages } from './plans.ts';
import { staffMessages } from './staff.ts';
import { storeMessages } from './store.ts';
import { laboratoryMessages } from './laboratory.ts';

export interface Sentence {
  zh: string;
  en: string;
}
export type Messages = Readonly<Record<string, Sentence>>;

const areas: readonly Messages[] = [httpMessages, staffMessages, storeMessages, laboratoryMessages, decisionMessages, planMessages];

function join(all: readonly Messages[]): ReadonlyMap<string, Sentence> {
  const joined = new Map<string, Sentence>();
  for (const messages of all) {
    for (const [key, sentence] of Object.entries(messages)) {
      if (joined.has(key)) throw new Error(`the message "${key}" is written twice in server/messages`);
      joined.set(key, sentence);
    }
  }
  return joined;
}

export const catalogue = join(areas);

/** A sentence that ends inside another one brings its own stop; one is enough. Three dots stay three. */
const oneStop = (text: string): string => text.replace(/([。！？])[。.]/g, '$1').replace(/(?<![.])([.!?])\.(?![.])/g, '$1');

const fill = (template: string, values: Readonly<Record<string, string | number | undefined>>): string =>
  oneStop(template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : String(value);
  }));

/** @returns the sentence in one language, or undefined when the key is nowhere */
export function sentence(
  key: string,
  language: Language,
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): string | undefined {
  const found = catalogue.get(key);
  return found === undefined ? undefined : fill(language === 'en' ? found.en : found.zh, parameters);
}

/** The sentence of one detail of a Fault. */
export function detailSentence(detail: FaultDetail, language: Language, otherwise: string): string {
  const { pointer, row, column, got, parameters } = detail;
  return sentence(detail.message, language, { pointer, row, column, got, ...parameters }) ?? otherwise;
}
