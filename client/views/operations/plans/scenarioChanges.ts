/** Changes of a scenario as they stand in the address, so that a link asks the same question again. */

export type ScenarioChange =
  | { kind: 'cap'; unit: string; by: number }
  | { kind: 'caps'; by: number }
  | { kind: 'unit'; level: 'town' | 'county' | 'city'; area: string }
  | { kind: 'absent'; unit: string; from: string; to: string }
  | { kind: 'operation'; from: string; to: string };

export const SCENARIO_KINDS = ['unit', 'caps', 'cap', 'absent', 'operation'] as const satisfies readonly ScenarioChange['kind'][];

/** Codes may hold a colon, so every part is escaped. */
const join = (...parts: readonly (string | number)[]): string => parts.map((part) => encodeURIComponent(String(part))).join(':');

export function writeChange(change: ScenarioChange): string {
  switch (change.kind) {
    case 'cap':
      return join(change.kind, change.unit, change.by);
    case 'caps':
      return join(change.kind, change.by);
    case 'unit':
      return join(change.kind, change.level, change.area);
    case 'absent':
      return join(change.kind, change.unit, change.from, change.to);
    case 'operation':
      return join(change.kind, change.from, change.to);
  }
}

const LEVELS = ['town', 'county', 'city'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Shifts a week that one may ask for more, as the API has it. */
const MOST_MORE = 7;

/** @returns undefined for what is no change: an address may have been typed */
export function readChange(text: string): ScenarioChange | undefined {
  let parts: string[];
  try {
    parts = text.split(':').map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const [kind, a = '', b = '', c = ''] = parts;
  const more = (value: string): number | undefined => (/^[1-9]$/.test(value) && Number(value) <= MOST_MORE ? Number(value) : undefined);
  const days = (from: string, to: string): boolean => DATE.test(from) && DATE.test(to);
  const by = more(kind === 'cap' ? b : a);
  const level = LEVELS.find((each) => each === a);
  switch (kind) {
    case 'cap':
      return a === '' || by === undefined ? undefined : { kind, unit: a, by };
    case 'caps':
      return by === undefined ? undefined : { kind, by };
    case 'unit':
      return level === undefined || b === '' ? undefined : { kind, level, area: b };
    case 'absent':
      return a === '' || !days(b, c) ? undefined : { kind, unit: a, from: b, to: c };
    case 'operation':
      return days(a, b) ? { kind, from: a, to: b } : undefined;
    default:
      return undefined;
  }
}
