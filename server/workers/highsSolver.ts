/**
 * HiGHS (MIT, WebAssembly) as the solver of analysis/operations. Loaded once per thread: the first
 * solve of a process costs seconds, later ones do not. Every model is disposed; HiGHS memory is not
 * the garbage collector's.
 */
import highsModule from 'highs';
import type { Milp, MilpAnswer, MilpLimits, SolveMilp } from '../../analysis/operations/optimise/milp.ts';

// its types describe the CommonJS build; an ESM import gets the loader itself
type Load = (typeof highsModule)['default'];
type Highs = Awaited<ReturnType<Load>>;
const loadHighs = highsModule as unknown as Load;

let loading: Promise<SolveMilp> | undefined;

function solver(highs: Highs): SolveMilp {
  const { modelStatus, variableType, solutionStatus } = highs.constants;
  return (model: Milp, { seconds, relativeGap, absoluteGap = 1e-6, nodes }: MilpLimits): MilpAnswer => {
    if (model.cost.length === 0) return { status: 'optimal', objective: 0, bound: 0, values: new Float64Array(0), reduced: new Float64Array(0) };
    const whole = model.integer.includes(true);
    const native = highs.createModel({
      numCols: model.cost.length,
      numRows: model.rowLower.length,
      colCost: model.cost,
      colLower: model.lower,
      colUpper: model.upper,
      rowLower: model.rowLower,
      rowUpper: model.rowUpper,
      matrix: { format: 'csr', numRows: model.rowLower.length, numCols: model.cost.length, starts: model.starts, indices: model.indices, values: model.values },
      ...(whole ? { integrality: model.integer.map((each) => (each ? variableType.integer : variableType.continuous)) } : {}),
    });
    try {
      native.options.set({ output_flag: false, time_limit: Math.max(0.01, seconds), mip_rel_gap: relativeGap, mip_abs_gap: absoluteGap, random_seed: 1, ...(whole ? {} : { presolve: 'off' }), ...(nodes === undefined ? {} : { mip_max_nodes: nodes }) });
      native.run();
      const status = native.getModelStatus();
      const found = Number(native.info.get('primal_solution_status')) === Number(solutionStatus.feasible);
      const solution = found ? native.getSolution() : undefined;
      const objective = native.getObjectiveValue();
      const bound = whole ? Number(native.info.get('mip_dual_bound')) : status === modelStatus.optimal ? objective : -Infinity;
      return {
        status: status === modelStatus.optimal ? 'optimal' : status === modelStatus.infeasible ? 'infeasible' : found ? 'limit' : 'failed',
        objective,
        bound: Number.isFinite(bound) ? bound : -Infinity,
        values: Float64Array.from(solution?.colValue ?? []),
        reduced: whole ? new Float64Array(0) : Float64Array.from(solution?.colDual ?? []),
      };
    } finally {
      native.dispose();
    }
  };
}

/** The solver of this thread, loaded at the first call. */
export function highsSolver(): Promise<SolveMilp> {
  loading ??= loadHighs().then(solver);
  return loading;
}
