/** Quality-control measurements as they are typed or stand in an instrument's file, read against the method of their run. */
import type { FaultDetail } from '../../../models/errors.ts';
import type { QcKind, QcSample, Run } from '../../../models/schemas/index.ts';
import { Exact } from '../../../models/schemas/rounding.ts';
import { readTypedText } from '../../../models/schemas/typedText.ts';
import { readUnit, unitFactor } from '../../../models/schemas/unitConversion.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { methodKey } from '../../../models/store/repositories/reference.ts';
import { resultsOfSamples, revisionsOf } from '../../../models/store/repositories/results.ts';
import type { Reader } from '../../../models/store/types.ts';

export interface QcInput {
  kind: QcKind;
  analyteId: string;
  /** The sample that a duplicate or spike belongs to. */
  sampleId?: string | null | undefined;
  rawText: string;
  unit: string;
  /** Amount added or certified. */
  expected?: string | null | undefined;
  /** First value of a duplicate, unspiked amount of a spike; taken from the sample's own result where absent. */
  base?: string | null | undefined;
  measuredAt?: string | undefined;
}

const NEEDS_EXPECTED: readonly QcKind[] = ['matrix-spike', 'laboratory-control', 'continuing-calibration', 'calibration'];

/**
 * Reads quality-control measurements as typed.
 * @param bases value of a sample's own result, by `sampleId analyteId`, in the method's unit
 * @returns the rows, or every error at once
 */
export function readQcSamples(inputs: readonly QcInput[], run: Run, methods: ReadonlyMap<string, { unit: string }>, bases: ReadonlyMap<string, { value: string; unit: string }>, context: { userId: string; at: number; importId?: string }): { rows: QcSample[]; errors: FaultDetail[] } {
  const rows: QcSample[] = [];
  const errors: FaultDetail[] = [];
  // lists are in the order of measuring, and of ids where that is the same instant: ids rise as they were entered
  const ids = inputs.map(() => newId(context.at)).sort();
  inputs.forEach((input, index) => {
    const complain = (field: string, got: string, zh: string, en: string): void => void errors.push({ pointer: `/samples/${String(index)}/${field}`, row: index + 1, column: field, got, message: 'result.refused', parameters: { zh, en } });
    const decimalOf = (field: 'expected' | 'base', text: string | null | undefined): string | null => {
      if (text === undefined || text === null || text.trim() === '') return null;
      const read = readTypedText(text);
      if (!read.ok) complain(field, text, read.zh, read.en);
      else if (read.qualifier !== '=' || read.number === null) complain(field, text, '此处应为数值', 'a number is expected here');
      else return read.number;
      return null;
    };
    const method = methods.get(methodKey(input.analyteId, run.matrix));
    if (method === undefined) complain('analyteId', input.analyteId, `没有 ${input.analyteId} 的方法`, `there is no method for ${input.analyteId}`);
    const unit = readUnit(input.unit);
    const methodUnit = method === undefined ? undefined : readUnit(method.unit);
    if (unit === undefined || (methodUnit !== undefined && unitFactor(unit, methodUnit) === undefined)) complain('unit', input.unit, `单位 ${input.unit} 不适用于此方法`, `the unit ${input.unit} does not go with the method`);
    const typed = readTypedText(input.rawText);
    if (!typed.ok) complain('rawText', input.rawText, typed.zh, typed.en);
    const expected = decimalOf('expected', input.expected);
    const typedBase = decimalOf('base', input.base);
    if (expected !== null && input.kind !== 'calibration' && NEEDS_EXPECTED.includes(input.kind) && !(new Exact(expected).gt(0))) complain('expected', input.expected ?? '', '加标量或标称值须大于 0', 'the amount added or certified must be above 0');
    if (expected === null && NEEDS_EXPECTED.includes(input.kind)) complain('expected', input.expected ?? '', '请填写加标量或标称值', 'the amount added or certified is wanted');
    if (unit === undefined || !typed.ok) return;
    const own = input.sampleId === undefined || input.sampleId === null ? undefined : bases.get(`${input.sampleId} ${input.analyteId}`);
    const ownUnit = own === undefined ? undefined : readUnit(own.unit);
    const factor = ownUnit === undefined ? undefined : unitFactor(ownUnit, unit);
    const base = typedBase ?? (own === undefined || factor === undefined ? null : scaled(own.value, factor));
    rows.push({
      id: ids[index] ?? newId(context.at), runId: run.id, kind: input.kind, analyteId: input.analyteId, sampleId: input.sampleId ?? null, rawText: input.rawText, qualifier: typed.qualifier,
      value: typed.qualifier === '=' ? typed.number : null, unit, expected, base, measuredAt: input.measuredAt ?? nowInstant(context.at), enteredBy: context.userId, importId: context.importId ?? null, synthetic: run.synthetic,
    });
  });
  return { rows, errors };
}

const scaled = (value: string, factor: string): string => new Exact(value).times(factor).toFixed();

/** The present values of these samples, as bases of their duplicates and spikes. */
export async function basesOf(reader: Reader, sampleIds: readonly string[]): Promise<Map<string, { value: string; unit: string }>> {
  const heads = (await resultsOfSamples(reader, sampleIds)).filter((head) => head.reportable && head.valueRevision > 0);
  const revisions = await revisionsOf(reader, heads.map((head) => head.id));
  return new Map(heads.flatMap((head) => {
    const revision = revisions.get(head.id)?.at(-1);
    return revision === undefined || revision.value === null ? [] : [[`${head.sampleId} ${head.analyteId}`, { value: revision.value, unit: revision.unit }] as const];
  }));
}
