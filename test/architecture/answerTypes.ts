/**
 * What the server answers is what the client expects of it: each line fails to compile where the two have drifted apart.
 * Most answers are one type of models/schemas/answers; these the client keeps in another shape than the server, and this is where they meet.
 * Nothing here runs.
 */
import type * as Api from '../../client/api/types.ts';
import type { GridAnswer } from '../../client/views/results/bench/gridTypes.ts';
import type { ReviewItem as ShownReviewItem } from '../../client/views/results/review/reviewTypes.ts';
import type { Cell, Change } from '../../server/usecases/results/cellTypes.ts';
import type { Grid } from '../../server/usecases/results/grid.ts';
import type { ReviewItem } from '../../server/usecases/results/review.ts';
import type { Worklist } from '../../server/usecases/rounds/worklist.ts';

/** Cells carry their actions by number, and the client looks them up. */
export const grid = (answered: Grid): Omit<GridAnswer, 'cells'> => answered;
export const cell = (answered: Cell): Api.Cell => answered;
export const change = (answered: Change): Api.Change => answered;
/** Whatever waits for review was written, and so has its id. */
export const review = (answered: ReviewItem & { resultId: string }): ShownReviewItem => answered;
export const worklist = ({ counts }: Worklist): Omit<Api.Worklist['counts'][number], 'room'>[] => counts;
