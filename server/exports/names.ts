/** Words that files print for codes, and the places behind ids. */
import { GRADE_WORDS } from '../../analysis/grading/words.ts';
import type { Area, Site } from '../../models/schemas/index.ts';
import type { Firmness, Grade, Language } from '../../models/schemas/vocabulary.ts';
import { listAreas, listSites } from '../../models/store/repositories/reference.ts';
import { listRounds } from '../../models/store/repositories/rounds.ts';
import type { Round } from '../../models/schemas/index.ts';
import { inScope } from '../auth/permissions.ts';
import { requireRound } from '../usecases/rounds/rounds.ts';
import { inLanguage, type ExportContext } from './exportKind.ts';

export const FIRMNESS_WORDS: Readonly<Record<Firmness, { zh: string; en: string }>> = {
  firm: { zh: '等级确定', en: 'firm' },
  borderline: { zh: '临界', en: 'borderline' },
  none: { zh: '无', en: 'none' },
};

export const gradeWord = (grade: Grade, language: Language): string => inLanguage(GRADE_WORDS[grade], language);

export interface Places {
  areas: ReadonlyMap<string, Area>;
  sites: ReadonlyMap<string, Site>;
}

/** Sites of the person's scope, and every area. */
export async function placesOf({ store, user }: ExportContext): Promise<Places> {
  const areas = new Map((await listAreas(store.read)).map((area) => [area.id, area]));
  const sites = new Map((await listSites(store.read)).filter(({ areaId }) => inScope(user, areaId)).map((site) => [site.id, site]));
  return { areas, sites };
}

/** The round asked for, or every round, oldest first. @throws Fault `not-found` */
export async function roundsOf({ store, round }: ExportContext): Promise<Round[]> {
  if (round !== undefined) return [await requireRound(store.read, round)];
  return (await listRounds(store.read)).sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
}

/** For a file's name: the round, or that it holds all of them. */
export const ofRounds = ({ round }: ExportContext): string => round ?? 'all';

export const nameOf = (thing: { nameZh: string; nameEn: string } | undefined, language: Language): string => (thing === undefined ? '' : language === 'en' ? thing.nameEn : thing.nameZh);
