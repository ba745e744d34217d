/**
 * Colours of the grades: a single-hue sequential ramp that survives colour blindness and
 * greyscale print. What is merely unknown is grey hatch or an outline, never a colour of its own.
 * Words are in i18n/<language>/words.json (grade.*): 严重, 较严重, 一般严重 (the lowest class).
 */
import type { Grade } from '../../models/schemas/vocabulary.ts';

export interface GradeLook {
  /** Fill; null where there is only a pattern or an outline. */
  fill: string | null;
  /** Text that keeps 4.5:1 on the fill. */
  ink: string;
  pattern: 'solid' | 'hatch' | 'outline';
  /** Highest first in lists and legends. */
  rank: number;
}

export const GRADE_LOOKS: Record<Grade, GradeLook> = {
  severe: { fill: '#9E2A2B', ink: '#FFFFFF', pattern: 'solid', rank: 0 },
  'moderately-severe': { fill: '#E0792F', ink: '#16252A', pattern: 'solid', rank: 1 },
  general: { fill: '#F2C879', ink: '#16252A', pattern: 'solid', rank: 2 },
  insufficient: { fill: null, ink: 'inherit', pattern: 'hatch', rank: 3 },
  'not-graded': { fill: null, ink: 'inherit', pattern: 'outline', rank: 4 },
};

/** Grades from the most severe to the unknown, for legends. */
export const GRADES_BY_RANK: readonly Grade[] = (Object.keys(GRADE_LOOKS) as Grade[]).sort(
  (a, b) => GRADE_LOOKS[a].rank - GRADE_LOOKS[b].rank,
);
