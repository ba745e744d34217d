/** Kinds that act on the supply in a place and in some towns only: what a change of the water can be held against. */
import type { TaskKind } from '../../../models/schemas/operations.ts';

export const TARGETED_KINDS: readonly TaskKind[] = ['premises-check', 'encirclement', 'source-investigation'];
