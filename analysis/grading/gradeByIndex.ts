/** Grades every area by a fixed-cut index: arranges the bottles by area and asks `gradeArea`. Pure. */
import { arrange } from './arrange.ts';
import { gradeArea, type GradeConstants } from './gradeArea.ts';
import type { GradingInputs, PreparedGrading } from './types.ts';

/**
 * @param constants of the rule; `weightOf` may depend on the inputs
 * @throws RangeError naming a bottle whose site, or a site whose area, is not among the inputs
 */
export function gradeByIndex(inputs: GradingInputs, constants: GradeConstants): PreparedGrading {
  const { areas, analytes, decisions } = arrange(inputs, constants);
  return {
    count: areas.length,
    gradeAt: (index) => {
      const found = areas[index];
      if (found === undefined) throw new RangeError(`area ${index} of ${areas.length} does not exist`);
      return gradeArea({ ...found, analytes, relations: inputs.relations, constants });
    },
    decisions,
  };
}

/** Every area in turn: what a rule's `grade` answers. */
export const gradeAll = (prepared: PreparedGrading): { areas: ReturnType<PreparedGrading['gradeAt']>[]; decisions: PreparedGrading['decisions'] } => ({
  areas: Array.from({ length: prepared.count }, (_, index) => prepared.gradeAt(index)),
  decisions: prepared.decisions,
});
