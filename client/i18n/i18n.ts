/**
 * Words of the interface, one JSON file per room and language: `t('rounds:tab.all')`.
 * The room before the colon is the file's name and is always written, so that a test can find
 * every key that is missing or unused. Codes of models/schemas have their words in words.json.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { setRequestLanguage } from '../api/request.ts';
import { chooseLanguage, rememberLanguage } from '../state/language.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';

const LOADERS: Record<Language, () => Promise<{ default: Record<string, Record<string, unknown>> }>> = {
  'zh-CN': () => import('./zh-CN.ts'),
  en: () => import('./en.ts'),
};

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  const { default: files } = await LOADERS[language]();
  for (const [path, words] of Object.entries(files)) {
    i18next.addResourceBundle(language, path.replace(/^.*\/|\.json$/g, ''), words);
  }
}

function announce(language: Language): void {
  document.documentElement.lang = language;
  setRequestLanguage(language);
}

/** Ready before anything is drawn; words never appear late. */
export async function startI18n(): Promise<void> {
  const language = chooseLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  await load(language);
  announce(language);
}

export async function switchLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  rememberLanguage(language);
  announce(language);
}
