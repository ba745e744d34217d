import { REASON_CODES } from '../../../models/schemas/reasons.ts';
import type { Words } from '../../api/types.ts';

/** A coded reason in words, and what was written beside it. */
export function spokenReason({ reasonCode, reason }: { reasonCode: string | null; reason: string | null }, name: (words: Words) => string): string {
  const known = Object.values(REASON_CODES).flat().find(({ code }) => code === reasonCode);
  return [known === undefined || known.code === 'other' ? null : name(known), reason].filter((part) => part !== null && part !== '').join(' · ');
}
