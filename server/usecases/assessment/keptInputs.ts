/**
 * Evidence kept with an assessment, so that it can be made again byte for byte after a correction. The
 * evidence of a round is kept once by its hash, whoever used it; an assessment names the rounds and what
 * was issued in the earlier ones.
 */
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { GradingInputs, IssuedClass } from '../../../analysis/grading/types.ts';
import { Fault } from '../../../models/errors.ts';
import { canonicalJson, sha256Hex } from '../../../models/store/canonical.ts';
import { newId } from '../../../models/store/index.ts';
import { insertKeptInputs, keptEvidence, keptPartsOf } from '../../../models/store/repositories/assessments.ts';
import type { Reader, Tx } from '../../../models/store/types.ts';

/** One round of the inputs: the round itself first, then the earlier ones, oldest first. */
export interface InputPart {
  /** SHA-256 of its canonical JSON. */
  evidence: string;
  inputs: GradingInputs;
  issued: IssuedClass[];
}

const [pack, unpack] = [promisify(deflate), promisify(inflate)];

/** The hash of the inputs: of the one round, or of the parts, so that eight quarters are not written out eight times. */
export const hashOfParts = ([own, ...past]: readonly InputPart[], withPast: boolean): string =>
  !withPast ? (own?.evidence ?? '') : sha256Hex(canonicalJson([own?.evidence ?? '', ...past.map(({ evidence, issued }) => sha256Hex(canonicalJson({ sha256: evidence, issued })))]));

export const inputsOfParts = ([own, ...past]: readonly InputPart[], withPast: boolean): GradingInputs => {
  if (own === undefined) throw new RangeError('the inputs of an assessment have no round; one was expected');
  return withPast ? { ...own.inputs, past: past.map(({ inputs, issued }) => ({ round: inputs.round, sites: inputs.sites, samples: inputs.samples, issued })) } : own.inputs;
};

export interface PackedInputs {
  evidence: { id: string; bytes: number; content: string }[];
  parts: { evidence: string; issued: IssuedClass[] }[];
}

/** Made ready outside the writer: what is kept already is not packed again. */
export async function packInputs(reader: Reader, parts: readonly InputPart[]): Promise<PackedInputs> {
  const known = new Set((await keptEvidence(reader, parts.map(({ evidence }) => evidence), false)).map(({ id }) => id));
  const evidence: PackedInputs['evidence'] = [];
  for (const { evidence: id, inputs } of parts) {
    if (known.has(id)) continue;
    known.add(id);
    const text = Buffer.from(canonicalJson(inputs));
    evidence.push({ id, bytes: text.length, content: (await pack(text)).toString('base64') });
  }
  return { evidence, parts: parts.map(({ evidence: id, issued }) => ({ evidence: id, issued })) };
}

/** Within the transaction of the assessment. */
export async function keepInputs(tx: Tx, at: number, assessmentId: string, { evidence, parts }: PackedInputs): Promise<void> {
  // another assessment may have kept the same evidence since it was packed
  const known = new Set((await keptEvidence(tx, evidence.map(({ id }) => id), false)).map(({ id }) => id));
  await insertKeptInputs(tx, evidence.filter(({ id }) => !known.has(id)), { id: newId(at), assessmentId, parts });
}

/** @throws Fault `conflict` where what is kept is no longer what was hashed */
async function readEvidence(id: string, content: string): Promise<GradingInputs> {
  const text = (await unpack(Buffer.from(content, 'base64'))).toString('utf8');
  if (sha256Hex(text) !== id) throw new Fault('conflict', `evidence ${id} was kept with another content than its hash says: run verify`, { details: [{ got: id.slice(0, 12), message: 'assessment.evidence-changed' }] });
  return JSON.parse(text) as GradingInputs;
}

/** @returns undefined for an assessment whose inputs were not kept */
export async function readKeptInputs(reader: Reader, assessmentId: string, withPast: boolean): Promise<{ inputs: GradingInputs; sha256: string } | undefined> {
  const named = await keptPartsOf(reader, assessmentId);
  if (named === undefined) return undefined;
  const rows = new Map((await keptEvidence(reader, named.map(({ evidence }) => evidence), true)).map((row) => [row.id, row.content]));
  const parts: InputPart[] = [];
  for (const { evidence, issued } of named) parts.push({ evidence, inputs: await readEvidence(evidence, rows.get(evidence) ?? ''), issued: issued as IssuedClass[] });
  return { inputs: inputsOfParts(parts, withPast), sha256: hashOfParts(parts, withPast) };
}
