/**
 * What the methods of spatial association share: values, neighbours, weights, permutations.
 */
import type { Alternative } from '../../../analysis/spatial/globalTest.ts';
import { spatialWeights, type SpatialWeights, type WeightStyle } from '../../../analysis/spatial/weights.ts';
import { type AnalyseOption, type AnalyseOptions, choiceOption, numberOption, textOption, UsageError } from './method.ts';
import { readTable } from './readTable.ts';
import { readNeighbours } from './spatialInput.ts';

export const ASSOCIATION_OPTIONS: Readonly<Record<string, AnalyseOption>> = {
  values: { type: 'string', required: true, description: 'CSV with column value, one row per site' },
  neighbours: { type: 'string', required: true, description: 'JSON: one list of 0-based indices per site; an empty list is an island' },
  style: { type: 'string', description: 'W (rows sum to 1) or B (each neighbour counts 1)' },
  permutations: { type: 'string', description: 'with this many permutations, expectation, variance, z and p are those of the permutations' },
  seed: { type: 'string', description: 'seed of the permutations, a whole number; default 1' },
};

export const GLOBAL_OPTIONS: Readonly<Record<string, AnalyseOption>> = {
  ...ASSOCIATION_OPTIONS,
  alternative: { type: 'string', description: 'two.sided, greater or less; default two.sided' },
};

export interface AssociationInput {
  values: Float64Array;
  weights: SpatialWeights;
  permutation: { permutations: number; seed: number } | Record<string, never>;
}

/** @throws UsageError when --seed stands without --permutations */
export async function readAssociation(options: AnalyseOptions, style: WeightStyle): Promise<AssociationInput> {
  const chosen = choiceOption(options, 'style', ['W', 'B'] as const, style);
  const permutations = numberOption(options, 'permutations', { minimum: 1, integer: true });
  const seed = numberOption(options, 'seed', { minimum: 0, integer: true });
  if (seed !== undefined && permutations === undefined) throw new UsageError('--seed is the seed of the permutations; give --permutations as well');
  const table = await readTable(textOption(options, 'values'), ['value']);
  const values = table.numbers('value');
  const neighbours = await readNeighbours(textOption(options, 'neighbours'));
  return {
    values,
    weights: spatialWeights(neighbours, { style: chosen, star: options['star'] === true }),
    permutation: permutations === undefined ? {} : { permutations, seed: seed ?? 1 },
  };
}

export const alternativeOption = (options: AnalyseOptions): Alternative => choiceOption(options, 'alternative', ['two.sided', 'greater', 'less'] as const, 'two.sided');

export const assumptionOption = (options: AnalyseOptions): 'randomisation' | 'normality' => choiceOption(options, 'assumption', ['randomisation', 'normality'] as const, 'randomisation');

export const ASSUMPTION_OPTION: AnalyseOption = { type: 'string', description: 'moments under randomisation or normality; default randomisation' };

export const SAMPLING_OPTION: AnalyseOption = { type: 'string', description: 'replacement (as spdep) or permutation (without replacement, as PySAL); default replacement' };
