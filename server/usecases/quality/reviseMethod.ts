/**
 * A laboratory's own figures for a method: limits from its validation, digits, rounding. A version is never
 * changed; what was read with the one before keeps its reading. Limits may follow a rule from the detection
 * limit: 40 CFR 136 (ML = 3.18 × MDL) or HJ 168 (测定下限 = 4 × 方法检出限).
 */
import { Fault, type FaultDetail } from '../../../models/errors.ts';
import { method, type Method } from '../../../models/schemas/index.ts';
import { Exact } from '../../../models/schemas/rounding.ts';
import { newId } from '../../../models/store/index.ts';
import { listMethods } from '../../../models/store/repositories/reference.ts';
import type { Store } from '../../../models/store/types.ts';
import { omit } from '../../omit.ts';
import { demand, type CurrentUser } from '../../auth/permissions.ts';

/** Multiple of the detection limit that is the quantification limit; null where the laboratory states it. */
const LIMIT_FACTORS: Readonly<Record<Method['limitRule'], string | null>> = { '40CFR136': '3.18', HJ168: '4', stated: null };

export interface MethodFigures {
  /** Decimal, in the unit of the method. */
  lod: string;
  /** Absent where a rule gives it. */
  loq?: string | undefined;
  upper: string;
  significantDigits: number;
  maximumDecimals: number | null;
  rounding: Method['rounding'];
  limitRule: Method['limitRule'];
  manualLimits: boolean;
  verificationsRequired: number;
  duplicateRule: Method['duplicateRule'];
  /** Absent: as before. */
  holdFactor?: number | null;
  holdingTimeHours?: number | null;
}

export interface ReviseMethod {
  user: CurrentUser;
  /** Id of the version that was looked at; it must be the newest. */
  from: string;
  figures: MethodFigures;
  /** Where the figures come from, e.g. the report of the validation. */
  source: string;
}

const DECIMAL = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** @throws Fault `invalid` with every wrong figure at once */
function readLimits(figures: MethodFigures): { lod: string; loq: string; upper: string } {
  const details: FaultDetail[] = [];
  const read = (field: 'lod' | 'loq' | 'upper', text: string): InstanceType<typeof Exact> | undefined => {
    const trimmed = text.trim();
    if (trimmed.length <= 30 && DECIMAL.test(trimmed) && new Exact(trimmed).gt(0)) return new Exact(trimmed);
    details.push({ pointer: `/figures/${field}`, got: text.slice(0, 40), message: 'method.decimal' });
    return undefined;
  };
  const [lod, upper] = [read('lod', figures.lod), read('upper', figures.upper)];
  const factor = LIMIT_FACTORS[figures.limitRule];
  const ruled = factor === null ? undefined : lod?.times(factor);
  const typed = figures.loq === undefined || figures.loq.trim() === '' ? undefined : read('loq', figures.loq);
  const loq = factor === null ? typed : ruled;
  if (factor === null && (figures.loq ?? '').trim() === '') details.push({ pointer: '/figures/loq', got: '', message: 'method.decimal' });
  if (ruled !== undefined && typed !== undefined && !typed.eq(ruled)) details.push({ pointer: '/figures/loq', got: figures.loq ?? '', message: 'method.rule', parameters: { factor: factor ?? '', expected: ruled.toFixed() } });
  if (lod !== undefined && loq !== undefined && upper !== undefined && !(lod.lte(loq) && loq.lt(upper))) {
    details.push({ pointer: '/figures', got: `${lod.toFixed()}, ${loq.toFixed()}, ${upper.toFixed()}`, message: 'method.limits' });
  }
  if (details.length > 0 || lod === undefined || loq === undefined || upper === undefined) throw new Fault('invalid', 'the limits of the method cannot be taken', { details });
  return { lod: lod.toFixed(), loq: loq.toFixed(), upper: upper.toFixed() };
}

/** The ranges of uncertainty follow the limits they were bounded by. */
function rebased(before: Method, limits: { lod: string; loq: string; upper: string }): Method['uncertainty'] {
  const bounds = new Map([[before.lod, limits.lod], [before.loq, limits.loq], [new Exact(before.loq).times(5).toFixed(), new Exact(limits.loq).times(5).toFixed()], [before.upper, limits.upper]]);
  const ranges = before.uncertainty.map(({ from, to, relative }) => ({ from: bounds.get(from) ?? from, to: to === null ? null : (bounds.get(to) ?? to), relative }));
  const rises = ranges.every(({ from, to }, index) => (to === null || new Exact(from).lt(to)) && (index === 0 || ranges[index - 1]?.to === from));
  if (!rises) {
    throw new Fault('invalid', 'the ranges of uncertainty would no longer rise', { details: [{ pointer: '/figures', got: ranges.map(({ from, to }) => `${from}-${to ?? ''}`).join(', '), message: 'method.uncertainty' }] });
  }
  return ranges;
}

/**
 * @returns the new version, in force from now on
 * @throws Fault `not-found`, `stale-revision` when a newer version is there, `invalid`, `conflict` when nothing differs
 */
export async function reviseMethod(store: Store, { user, from, figures, source }: ReviseMethod): Promise<Method> {
  demand(user, 'methods.write');
  const limits = readLimits(figures);
  if (source.trim() === '') throw new Fault('invalid', 'where the figures come from is wanted', { details: [{ pointer: '/source', got: '', message: 'method.source' }] });
  return store.write(async (tx) => {
    const all = await listMethods(tx);
    const before = all.find(({ id }) => id === from);
    if (before === undefined) throw new Fault('not-found', `there is no method ${from}`, { details: [{ pointer: '/from', got: from, message: 'method.no-such' }] });
    const versions = all.filter((one) => one.code === before.code && one.analyteId === before.analyteId && one.matrix === before.matrix).map(({ version }) => version);
    const newest = Math.max(...versions);
    if (newest !== before.version) throw new Fault('stale-revision', `version ${String(newest)} is there`, { facts: { current: newest }, details: [{ pointer: '/from', got: String(before.version), message: 'method.newer', parameters: { newest } }] });
    const next: Method = { ...before, ...omit(figures, 'loq'), ...limits, uncertainty: rebased(before, limits), source: source.trim(), id: newId(), version: before.version + 1 };
    const changed = Object.keys(figures).filter((name) => JSON.stringify(next[name as keyof Method]) !== JSON.stringify(before[name as keyof Method]));
    if (changed.length === 0) throw new Fault('conflict', 'nothing differs from the version in force', { details: [{ pointer: '/figures', message: 'method.same' }] });
    await tx.insert(method, [next]);
    tx.audit({ actorId: user.id, action: 'method.revise', subject: 'method', subjectId: next.id, reason: next.source, detail: { code: next.code, analyte: next.analyteId, matrix: next.matrix, version: next.version, changed, before: Object.fromEntries(changed.map((name) => [name, before[name as keyof Method]])), after: Object.fromEntries(changed.map((name) => [name, next[name as keyof Method]])) } });
    return next;
  });
}
