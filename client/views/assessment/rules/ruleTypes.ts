/** What the pages of the rules receive. */
import type { Grade } from '../../../../models/schemas/vocabulary.ts';
import type { Words } from '../../../api/types.ts';

export interface Standing {
  grade: Grade;
  firmness: string;
  probability: { severe: number; moderatelySevere: number; general: number } | null;
}

export interface RuleChange {
  code: string;
  name: Words;
  from: Standing;
  to: Standing;
}

export interface RulePreview {
  round: string;
  rule: string;
  against: string;
  areas: number;
  changes: RuleChange[];
}

export interface RuleCheck {
  problems: { pointer: string; zh: string; en: string }[];
  cases: { title: string; expected: Grade; got: Grade; severity: number | null }[];
  cuts: { moderatelySevere: number; severe: number; quantity: string } | null;
  preview: RulePreview | null;
}

export interface AdoptionItem {
  id: string;
  rule: string;
  ruleVersion: string;
  roundCode: string;
  against: string;
  changes: RuleChange[];
  reason: string;
  state: 'proposed' | 'adopted' | 'rejected' | 'withdrawn';
  proposedByName: string;
  proposedAt: string;
  decidedByName: string | null;
  decidedAt: string | null;
  revision: number;
  allowedActions: { action: string; allowed: boolean; reason?: Words }[];
}
