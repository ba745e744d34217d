/**
 * The kinds of field a thing can have, each said once: TypeScript type, JSON Schema,
 * database column, unit and heading in both languages.
 * Knows nothing of databases or HTTP; the browser imports it too.
 */
import { Type, type Static, type TSchema, type TUnsafe } from '@sinclair/typebox';

/** Heading of a field, as grids, forms and exports print it. */
export type Heading = readonly [zh: string, en: string];

/** How a field is kept. Instants, dates and decimals are text on both engines, so that no session setting formats them. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'json';

export interface FieldNotes {
  'x-column': ColumnKind;
  'x-heading': { zh: string; en: string };
  'x-unit'?: string;
  /** Name of the thing this field points at. */
  'x-references'?: string;
  /** Made by the program. Every other text can be typed: ID and mobile numbers and invisible characters are refused in it. */
  'x-machine'?: true;
  /** May have line breaks and tabs. */
  'x-lines'?: true;
  'x-nullable'?: true;
}

const notes = (column: ColumnKind, heading: Heading, more: Partial<FieldNotes> = {}): FieldNotes => ({
  'x-column': column,
  'x-heading': { zh: heading[0], en: heading[1] },
  ...more,
});

export const ID_PATTERN = '^[0-9A-Za-z][0-9A-Za-z._:-]{0,79}$';
/** The store checks the calendar of fields with these two patterns; a pattern alone lets 30 February through. */
export const INSTANT_PATTERN = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$';
export const LOCAL_DATE_PATTERN = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
export const DECIMAL_PATTERN = '^-?(0|[1-9]\\d*)(\\.\\d+)?$';

/** Identity made by the application, never by the database. */
export const id = (heading: Heading = ['标识', 'ID']) =>
  Type.String({ ...notes('text', heading), pattern: ID_PATTERN, maxLength: 80 });

/** Identity of another thing; becomes a foreign key. */
export const ref = (thing: string, heading: Heading) =>
  Type.String({ ...notes('text', heading, { 'x-references': thing }), pattern: ID_PATTERN, maxLength: 80 });

/** A word, number or sentence that the program makes; nobody types it. Which fields these are, and why, is in a test. */
export const code = (heading: Heading, maxLength = 200) =>
  Type.String({ ...notes('text', heading, { 'x-machine': true }), minLength: 1, maxLength });

/** A digest in hexadecimal, or a password's in PHC form. */
export const hash = (heading: Heading, maxLength = 64) =>
  Type.String({ ...notes('text', heading, { 'x-machine': true }), minLength: 1, maxLength });

/** Short text chosen by the laboratory: codes, names. */
export const text = (heading: Heading, maxLength = 200) =>
  Type.String({ ...notes('text', heading), minLength: 1, maxLength });

/** Text that may be empty and is kept exactly as typed. */
export const typedText = (heading: Heading, maxLength = 200) =>
  Type.String({ ...notes('text', heading, { 'x-lines': true }), maxLength });

/** Sentences written by people: never blanks alone. */
export const freeText = (heading: Heading, maxLength = 2000) =>
  Type.String({ ...notes('text', heading, { 'x-lines': true }), minLength: 1, maxLength, pattern: '\\S' });

/** A decimal number kept as text, so that no digit is lost. */
export const decimal = (heading: Heading, unit?: string) =>
  Type.String({ ...notes('text', heading, unit === undefined ? {} : { 'x-unit': unit }), pattern: DECIMAL_PATTERN, maxLength: 60 });

/** A measured or set number for which binary floating point is good enough (coordinates, flows, temperatures). */
export const real = (heading: Heading, unit: string | undefined, range: { minimum?: number; maximum?: number; exclusiveMinimum?: number } = {}) =>
  Type.Number({ ...notes('real', heading, unit === undefined ? {} : { 'x-unit': unit }), ...range });

/** PostgreSQL's integer has 32 bits; what it would refuse is refused on both engines. */
const INTEGER_LIMIT = 2_147_483_647;

export const integer = (heading: Heading, range: { minimum?: number; maximum?: number } = {}, unit?: string) =>
  Type.Integer({ ...notes('integer', heading, unit === undefined ? {} : { 'x-unit': unit }), minimum: -INTEGER_LIMIT, maximum: INTEGER_LIMIT, ...range });

export const flag = (heading: Heading) => Type.Boolean(notes('boolean', heading));

/** One of a closed list of words. */
export const choice = <const T extends readonly string[]>(values: T, heading: Heading): TUnsafe<T[number]> =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...notes('text', heading) });

/** An instant in UTC, with milliseconds and Z. */
export const instant = (heading: Heading) => Type.String({ ...notes('text', heading), pattern: INSTANT_PATTERN });

/** A calendar date where the thing happened; never derived from the instant by a reader's time zone. */
export const localDate = (heading: Heading) => Type.String({ ...notes('text', heading), pattern: LOCAL_DATE_PATTERN });

/** Structured data kept as canonical JSON text. The texts in it can be typed. */
export const json = <S extends TSchema>(schema: S, heading: Heading): TUnsafe<Static<S>> =>
  Type.Unsafe<Static<S>>({ ...schema, ...notes('json', heading, { 'x-lines': true }) });

/** Structured data that the program computes from what was checked when it was typed. */
export const machineJson = <S extends TSchema>(schema: S, heading: Heading): TUnsafe<Static<S>> =>
  Type.Unsafe<Static<S>>({ ...schema, ...notes('json', heading, { 'x-machine': true }) });

/** The field may be missing; missing is null, never 0 and never ''. */
export const nullable = <S extends TSchema>(schema: S) => {
  const { 'x-column': column, 'x-heading': heading, 'x-unit': unit, 'x-references': references, 'x-machine': machine, 'x-lines': lines } = schema as unknown as FieldNotes;
  return Type.Union([schema, Type.Null()], {
    'x-column': column,
    'x-heading': heading,
    ...(unit === undefined ? {} : { 'x-unit': unit }),
    ...(references === undefined ? {} : { 'x-references': references }),
    ...(machine === undefined ? {} : { 'x-machine': machine }),
    ...(lines === undefined ? {} : { 'x-lines': lines }),
    'x-nullable': true,
  });
};

/** Rises by one at each change; what If-Match names. */
export const revision = () => integer(['版本', 'Revision'], { minimum: 1 });

/** True for rows made by the example generator; every screen and export says so. */
export const synthetic = () => flag(['合成数据', 'Synthetic']);
