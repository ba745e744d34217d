/**
 * Makes a stored assessment again from its seed, rule and the evidence kept with it, and compares every
 * byte. What is no longer as it was (evidence, rule, code) is named; evidence that was corrected since
 * changes nothing here, because the assessment kept its own.
 */
import { Fault } from '../../../models/errors.ts';
import { constantsVersion } from '../../../models/reference/constants.ts';
import { referenceVersion } from '../../../models/reference/referenceValues.ts';
import { canonicalJson, sha256Hex } from '../../../models/store/canonical.ts';
import { assessmentById } from '../../../models/store/repositories/assessments.ts';
import { roundsById } from '../../../models/store/repositories/rounds.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../auth/permissions.ts';
import { codeVersion } from '../../version.ts';
import type { WorkerPool } from '../../workers/pool.ts';
import { bodyOf } from './assess.ts';
import { readAssessInputs } from './assessInputs.ts';
import { readKeptInputs } from './keptInputs.ts';
import { findRule } from './gradeRules/ruleBook.ts';

export interface Reproduction {
  id: string;
  round: string;
  rule: string;
  seed: number;
  /** Whether the evidence was kept with the assessment, or had to be read as it is now. */
  evidence: 'kept' | 'present';
  /** True where every byte is the same. */
  same: boolean;
  stored: { sha256: string; bytes: number };
  again: { sha256: string; bytes: number };
  /** What differs from the time of the assessment. */
  changed: { what: 'evidence' | 'rule' | 'references' | 'constants' | 'code'; stored: string; now: string }[];
}

/** @throws Fault `not-found` for the assessment, or its rule where it is no longer there */
export async function reproduceAssessment(store: Store, { user, id, pool }: { user: CurrentUser; id: string; pool?: WorkerPool | undefined }): Promise<Reproduction> {
  demand(user, 'assessments.read');
  const found = await assessmentById(store.read, id);
  const [round] = found === undefined ? [] : await roundsById(store.read, [found.roundId]);
  if (found === undefined || round === undefined) throw new Fault('not-found', `there is no assessment ${id}`, { details: [{ got: id, message: 'assessment.unknown' }] });
  const rule = await findRule(store.read, found.rule, found.ruleVersion);
  if (rule === undefined) throw new Fault('not-found', `the rule ${found.rule} of assessment ${id} is no longer there`, { details: [{ got: found.rule, message: 'rule.unknown', parameters: { known: '' } }] });
  const { inputs: present, sha256 } = await readAssessInputs(store, round, rule);
  const kept = await readKeptInputs(store.read, id, rule.pastRounds > 0);
  const inputs = kept?.inputs ?? present;
  const seed = Number(found.seed);
  // what changed since an earlier assessment is said of two of them, and is no part of this one's figures
  const { since, drawing, ...figures } = found.body;
  void since;
  const { drawing: again, ...made } = await bodyOf(inputs, rule, seed, drawing, { pool });
  void again;
  const [storedText, madeText] = [canonicalJson(figures), canonicalJson(made)];
  const versions = [
    ['evidence', found.inputsSha256, sha256],
    ['rule', found.ruleVersion, rule.version],
    ['references', found.referenceVersion, referenceVersion],
    ['constants', found.constantsVersion, constantsVersion],
    ['code', found.codeVersion, codeVersion],
  ] as const;
  const digest = (text: string): Reproduction['stored'] => ({ sha256: sha256Hex(text), bytes: Buffer.byteLength(text) });
  return {
    id,
    round: round.code,
    rule: `${rule.id}@${rule.version}`,
    seed,
    evidence: kept === undefined ? 'present' : 'kept',
    same: storedText === madeText,
    stored: digest(storedText),
    again: digest(madeText),
    changed: versions.flatMap(([what, stored, now]) => (stored === now ? [] : [{ what, stored, now }])),
  };
}
