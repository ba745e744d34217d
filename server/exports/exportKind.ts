/**
 * What an export is. One more is one file here and one line in the registry (index.ts); the menu of
 * the client comes from the registry. Every file and every row says whether its data are synthetic.
 */
import type { Language } from '../../models/schemas/vocabulary.ts';
import type { Store } from '../../models/store/types.ts';
import type { CurrentUser, Operation } from '../auth/permissions.ts';
import type { RoadDistances } from '../routing/roadDistances.ts';

export const EXPORT_PARAMETERS = ['round', 'schedule'] as const;
export type ExportParameter = (typeof EXPORT_PARAMETERS)[number];

export interface ExportContext {
  store: Store;
  user: CurrentUser;
  language: Language;
  /** Milliseconds since the epoch. */
  at: number;
  /** Code of a round; every round where it is left out. */
  round?: string | undefined;
  /** Id of a schedule; the newest one that the person may see where it is left out. */
  schedule?: string | undefined;
  /** Of a schedule, only what lies on this day, or is of the unit with this code. */
  date?: string | undefined;
  unit?: string | undefined;
  /** Kilometres of printed routes; straight lines where it is left out. */
  roads?: RoadDistances | undefined;
}

export interface ExportFile {
  bytes: string | Uint8Array;
  /** What the file is of, for its name, e.g. `2018-Q1`. */
  of: string;
  synthetic: boolean;
}

export interface ExportFormat {
  mediaType: string;
  write: (context: ExportContext) => Promise<ExportFile>;
}

export interface ExportKind {
  id: string;
  title: { zh: string; en: string };
  /** Who may, beside `exports.read`. */
  operation: Operation;
  parameters: readonly ExportParameter[];
  /** By name of the format, which is also the file's extension. */
  formats: Readonly<Record<string, ExportFormat>>;
}

export const inLanguage = (words: { zh: string; en: string }, language: Language): string => (language === 'en' ? words.en : words.zh);
