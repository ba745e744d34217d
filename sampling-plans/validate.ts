/**
 * Checks a plan document as written in plans/*.json: its shape by the schema, then what a schema
 * cannot say (codes used once, streams that lead somewhere). Every error is reported at once, with
 * its path, what was expected and what was got.
 * Pure; the caller reads the file.
 */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { PlanDocument } from '../models/schemas/plan.ts';
import { isKnownZone } from './calendar.ts';

export interface PlanError {
  /** JSON pointer into the document. */
  path: string;
  expected: string;
  got: string;
}

export type PlanCheck = { ok: true; plan: PlanDocument } | { ok: false; errors: PlanError[] };

const ajv = new Ajv2020({ allErrors: true, verbose: true });
const check = ajv.compile<PlanDocument>(PlanDocument);

/** Values as an error shows them: short, and never a whole area. */
const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

function readSchemaError(error: ErrorObject): PlanError {
  const params = error.params as Record<string, unknown>;
  const here = { path: error.instancePath === '' ? '/' : error.instancePath, got: show(error.data) };
  switch (error.keyword) {
    case 'required':
      return { path: `${error.instancePath}/${String(params['missingProperty'])}`, expected: 'a value (the field is required)', got: 'nothing' };
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as Record<string, unknown>);
      return { path: `${error.instancePath}/${name}`, expected: `one of the known fields: ${known.join(', ')}`, got: `the field "${name}"` };
    }
    case 'enum':
      return { ...here, expected: `one of ${(params['allowedValues'] as unknown[]).map(show).join(', ')}` };
    case 'type':
      return { ...here, expected: `a value of type ${String(params['type'])}` };
    case 'pattern':
      return { ...here, expected: `text of the form ${String(params['pattern'])}` };
    case 'minimum': case 'maximum': case 'exclusiveMinimum':
      return { ...here, expected: `a number ${String(params['comparison'])} ${String(params['limit'])}` };
    default:
      return { ...here, expected: error.message ?? error.keyword };
  }
}

/** What the schema cannot say. */
function checkMeaning(plan: PlanDocument, knownAnalytes: ReadonlySet<string> | undefined): PlanError[] {
  const errors: PlanError[] = [];
  const places = new Map<string, string>();
  const seenOnce = (kind: string, code: string, path: string): void => {
    const first = places.get(`${kind} ${code}`);
    if (first === undefined) places.set(`${kind} ${code}`, path);
    else errors.push({ path, expected: `a ${kind} code used once (it stands at ${first} already)`, got: show(code) });
  };
  plan.areas.forEach((area, a) => {
    seenOnce('area', area.code, `/areas/${String(a)}/code`);
    area.sites.forEach((site, s) => { seenOnce('site', site.code, `/areas/${String(a)}/sites/${String(s)}/code`); });
  });
  const streams = new Map<string, string[]>();
  plan.areas.forEach((area, a) => {
    area.sites.forEach((site, s) => {
      (site.downstream ?? []).forEach((next, d) => {
        const path = `/areas/${String(a)}/sites/${String(s)}/downstream/${String(d)}/site`;
        if (!places.has(`site ${next.site}`)) errors.push({ path, expected: 'the code of a site of this plan', got: show(next.site) });
        else streams.set(site.code, [...(streams.get(site.code) ?? []), next.site]);
        if (flowsInto(streams, next.site, site.code)) errors.push({ path, expected: `a site that does not flow back into ${site.code}`, got: show(next.site) });
      });
    });
  });
  plan.panel.forEach((analyte, i) => {
    if (knownAnalytes?.has(analyte) === false) errors.push({ path: `/panel/${String(i)}`, expected: 'an analyte of models/reference/analytes.json', got: show(analyte) });
  });
  if (!isKnownZone(plan.timeZone)) errors.push({ path: '/timeZone', expected: 'a time zone of the tz database, as in Asia/Shanghai', got: show(plan.timeZone) });
  return errors;
}

function flowsInto(streams: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const waiting = [from];
  const seen = new Set<string>();
  for (let site = waiting.pop(); site !== undefined; site = waiting.pop()) {
    if (site === to) return true;
    if (seen.has(site)) continue;
    seen.add(site);
    waiting.push(...(streams.get(site) ?? []));
  }
  return false;
}

/**
 * @param document the parsed JSON
 * @param known.analytes ids of the analytes there are; without it the panel is not held against them
 */
export function validatePlan(document: unknown, known: { analytes?: ReadonlySet<string> } = {}): PlanCheck {
  if (!check(document)) return { ok: false, errors: (check.errors ?? []).map(readSchemaError) };
  const errors = checkMeaning(document, known.analytes);
  return errors.length === 0 ? { ok: true, plan: document } : { ok: false, errors };
}

/** The errors as lines for a terminal or a problem's text. */
export const describePlanErrors = (errors: readonly PlanError[]): string[] => errors.map(({ path, expected, got }) => `${path}: expected ${expected}; got ${got}`);
