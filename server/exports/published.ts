/**
 * What may be shared of a place with few people behind it: its name, never its figures. The laboratory's
 * own staff (`results.read`) work with every value; a file of anybody else leaves them blank and says why.
 */
import type { Area, Site } from '../../models/schemas/index.ts';
import { may, type CurrentUser } from '../auth/permissions.ts';
import { readSettings } from '../usecases/administration/settings.ts';
import type { ExportContext } from './exportKind.ts';

export const WITHHELD = { zh: '人口低于公布下限，不单独公布', en: 'Fewer people than the smallest published population: not published alone' };

/** An unknown number of people is neither small nor large: only a known one is compared. */
export const tooFewPeople = (population: number | null | undefined, minimum: number): boolean => typeof population === 'number' && population < minimum;

/** People behind a sampling point: those it serves, else those of its village, else those of its area. */
const peopleBehind = (site: Site, areas: ReadonlyMap<string, Pick<Area, 'population'>>): number | null => site.populationServed ?? areas.get(site.villageId ?? '')?.population ?? areas.get(site.areaId)?.population ?? null;

/** Whose files are a sharing: everybody but the laboratory, which made the values. */
const sharesWith = (user: Pick<CurrentUser, 'roles'>): boolean => !may(user, 'results.read');

/** Says of a sampling point whether its figures stay out of the file of this person. */
export async function withheldPoints({ store, user }: ExportContext): Promise<(site: Site | undefined, areas: ReadonlyMap<string, Area>) => boolean> {
  const { minimumPublishedPopulation } = await readSettings(store.read);
  const shared = sharesWith(user);
  return (site, areas) => shared && site !== undefined && tooFewPeople(peopleBehind(site, areas), minimumPublishedPopulation);
}
