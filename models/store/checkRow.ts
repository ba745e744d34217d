/**
 * Whether a row may be kept: its schema (ajv, compiled once per thing), what both engines can hold,
 * dates that exist, and nothing in a typed text that may not be kept: numbers of persons, characters nobody sees.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { Fault, type FaultDetail } from '../errors.ts';
import { columnsOf } from '../entities/index.ts';
import { INSTANT_PATTERN, LOCAL_DATE_PATTERN, textDetail, whyTextNot, type TextForm, type Thing } from '../schemas/index.ts';

const GOT_LENGTH = 80;
/** NUL, and a surrogate without its partner. */
const UNKEEPABLE = /[\0\p{Cs}]/u;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, validateSchema: false });
ajv.addVocabulary(['x-column', 'x-heading', 'x-unit', 'x-references', 'x-machine', 'x-lines', 'x-nullable']);

interface Checks {
  readonly validate: ValidateFunction;
  readonly texts: readonly { name: string; typed: 'machine' | TextForm; calendar: 'date' | 'instant' | undefined }[];
  /** JSON fields that people type into. */
  readonly documents: readonly string[];
  /** JSON fields that no column can keep null, whatever their schema says. */
  readonly present: readonly string[];
}

const checks = new WeakMap<Thing, Checks>();

/**
 * @param changed names of the fields that are new; what an older program let in does not stop a change of another field
 * @param pointer JSON pointer of the row itself, put before every detail's pointer
 * @throws Fault `invalid` with one detail per error; Fault `person-data-refused` naming each pointer
 */
export function checkRow(thing: Thing, row: Readonly<Record<string, unknown>>, pointer = '', changed?: { has: (name: string) => boolean }): void {
  const { validate, texts, documents, present } = checksOf(thing);
  if (!validate(row)) throw new Fault('invalid', `${thing.name} is not as its schema says: ${ajv.errorsText(validate.errors)}`, { details: (validate.errors ?? []).map((error) => detailOf(error, row, pointer)) });

  const wrong: FaultDetail[] = [];
  const personal: FaultDetail[] = [];
  for (const name of present) if (row[name] === null) wrong.push({ pointer: `${pointer}/${name}`, message: 'invalid.required', parameters: { missingProperty: name } });
  const guard = (text: string, form: TextForm, at: string): void => {
    const refusal = whyTextNot(text, form);
    // the number itself is not repeated
    if (refusal !== undefined) (refusal.code === 'invalid' ? wrong : personal).push(textDetail(refusal, at));
  };
  for (const { name, typed, calendar } of texts) {
    const value = row[name];
    if (typeof value !== 'string') continue;
    // PostgreSQL refuses NUL, and a lone surrogate does not survive UTF-8: the row would not hash as it was bound
    if (UNKEEPABLE.test(value)) wrong.push({ pointer: `${pointer}/${name}`, message: 'invalid.characters' });
    else if (typed !== 'machine' && changed?.has(name) !== false) guard(value, typed, `${pointer}/${name}`);
    if (calendar !== undefined && !isOnTheCalendar(value, calendar)) wrong.push({ pointer: `${pointer}/${name}`, got: value, message: `invalid.${calendar}` });
  }
  for (const name of documents) if (changed?.has(name) !== false) eachText(row[name], `${pointer}/${name}`, (text, at) => guard(text, 'lines', at));
  if (wrong.length > 0) throw new Fault('invalid', `${thing.name}: ${wrong.map((detail) => `${detail.pointer ?? ''} ${detail.message}`).join(', ')}`, { details: wrong });
  if (personal.length > 0) {
    const places = personal.map((detail) => detail.pointer ?? '').join(', ');
    throw new Fault('person-data-refused', `${thing.name}: the text at ${places} looks like an identity or mobile number; leave persons out of it`, { details: personal });
  }
}

function checksOf(thing: Thing): Checks {
  const before = checks.get(thing);
  if (before !== undefined) return before;
  const made: Checks = {
    validate: ajv.compile(thing.schema),
    texts: columnsOf(thing)
      .filter((column) => column.kind === 'text')
      .map((column) => ({ name: column.name, typed: column.typed, calendar: calendarOf(thing, column.name) })),
    documents: columnsOf(thing)
      .filter((column) => column.kind === 'json' && column.typed !== 'machine')
      .map((column) => column.name),
    present: columnsOf(thing)
      .filter((column) => column.kind === 'json' && !column.nullable)
      .map((column) => column.name),
  };
  checks.set(thing, made);
  return made;
}

/** Every text in a document, its names among them: people choose those of mappings. */
function eachText(value: unknown, pointer: string, look: (text: string, pointer: string) => void): void {
  if (typeof value === 'string') look(value, pointer);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) {
      if (!Array.isArray(value)) look(name, pointer);
      eachText(item, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, look);
    }
}

function calendarOf(thing: Thing, name: string): 'date' | 'instant' | undefined {
  const property = thing.schema.properties[name] as { pattern?: string; anyOf?: readonly { pattern?: string }[] } | undefined;
  const pattern = property?.pattern ?? property?.anyOf?.[0]?.pattern;
  return pattern === LOCAL_DATE_PATTERN ? 'date' : pattern === INSTANT_PATTERN ? 'instant' : undefined;
}

/** Rows of one request share their dates; asking the calendar costs more than the rest of the check. */
const onTheCalendar = new Set<string>();
const DATES_REMEMBERED = 1000;

/** The pattern lets 2026-02-30 through; the calendar does not. */
function isOnTheCalendar(value: string, kind: 'date' | 'instant'): boolean {
  if (onTheCalendar.has(value)) return true;
  const instant = kind === 'date' ? `${value}T00:00:00.000Z` : value;
  const at = Date.parse(instant);
  if (!Number.isFinite(at) || new Date(at).toISOString() !== instant) return false;
  if (onTheCalendar.size >= DATES_REMEMBERED) onTheCalendar.clear();
  onTheCalendar.add(value);
  return true;
}

function detailOf(error: ErrorObject, row: Readonly<Record<string, unknown>>, pointer: string): FaultDetail {
  const path = error.keyword === 'required' ? `${error.instancePath}/${String(error.params['missingProperty'])}` : error.keyword === 'additionalProperties' ? `${error.instancePath}/${String(error.params['additionalProperty'])}` : error.instancePath;
  const got = valueAt(row, path);
  const parameters: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(error.params)) parameters[key] = typeof value === 'number' ? value : Array.isArray(value) ? value.join(', ') : String(value);
  return { pointer: `${pointer}${path}`, ...(got === undefined ? {} : { got: got.slice(0, GOT_LENGTH) }), message: `invalid.${error.keyword}`, parameters };
}

function valueAt(row: Readonly<Record<string, unknown>>, path: string): string | undefined {
  let value: unknown = row;
  for (const step of path.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value === undefined ? undefined : typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
}
