/** Which language a screen starts in: what was chosen here before, else the browser's first that we speak, else Chinese. */
import { LANGUAGES, type Language } from '../../models/schemas/vocabulary.ts';

const KEY = 'shuijian.language';

const known = (value: string | null): Language | null => LANGUAGES.find((language) => language === value) ?? null;

/** @param preferred the browser's list, e.g. ['en-GB', 'zh'] */
export function matchLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'en') return 'en';
  }
  return 'zh-CN';
}

export function chooseLanguage(): Language {
  return known(localStorage.getItem(KEY)) ?? matchLanguage(navigator.languages);
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
