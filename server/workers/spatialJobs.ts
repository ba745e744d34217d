/**
 * The long spatial steps on the pool: permutations of local statistics, and surfaces. Same answers as the functions of
 * analysis/spatial called directly.
 */
import { DRAW_PART, SURFACE_PART, type SurfacePart } from '../../analysis/spatial/chunks.ts';
import { permutedSums, type PermutationTask, type PermutedSums } from '../../analysis/spatial/conditionalPermutations.ts';
import type { Interpolation } from '../../analysis/spatial/chooseSurface.ts';
import type { Points } from '../../analysis/spatial/points.ts';
import { emptySurface, surfaceDecisions, surfaceDiagnostics, SurfacePredictor, type Surface, type SurfaceDiagnostics, type SurfaceOptions } from '../../analysis/spatial/surface.ts';
import type { Step } from '../../analysis/step.ts';
import { shared, sharedBytes, type RunOptions, type WorkerPool } from './pool.ts';

type Watch = Pick<RunOptions, 'onProgress' | 'signal'>;

const sharedPoints = ({ x, y, z }: Points): Points => ({ x: shared(x), y: shared(y), ...(z && { z: shared(z) }) });

/** Conditional draws of the items of a task; pass the answer to lisa or gi as `drawn`. */
export const drawOnPool = async (pool: WorkerPool, task: PermutationTask, watch: Watch = {}): Promise<PermutedSums> => {
  const into = permutedSums(task.items.length, sharedBytes);
  const input = { task: { ...task, z: shared(task.z), start: shared(task.start), index: shared(task.index), items: shared(task.items) }, into };
  await pool.run('draw-neighbour-sums', input, { count: task.items.length, part: DRAW_PART, ...watch });
  return into;
};

/** As analysis/spatial surface. */
export const surfaceOnPool = async (
  pool: WorkerPool,
  points: Points,
  values: Float64Array,
  cells: Points,
  interpolation: Interpolation,
  options: SurfaceOptions = {},
  watch: Watch = {},
): Promise<Step<Surface, SurfaceDiagnostics>> => {
  // made here too: what is wrong with the input is said before any thread starts
  const { reach, nmin } = new SurfacePredictor(points, values, interpolation, options);
  const count = cells.x.length;
  const into = emptySurface(count, sharedBytes);
  const input = { points: sharedPoints(points), values: shared(values), cells: sharedPoints(cells), interpolation, options, into };
  const parts = await pool.run('predict-surface', input, { count, part: SURFACE_PART, ...watch });
  const total = (key: keyof SurfacePart): number => parts.reduce((sum, part) => sum + part[key], 0);
  const counts = { tooFew: total('tooFew'), singular: total('singular'), driftUndetermined: total('driftUndetermined') };
  return { result: into, diagnostics: surfaceDiagnostics(into, { reach, nmin }), decisions: surfaceDecisions(reach, nmin, counts) };
};
