/** What a verifier or signatory looks at: values side by side with the previous one at the site, author, method and run. */
import { Decimal } from 'decimal.js';
import type { ResultRevision } from '../../../models/schemas/index.ts';
import { listAnalytes } from '../../../models/store/repositories/reference.ts';
import { siteHistory, type SiteValue } from '../../../models/store/repositories/results.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import type { Store } from '../../../models/store/types.ts';
import type { RunStatus } from '../../../analysis/quality/evaluateRun.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import { cellOfAttempt } from './cells.ts';
import type { Cell } from './cellTypes.ts';
import { gridSample } from './grid.ts';
import { currentAttempt, factsOf, HISTORY_YEARS, historyKey, newestRevision, openRequestOf, readResultBook, releasedAttempt, yearsBefore, type Attempt, type ResultBook } from './resultBook.ts';
import { requireRound, samplesInScope } from '../rounds/rounds.ts';

export interface ReviewItem extends Cell {
  sampleNumber: string;
  siteCode: string;
  siteName: { zh: string; en: string };
  areaName: { zh: string; en: string };
  analyteName: { zh: string; en: string };
  methodCode: string | null;
  previous: { round: string; reportedText: string; value: string | null } | null;
  /** Present value / previous one; null where either is not a number. */
  changeRatio: number | null;
  /** Present value / the released one that it corrects; null where there is none, or either is not a number. */
  formerRatio: number | null;
  runNumber: string | null;
  runStatus: RunStatus | null;
}

export const REVIEW_STATES = ['entered', 'submitted', 'verified', 'released', 'asked'] as const;

/** What is released beside a correction. */
function formerOf(book: ResultBook, { head }: Attempt): ResultRevision | undefined {
  const released = releasedAttempt(book, head.sampleId, head.analyteId, head.basis);
  return released === undefined || released.head.id === head.id ? undefined : newestRevision(released);
}

function ratioOf(cell: Cell, previous: Pick<SiteValue, 'qualifier' | 'value' | 'unit'> | undefined): number | null {
  if (previous?.qualifier !== '=' || cell.qualifier !== '=' || cell.value === null || previous.value === null) return null;
  const before = new Decimal(previous.value);
  if (before.isZero() || cell.unit !== previous.unit) return null;
  return new Decimal(cell.value).div(before).toSignificantDigits(4).toNumber();
}

/**
 * @param wanted.state `asked`: released, and somebody asks to withdraw it
 * @param wanted.reviewed whether the review (审核) between verification and release is done; absent: either
 * @throws Fault `not-found` for the round
 */
export async function readReview(store: Store, user: CurrentUser, code: string, { state, reviewed }: { state: (typeof REVIEW_STATES)[number]; reviewed?: boolean | undefined }): Promise<ReviewItem[]> {
  const reader = store.read;
  const round = await requireRound(reader, code);
  const samples = await samplesInScope(reader, round, user);
  const book = await readResultBook(reader, round, samples, { verdicts: true });
  const analytes = new Map((await listAnalytes(reader)).map((analyte) => [analyte.id, analyte]));
  const values = await siteHistory(reader, [...book.sites.keys()], { before: round.startsOn, from: yearsBefore(round.startsOn, HISTORY_YEARS) });
  const history = groupBy(values, (value) => historyKey(value.siteId, value.analyteId, value.matrix, value.basis));
  return samples.flatMap((sample) => {
    const shown = gridSample(book, sample);
    return book.plan.panel.flatMap((analyteId): ReviewItem[] => {
      const attempt = state === 'asked' ? releasedAttempt(book, sample.id, analyteId, 'concentration') : currentAttempt(book, sample.id, analyteId, 'concentration');
      if (attempt === undefined || (state === 'asked' ? openRequestOf(attempt) === undefined : attempt.head.state !== state)) return [];
      const cell = cellOfAttempt(book, sample, attempt, user);
      if (reviewed !== undefined && reviewed !== factsOf(book, attempt).reviewers.length > 0) return [];
      const previous = history.get(historyKey(sample.siteId, analyteId, sample.matrix, cell.basis))?.at(-1);
      const run = cell.runId === null ? undefined : book.runs.get(cell.runId);
      const analyte = analytes.get(analyteId);
      const { methodId } = attempt.head;
      return [{
        ...cell,
        sampleNumber: sample.number, siteCode: shown.siteCode, siteName: shown.siteName, areaName: shown.areaName,
        analyteName: { zh: analyte?.nameZh ?? analyteId, en: analyte?.nameEn ?? analyteId },
        methodCode: methodId === null ? null : (book.methodsById.get(methodId)?.code ?? null),
        previous: previous === undefined ? null : { round: previous.roundCode, reportedText: previous.reportedText, value: previous.value },
        changeRatio: ratioOf(cell, previous),
        formerRatio: ratioOf(cell, formerOf(book, attempt)),
        runNumber: run?.run.number ?? null,
        runStatus: run?.status ?? null,
      }];
    });
  });
}
