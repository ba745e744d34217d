/**
 * Reads the two files that EUDA and SCORE publish (population-normalised loads per weekday; sites),
 * as they are. Every wrong cell is reported with its row, column and value; nothing is guessed.
 * Pure: bytes in, rows and errors out.
 */
import { parse } from 'csv-parse/sync';
import { Fault } from '../../../../models/errors.ts';
import { readTypedText } from '../../../../models/schemas/typedText.ts';

/** In the order of the file. */
export const DAYS = ['Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday'] as const;
export type Day = (typeof DAYS)[number];
export const MEANS = ['Weekday mean', 'Weekend mean', 'Daily mean'] as const;

/** What was measured in sewage under each published name: cocaine and cannabis are published by their metabolites. */
export const METABOLITES: Readonly<Record<string, string>> = { MDMA: 'mdma', amphetamine: 'amph', cannabis: 'thccooh', cocaine: 'be', ketamine: 'ket', methamphetamine: 'meth' };

export interface CellError {
  row: number;
  column: string;
  value: string;
  message: string;
}

export interface DayLoad {
  /** As it stands in the file. */
  text: string;
  /** The same as a plain decimal. */
  decimal: string;
}

export interface EudaRow {
  /** Line of the file. */
  row: number;
  year: number;
  metabolite: string;
  analyte: string;
  siteId: string;
  /** By day; a missing day has none. */
  days: ReadonlyMap<Day, DayLoad>;
  means: Readonly<Record<(typeof MEANS)[number], string | null>>;
}

export interface EudaSite {
  row: number;
  id: string;
  country: string;
  city: string;
  location: string;
  latitude: number;
  longitude: number;
  population: number;
}

/** A city that is the population-weighted average of several plants: "Berlin (4)", "Istanbul (II-VII)", "Wellington (M1+M2)". */
export const isPooled = (city: string): boolean => /\((\d+)( sites)?( - \d{4})?\)|\([IVX]+-[IVX]+\)|\(\w+\+\w+\)/.test(city);

/** The 2025 release writes Hungary once by its vehicle code. */
const COUNTRY_SLIPS: Readonly<Record<string, string>> = { H: 'HU' };

const LIMIT_BYTES = 50 * 1024 * 1024;

/** @throws Fault `too-large`, `unsupported-encoding`, `unsupported-format` */
function readTable(bytes: Uint8Array, fileName: string, columns: readonly string[]): { row: number; cells: Record<string, string> }[] {
  if (bytes.byteLength > LIMIT_BYTES) throw new Fault('too-large', `${fileName} has ${String(bytes.byteLength)} bytes; at most ${String(LIMIT_BYTES)} are read`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('unsupported-encoding', `${fileName} is not UTF-8; save it as UTF-8 (in Excel: "CSV UTF-8") and import it again`, { cause });
  }
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, { columns: true, info: true, bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw new Fault('unsupported-format', `${fileName} is not a complete CSV file: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const header = Object.keys(records[0]?.record ?? {});
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Fault('unsupported-format', `${fileName} lacks the columns ${missing.join(', ')}; got ${header.length === 0 ? 'no rows' : header.join(', ')}. Take the file as EUDA publishes it`);
  // the file pads some cells with spaces, no-break ones among them
  return records.map(({ record, info }) => ({ row: info.lines, cells: Object.fromEntries(Object.entries(record).map(([column, cell]) => [column, cell.trim()])) }));
}

export function readSites(bytes: Uint8Array, fileName: string): { sites: EudaSite[]; errors: CellError[] } {
  const errors: CellError[] = [];
  const sites: EudaSite[] = [];
  const seen = new Map<string, number>();
  for (const { row, cells } of readTable(bytes, fileName, ['SiteID', 'Country', 'City', 'Location', 'Latitude', 'Longitude', 'Population'])) {
    const before = errors.length;
    const wrong = (column: string, message: string): void => void errors.push({ row, column, value: cells[column] ?? '', message });
    const number = (column: string, limit: number, name: string): number => {
      if (!/^-?\d+(\.\d+)?$/.test(cells[column] ?? '')) {
        wrong(column, `${name} must be a number in degrees with a decimal point`);
        return NaN;
      }
      const value = Number(cells[column]);
      if (!(Math.abs(value) <= limit)) wrong(column, `${name} must lie between -${String(limit)} and ${String(limit)}; are latitude and longitude swapped?`);
      return value;
    };
    const id = cells['SiteID'] ?? '';
    if (!/^[0-9A-Za-z-]{1,20}$/.test(id)) wrong('SiteID', 'a site ID of letters and digits was expected, as in AT001');
    if (seen.has(id)) wrong('SiteID', `the site stands in row ${String(seen.get(id))} already`);
    seen.set(id, row);
    const country = COUNTRY_SLIPS[cells['Country'] ?? ''] ?? cells['Country'] ?? '';
    if (!/^[A-Z]{2}$/.test(country)) wrong('Country', 'a country code of two letters was expected, as in AT');
    if ((cells['City'] ?? '') === '') wrong('City', 'the name of the city is missing');
    const latitude = number('Latitude', 90, 'the latitude');
    const longitude = number('Longitude', 180, 'the longitude');
    // R prints 300000 as 3e+05
    const population = /^\d+(\.\d+)?(e\+?\d{1,2})?$/.test(cells['Population'] ?? '') ? Number(cells['Population']) : NaN;
    if (!(Number.isSafeInteger(population) && population > 0)) wrong('Population', 'a whole number of inhabitants above 0 was expected');
    if (errors.length === before) sites.push({ row, id, country, city: cells['City'] ?? '', location: cells['Location'] ?? '', latitude, longitude, population });
  }
  return { sites, errors };
}

export function readLoads(bytes: Uint8Array, fileName: string, sites: ReadonlyMap<string, EudaSite>): { rows: EudaRow[]; read: number; errors: CellError[] } {
  const errors: CellError[] = [];
  const rows: EudaRow[] = [];
  const seen = new Map<string, number>();
  const table = readTable(bytes, fileName, ['Year', 'Metabolite', 'Site ID', 'Country', 'City', ...DAYS, ...MEANS]);
  for (const { row, cells } of table) {
    const before = errors.length;
    const wrong = (column: string, message: string): void => void errors.push({ row, column, value: cells[column] ?? '', message });
    const year = Number(cells['Year']);
    if (!/^\d{4}$/.test(cells['Year'] ?? '')) wrong('Year', 'a year of four digits was expected');
    const metabolite = cells['Metabolite'] ?? '';
    const analyte = Object.hasOwn(METABOLITES, metabolite) ? METABOLITES[metabolite] : undefined;
    if (analyte === undefined) wrong('Metabolite', `one of ${Object.keys(METABOLITES).join(', ')} was expected`);
    const siteId = cells['Site ID'] ?? '';
    if (!sites.has(siteId)) wrong('Site ID', 'the file of sites has no such site');
    const key = `${String(year)} ${metabolite} ${siteId}`;
    if (seen.has(key)) wrong('Site ID', `this year, metabolite and site stand in row ${String(seen.get(key))} already`);
    seen.set(key, row);
    const days = new Map<Day, DayLoad>();
    for (const day of DAYS) {
      const text = cells[day] ?? '';
      if (text === '') continue;
      const typed = readTypedText(text);
      if (!typed.ok) wrong(day, typed.en);
      else if (typed.qualifier !== '=' || typed.number === null || typed.uncertainty !== null) wrong(day, 'a plain number was expected');
      else days.set(day, { text, decimal: typed.number });
    }
    const mean = (column: (typeof MEANS)[number]): string | null => {
      const text = cells[column] ?? '';
      if (text === '') return null;
      if (!/^\d+(\.\d+)?$/.test(text)) wrong(column, 'a number or nothing was expected');
      return text;
    };
    const means = { 'Weekday mean': mean('Weekday mean'), 'Weekend mean': mean('Weekend mean'), 'Daily mean': mean('Daily mean') };
    if (errors.length === before && analyte !== undefined) rows.push({ row, year, metabolite, analyte, siteId, days, means });
  }
  return { rows, read: table.length, errors };
}
