/** Which of the waiting results are shown, and in which order: what a verifier looks for first stands first. Pure. */
import type { Language } from '../../../../models/schemas/vocabulary.ts';
import type { ReviewItem } from './reviewTypes.ts';

export const REVIEW_ORDERS = ['as-entered', 'largest-change', 'largest-value'] as const;
export type ReviewOrder = (typeof REVIEW_ORDERS)[number];

export interface ReviewFilter {
  /** Flagged, failed in quality control, or with a remark. */
  flagged: boolean;
  /** Name of a town in the reader's language; empty for all. */
  area: string;
  analyte: string;
  text: string;
  order: ReviewOrder;
}

export const isFlagged = (item: ReviewItem): boolean => item.flags.length > 0 || item.runStatus === 'fail' || (item.remark ?? '') !== '';

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** How far a value is from the one before at its site, in doublings either way; none where there is nothing to compare. */
const changeOf = ({ changeRatio }: Pick<ReviewItem, 'changeRatio'>): number => (changeRatio === null || !(changeRatio > 0) ? Number.NEGATIVE_INFINITY : Math.abs(Math.log2(changeRatio)));

const valueOf = ({ value }: ReviewItem): number => (value === null ? Number.NEGATIVE_INFINITY : Number(value));

const descending = (of: (item: ReviewItem) => number) => (a: ReviewItem, b: ReviewItem): number => {
  const [left, right] = [of(a), of(b)];
  return left === right ? 0 : right > left ? 1 : -1;
};

export function filterReview(items: readonly ReviewItem[], { flagged, area, analyte, text, order }: ReviewFilter, language: Language): ReviewItem[] {
  const key = language === 'en' ? 'en' : 'zh';
  const wanted = fold(text.trim());
  const shown = items.filter((item) =>
    (!flagged || isFlagged(item)) &&
    (area === '' || item.areaName[key] === area) &&
    (analyte === '' || item.analyteName[key] === analyte) &&
    (wanted === '' || [item.sampleNumber, item.siteCode, item.siteName[key], item.runNumber ?? '', item.authorName ?? '', item.rawText ?? ''].some((one) => fold(one).includes(wanted))));
  if (order === 'as-entered') return shown;
  return shown.sort(descending(order === 'largest-change' ? changeOf : valueOf));
}

/** What a signature would cover: how many bottles, analytes, flagged results, and the largest change. */
export function summaryOf(items: readonly ReviewItem[]): { results: number; bottles: number; analytes: number; flagged: number; noRun: number; largest: ReviewItem | undefined } {
  const changed = items.filter((item) => Number.isFinite(changeOf(item))).sort(descending(changeOf));
  return {
    results: items.length,
    bottles: new Set(items.map(({ sampleNumber }) => sampleNumber)).size,
    analytes: new Set(items.map(({ analyteName }) => analyteName.en)).size,
    flagged: items.filter(isFlagged).length,
    noRun: items.filter(({ runNumber }) => runNumber === null).length,
    largest: changed[0],
  };
}
