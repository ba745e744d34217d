/** What an import has to know before it decides: samples, analytes, runs, the results that stand, the sites' history. */
import type { Analyte, Round, Run, Sample } from '../../../models/schemas/index.ts';
import { readUnit } from '../../../models/schemas/unitConversion.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { listAnalytes } from '../../../models/store/repositories/reference.ts';
import { siteHistory } from '../../../models/store/repositories/results.ts';
import { roundsById } from '../../../models/store/repositories/rounds.ts';
import { runsByNumber } from '../../../models/store/repositories/runs.ts';
import { samplesByNumber } from '../../../models/store/repositories/samples.ts';
import type { Reader } from '../../../models/store/types.ts';
import { plainHeading, type ImportedValue } from '../../imports/layout.ts';
import { currentAttempt, HISTORY_YEARS, historyKey, newestRevision, readResultBook, yearsBefore, type ResultBook } from '../results/resultBook.ts';

export const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Known {
  analytes: ReadonlyMap<string, Analyte>;
  samples: ReadonlyMap<string, Sample>;
  rounds: ReadonlyMap<string, Round>;
  runs: ReadonlyMap<string, Run>;
  books: ReadonlyMap<string, ResultBook>;
}

/** Analytes by every name they go by. */
function analyteNames(analytes: readonly Analyte[], ownNames: Readonly<Record<string, string>>): Map<string, Analyte> {
  const names = new Map<string, Analyte>();
  // what the laboratory says about its own file goes before what anybody else calls it
  for (const [name, id] of Object.entries(ownNames)) {
    const analyte = analytes.find((each) => each.id === id);
    if (analyte !== undefined) names.set(plainHeading(name), analyte);
  }
  for (const analyte of analytes) {
    const withoutBrackets = analyte.nameZh.replace(/[（(].*$/, '');
    const written = [analyte.id, analyte.nameZh, withoutBrackets, analyte.nameEn, analyte.cas ?? '', ...analyte.abbreviation.split('/')];
    for (const name of written.map(plainHeading)) if (name !== '' && !names.has(name)) names.set(name, analyte);
  }
  return names;
}

export const sampleKey = (number: string): string => number.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim();

/** @param ownNames name in the file → analyte, beside the names that are known */
export async function readKnown(reader: Reader, values: readonly ImportedValue[], ownNames: Readonly<Record<string, string>> = {}): Promise<Known> {
  const samples = await samplesByNumber(reader, [...new Set(values.map((value) => sampleKey(value.sampleNumber)))]);
  const rounds = new Map((await roundsById(reader, [...new Set(samples.map((sample) => sample.roundId))])).map((round) => [round.id, round]));
  const runs = new Map((await runsByNumber(reader, [...new Set(values.flatMap((value) => value.run ?? []))])).map((run) => [run.number, run]));
  const books = new Map<string, ResultBook>();
  for (const [roundId, own] of groupBy(samples, (sample) => sample.roundId)) {
    const round = rounds.get(roundId);
    if (round !== undefined) books.set(roundId, await readResultBook(reader, round, own));
    await giveWay();
  }
  return { analytes: analyteNames(await listAnalytes(reader), ownNames), samples: new Map(samples.map((sample) => [sample.number, sample])), rounds, runs, books };
}

/** Whether the file says what stands already, letter by letter. */
function saysTheSame(value: ImportedValue, sample: Sample, analyte: Analyte, known: Known): boolean {
  const book = known.books.get(sample.roundId);
  const attempt = book === undefined ? undefined : currentAttempt(book, sample.id, analyte.id, 'concentration');
  const revision = attempt === undefined || attempt.head.state === 'pending' ? undefined : newestRevision(attempt);
  return revision !== undefined && revision.rawText === value.rawText && revision.typedUnit === readUnit(value.unit) && revision.dilution === (value.dilution ?? '1');
}

/** The sites' earlier values, once for the whole file, and only for what may be written. */
export async function readHistory(reader: Reader, values: readonly ImportedValue[], known: Known): Promise<void> {
  const sites = new Set<string>();
  for (const value of values) {
    const sample = known.samples.get(sampleKey(value.sampleNumber));
    const analyte = known.analytes.get(plainHeading(value.analyte));
    if (sample !== undefined && analyte !== undefined && !saysTheSame(value, sample, analyte, known)) sites.add(sample.siteId);
  }
  const starts = [...known.rounds.values()].map((round) => round.startsOn).sort();
  const [first] = starts;
  const last = starts.at(-1);
  if (sites.size === 0 || first === undefined || last === undefined) return;
  const history = groupBy(await siteHistory(reader, [...sites], { from: yearsBefore(first, HISTORY_YEARS), before: last }), (each) => historyKey(each.siteId, each.analyteId, each.matrix, each.basis));
  for (const book of known.books.values()) {
    const from = yearsBefore(book.round.startsOn, HISTORY_YEARS);
    for (const [key, list] of history) {
      const own = list.filter((each) => each.roundStartsOn < book.round.startsOn && each.roundStartsOn >= from);
      if (own.length > 0) book.history.set(key, own);
    }
    await giveWay();
  }
}

