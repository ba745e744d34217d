/**
 * What the spatial methods of the command line read: places with values, targets, a variogram model, neighbours.
 */
import { readFile } from 'node:fs/promises';
import { neighboursFromLists, type Neighbours } from '../../../analysis/spatial/neighbours.ts';
import { pointsFrom, requireMetres, suspectDegrees, type Points } from '../../../analysis/spatial/points.ts';
import { metricSites } from '../../../analysis/spatial/projection.ts';
import { VARIOGRAM_MODELS, type VariogramModel } from '../../../analysis/spatial/variogramModel.ts';
import type { Decision } from '../../../analysis/step.ts';
import { Fault } from '../../../models/errors.ts';
import { type AnalyseOption, type AnalyseOptions, choiceOption, numberOption, textOption, UsageError } from './method.ts';
import { readTable } from './readTable.ts';

export const POINTS_OPTION: AnalyseOption = { type: 'string', required: true, description: 'CSV with columns x,y,value: sites' };
export const TARGETS_OPTION: AnalyseOption = { type: 'string', required: true, description: 'CSV with columns x,y: places to predict' };
export const LONGLAT_OPTION: AnalyseOption = { type: 'boolean', description: 'x,y are degrees of longitude and latitude; every length is then in metres' };

export const MODEL_OPTIONS: Readonly<Record<string, AnalyseOption>> = {
  model: { type: 'string', required: true, description: `variogram model: ${VARIOGRAM_MODELS.join(', ')}` },
  nugget: { type: 'string', required: true, description: 'nugget, at least 0' },
  psill: { type: 'string', required: true, description: 'partial sill, at least 0; the sill is nugget + psill' },
  range: { type: 'string', required: true, description: "gstat's range parameter, above 0" },
  kappa: { type: 'string', description: 'smoothness of the Matérn model, default 0.5' },
};

export const NEAR_OPTIONS: Readonly<Record<string, AnalyseOption>> = {
  nmax: { type: 'string', description: 'nearest sites used; default all' },
  nmin: { type: 'string', description: 'fewer sites than this within maxdist give null; default 0' },
  maxdist: { type: 'string', description: 'sites farther than this are not used' },
};

/** Sites in metres (or the file's own unit), and how targets are brought into the same coordinates. */
export interface SpatialInput {
  points: Points;
  values: Float64Array;
  targets?: Points;
  decisions: Decision[];
}

/**
 * Reads --points, and --targets where the method has them.
 * @throws RangeError when coordinates look like degrees and --longlat is not given
 */
export async function readSpatial(options: AnalyseOptions, withTargets: boolean): Promise<SpatialInput> {
  const table = await readTable(textOption(options, 'points'), ['x', 'y', 'value']);
  const [x, y, values] = [table.numbers('x'), table.numbers('y'), table.numbers('value')];
  const aims = withTargets ? await readTable(textOption(options, 'targets'), ['x', 'y']) : undefined;
  const [tx, ty] = [aims?.numbers('x'), aims?.numbers('y')];
  if (options['longlat'] === true) {
    const { result, decisions } = metricSites(x, y);
    return { points: result.points, values, decisions, ...(tx && ty && { targets: result.toMetres(tx, ty) }) };
  }
  const points = pointsFrom(x, y);
  try {
    requireMetres(points);
  } catch (error) {
    throw new Fault('invalid', `${table.path}: ${error instanceof Error ? error.message : String(error)}. On the command line: give --longlat when x,y are degrees`);
  }
  const decisions: Decision[] =
    suspectDegrees(points) === 'possible'
      ? [{ code: 'coordinates-may-be-degrees', zh: '所有坐标都在 ±180、±90 之内：若为经纬度，请加 --longlat；此处按平面坐标处理', en: 'All coordinates lie within ±180 and ±90: if they are degrees, give --longlat; they were taken as plane coordinates' }]
      : [];
  return { points, values, decisions, ...(tx && ty && { targets: pointsFrom(tx, ty) }) };
}

/** The variogram model of --model, --nugget, --psill, --range, --kappa. */
export function modelOption(options: AnalyseOptions): VariogramModel {
  const model = choiceOption(options, 'model', VARIOGRAM_MODELS, 'sph');
  const required = (name: string): number => {
    const value = numberOption(options, name, { minimum: 0 });
    if (value === undefined) throw new UsageError(`--${name} is missing; give --${name} VALUE`);
    return value;
  };
  const kappa = numberOption(options, 'kappa', { minimum: 0 });
  if (kappa !== undefined && model !== 'mat') throw new UsageError(`--kappa is the smoothness of the model mat; --model is ${model}`);
  return { model, nugget: required('nugget'), psill: required('psill'), range: required('range'), ...(kappa !== undefined && { kappa }) };
}

/** --nmax, --nmin, --maxdist, as far as given. */
export function nearOptions(options: AnalyseOptions): { nmax?: number; nmin?: number; maxdist?: number } {
  const nmax = numberOption(options, 'nmax', { minimum: 1, integer: true });
  const nmin = numberOption(options, 'nmin', { minimum: 0, integer: true });
  const maxdist = numberOption(options, 'maxdist', { minimum: 0 });
  return { ...(nmax !== undefined && { nmax }), ...(nmin !== undefined && { nmin }), ...(maxdist !== undefined && { maxdist }) };
}

/**
 * Neighbour lists of a JSON file: [[1, 2], [0], ...], 0-based; an empty list is an island.
 * @throws Fault naming what is not a list of lists of numbers
 */
export async function readNeighbours(path: string): Promise<Neighbours> {
  let lists: unknown;
  try {
    lists = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Fault('invalid', `${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(lists)) throw new Fault('invalid', `${path}: a list of lists of 0-based indices was expected, one per site`);
  const checked = lists.map((list: unknown, i): number[] => {
    if (!Array.isArray(list)) throw new Fault('invalid', `${path}: entry ${i} is ${JSON.stringify(list)}; a list of 0-based indices was expected, empty for a site without neighbours`);
    return list.map((entry: unknown, position): number => {
      if (typeof entry !== 'number') throw new Fault('invalid', `${path}: entry ${i}, position ${position} is ${JSON.stringify(entry)}; a 0-based index was expected`);
      return entry;
    });
  });
  return neighboursFromLists(checked);
}
