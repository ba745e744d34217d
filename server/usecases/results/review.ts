/** What a verifier or signatory looks at: values side by side with the previous one at the site, author, method and run. */
import { Decimal } from 'decimal.js';
import type { ResultRevision, UnitOfMeasure } from '../../../models/schemas/index.ts';
import { unitFactor } from '../../../models/schemas/unitConversion.ts';
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
  /** Present value / previous one; null where they cannot be compared. */
  changeRatio: number | null;
  /** Where a limit stands on either side: the ratio is less, or more, than that. */
  changeBound: '<' | '>' | null;
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

type Compared = Pick<SiteValue, 'qualifier' | 'value' | 'limit' | 'unit'>;

const levelOf = ({ qualifier, value, limit }: Pick<Compared, 'qualifier' | 'value' | 'limit'>): Decimal | undefined => {
  const text = qualifier === '=' ? value : limit;
  return text === null || !new Decimal(text).gt(0) ? undefined : new Decimal(text);
};

/** Which way the ratio of two values is bounded; undefined where two limits say nothing together. */
function boundOf(now: string, before: string): ReviewItem['changeBound'] | undefined {
  const sides = [now === '=' ? null : now, before === '=' ? null : before === '<' ? '>' : '<'].filter((side) => side !== null);
  if (sides.length === 2 && sides[0] !== sides[1]) return undefined;
  return sides[0] === '<' ? '<' : sides[0] === '>' ? '>' : null;
}

/** Present value / former one in one unit; a limit gives a bound of it. */
function changeOf(cell: Cell, previous: Compared | undefined): Pick<ReviewItem, 'changeRatio' | 'changeBound'> {
  const none = { changeRatio: null, changeBound: null };
  if (previous === undefined || cell.qualifier === null || cell.unit === null) return none;
  const [now, before, factor] = [levelOf({ qualifier: cell.qualifier, value: cell.value, limit: cell.limit }), levelOf(previous), unitFactor(previous.unit as UnitOfMeasure, cell.unit as UnitOfMeasure)];
  const changeBound = boundOf(cell.qualifier, previous.qualifier);
  if (now === undefined || before === undefined || factor === undefined || changeBound === undefined) return none;
  const changeRatio = now.div(before.times(factor)).toSignificantDigits(4).toNumber();
  return Number.isFinite(changeRatio) ? { changeRatio, changeBound } : none;
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
      const former = changeOf(cell, formerOf(book, attempt));
      return [{
        ...cell,
        sampleNumber: sample.number, siteCode: shown.siteCode, siteName: shown.siteName, areaName: shown.areaName,
        analyteName: { zh: analyte?.nameZh ?? analyteId, en: analyte?.nameEn ?? analyteId },
        methodCode: methodId === null ? null : (book.methodsById.get(methodId)?.code ?? null),
        previous: previous === undefined ? null : { round: previous.roundCode, reportedText: previous.reportedText, value: previous.value },
        ...changeOf(cell, previous),
        formerRatio: former.changeBound === null ? former.changeRatio : null,
        runNumber: run?.run.number ?? null,
        runStatus: run?.status ?? null,
      }];
    });
  });
}
