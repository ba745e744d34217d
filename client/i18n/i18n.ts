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

type Files = Promise<{ default: Record<string, Record<string, unknown>> }>;

/** `first` is what the shell and Today say; `rooms` the rest, which a first visit need not wait for. */
const LOADERS: Record<Language, Record<'first' | 'rooms', () => Files>> = {
  'zh-CN': { first: () => import('./zh-CN.ts'), rooms: () => import('./zh-CN.rooms.ts') },
  en: { first: () => import('./en.ts'), rooms: () => import('./en.rooms.ts') },
};
/** A file of each part: where it is there, the part is. */
const SIGN = { first: 'common', rooms: 'rounds' } as const;

async function load(language: Language, part: 'first' | 'rooms'): Promise<void> {
  if (i18next.hasResourceBundle(language, SIGN[part])) return;
  const { default: files } = await LOADERS[language][part]();
  for (const [path, words] of Object.entries(files)) {
    i18next.addResourceBundle(language, path.replace(/^.*\/|\.json$/g, ''), words);
  }
}

function announce(language: Language): void {
  document.documentElement.lang = language;
  setRequestLanguage(language);
}

let sayStarted = (): void => undefined;
const started = new Promise<void>((resolve) => {
  sayStarted = resolve;
});

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
  await load(language, 'first');
  announce(language);
  sayStarted();
}

/** The words of every room, before one of them is drawn. The router may ask before the language is chosen. */
export async function loadRoomWords(): Promise<void> {
  await started;
  await load(i18next.language as Language, 'rooms');
}

export async function switchLanguage(language: Language): Promise<void> {
  await Promise.all([load(language, 'first'), load(language, 'rooms')]);
  await i18next.changeLanguage(language);
  rememberLanguage(language);
  announce(language);
}
