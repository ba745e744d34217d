/**
 * Long computations cut into parts that any thread may take in any order: each item has its own stream of random
 * numbers, each part writes only its own entries, and parts are always cut at the same places. So the answer is the
 * same for any number of workers, and the same as from one call.
 */
import type { Interpolation } from './chooseSurface.ts';
import { NeighbourDraws, type PermutationTask, type PermutedSums } from './conditionalPermutations.ts';
import { KRIGE_PART } from './krige.ts';
import type { Points } from './points.ts';
import { SurfacePredictor, type Surface, type SurfaceOptions } from './surface.ts';

/** Sites of one part of a permutation task: some hundredths of a second at 999 permutations. */
export const DRAW_PART = 2048;

/** Cells of one part of a surface. */
export const SURFACE_PART = KRIGE_PART;

/** Arrays may lie in shared memory: results are written in place. */
export interface DrawInput {
  task: PermutationTask;
  into: PermutedSums;
}

/** Draws for items[from .. to). */
export const prepareDraw = ({ task, into }: DrawInput): ((from: number, to: number) => void) => {
  const draws = new NeighbourDraws(task);
  return (from, to) => {
    draws.draw(from, to, into);
  };
};

export interface SurfaceInput {
  points: Points;
  values: Float64Array;
  cells: Points;
  interpolation: Interpolation;
  options: SurfaceOptions;
  into: Surface;
}

/** Cells of a part that got no prediction, by reason. */
export interface SurfacePart {
  tooFew: number;
  singular: number;
  driftUndetermined: number;
}

/** Predicts cells[from .. to). */
export const prepareSurface = ({ points, values, cells, interpolation, options, into }: SurfaceInput): ((from: number, to: number) => SurfacePart) => {
  const predictor = new SurfacePredictor(points, values, interpolation, options);
  return (from, to) => {
    const before = { ...predictor.counts };
    predictor.predict(cells, from, to, into);
    const after = predictor.counts;
    return {
      tooFew: after.tooFew - before.tooFew,
      singular: after.singular - before.singular,
      driftUndetermined: after.driftUndetermined - before.driftUndetermined,
    };
  };
};
