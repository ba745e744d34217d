/** Which language the caller reads: the account's where it names one, else the browser's, else Chinese. */
import { LANGUAGES, type Language } from '../../models/schemas/vocabulary.ts';

const asked = (part: string): { tag: string; weight: number } => {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
  const given = parameters.map((parameter) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1]).find((weight) => weight !== undefined);
  return { tag, weight: given === undefined ? 1 : Number.parseFloat(given) };
};

/** @param header Accept-Language */
export function preferredLanguage(header: string | undefined, account?: Language | null): Language {
  if (account !== undefined && account !== null) return account;
  const wishes = (header ?? '')
    .split(',')
    .map(asked)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wishes) {
    const primary = tag.split('-')[0];
    const found = LANGUAGES.find((language) => language.split('-')[0] === primary);
    if (found !== undefined) return found;
  }
  return 'zh-CN';
}
