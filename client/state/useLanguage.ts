/** The language of the screen, and the language's side of any name the API gives in both. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { inLanguage } from './format.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** @returns a function that picks the side of a name: `{zh, en}`, `{nameZh, nameEn}` or plain text */
export function useName(): (name: { zh: string; en: string } | { nameZh: string; nameEn: string } | string) => string {
  const language = useLanguage();
  return useCallback(
    (name) => (typeof name === 'object' && 'nameZh' in name ? (language === 'en' ? name.nameEn : name.nameZh) : inLanguage(name, language)),
    [language],
  );
}
