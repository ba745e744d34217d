/** What an audit entry speaks of, in the laboratory's words: the bottle's number, the town, the account; not the id that the store gave it. */
import { area, assessment, importLog, method, nomination, result, round, run, sample, schedule, site, task, unit, user, type Thing } from '../../../models/schemas/index.ts';
import type { Words } from '../../../models/schemas/vocabulary.ts';
import { listAnalytes } from '../../../models/store/repositories/reference.ts';
import type { Reader } from '../../../models/store/types.ts';

const same = (text: string): Words => ({ zh: text, en: text });

type Naming = (reader: Reader, ids: readonly string[]) => Promise<ReadonlyMap<string, Words>>;

type Fields = Readonly<Record<string, unknown>>;

const rowsById = async (reader: Reader, thing: Thing, ids: readonly string[]): Promise<Fields[]> => reader.find(thing, { where: { id: ids } });

/** Names rows by what a person calls them. */
const by = (thing: Thing, name: (row: Fields) => Words): Naming => async (reader, ids) => new Map((await rowsById(reader, thing, ids)).map((row) => [text(row['id']), name(row)]));

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

const placeName = (row: Fields): Words => ({ zh: `${text(row['nameZh'])}（${text(row['code'])}）`, en: `${text(row['nameEn'])} (${text(row['code'])})` });

const rounds: Naming = by(round, (row) => same(text(row['code'])));

/** Things that are named by the round that they are of. */
const withRound = (thing: Thing, words: (row: Fields, code: string) => Words): Naming => async (reader, ids) => {
  const rows = await rowsById(reader, thing, ids);
  const codes = await rounds(reader, [...new Set(rows.map((row) => text(row['roundId'])))]);
  return new Map(rows.map((row) => [text(row['id']), words(row, codes.get(text(row['roundId']))?.en ?? '')]));
};

const results: Naming = async (reader, ids) => {
  const heads = await reader.find(result, { where: { id: ids } });
  const bottles = new Map((await reader.find(sample, { where: { id: [...new Set(heads.map(({ sampleId }) => sampleId))] } })).map(({ id, number }) => [id, number]));
  const analytes = new Map((await listAnalytes(reader)).map((one) => [one.id, one]));
  return new Map(heads.map(({ id, sampleId, analyteId }) => {
    const analyte = analytes.get(analyteId);
    const number = bottles.get(sampleId) ?? '';
    return [id, { zh: `${number} · ${analyte?.nameZh ?? analyteId}`, en: `${number} · ${analyte?.nameEn ?? analyteId}` }];
  }));
};

/** By the subject that entries name. A subject that is not here keeps its id, which is then a word of its own (`shipped`, a code). */
const NAMINGS: Readonly<Record<string, Naming>> = {
  round: rounds,
  sample: by(sample, (row) => same(text(row['number']))),
  result: results,
  run: by(run, (row) => same(text(row['number']))),
  site: by(site, placeName),
  area: by(area, placeName),
  unit: by(unit, placeName),
  user: by(user, (row) => same(`${text(row['displayName'])} (${text(row['username'])})`)),
  method: by(method, (row) => same(`${text(row['code'])} ${text(row['analyteId'])} ${text(row['version'])}`)),
  importLog: by(importLog, (row) => same(text(row['fileName']))),
  nomination: by(nomination, (row) => same(text(row['place']))),
  assessment: withRound(assessment, (row, code) => ({ zh: `${code} 第 ${text(row['sequence'])} 次评估`, en: `${code}, assessment ${text(row['sequence'])}` })),
  schedule: withRound(schedule, (row, code) => ({ zh: `${code}，排班 ${text(row['id']).slice(-6)}`, en: `${code}, plan ${text(row['id']).slice(-6)}` })),
  task: by(task, (row) => same(`${text(row['number'])} · ${text(row['date'])}`)),
};

/** Places and days of nominations and tasks are secret until released: only planners read them here. That a plan exists is no secret; when it begins is. */
const SECRET = new Set(['task', 'nomination']);

/**
 * @param entries subject and id of each
 * @param secrets whether the person may read what is not released yet
 * @returns names by `subject id`; what is not there, or may not be read, is left out
 */
export async function auditSubjects(reader: Reader, entries: readonly { subject: string; subjectId: string }[], secrets: boolean): Promise<ReadonlyMap<string, Words>> {
  const ids = new Map<string, Set<string>>();
  for (const { subject, subjectId } of entries) {
    if (!Object.hasOwn(NAMINGS, subject) || (SECRET.has(subject) && !secrets)) continue;
    ids.set(subject, (ids.get(subject) ?? new Set<string>()).add(subjectId));
  }
  const names = new Map<string, Words>();
  for (const [subject, wanted] of ids) {
    for (const [id, name] of (await NAMINGS[subject]?.(reader, [...wanted])) ?? []) names.set(`${subject} ${id}`, name);
  }
  return names;
}
