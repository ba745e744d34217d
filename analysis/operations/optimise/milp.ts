/**
 * A mixed-integer linear programme as plain arrays, and the function that solves one. The solver is
 * an argument (HiGHS in a worker): nothing here loads it. Minimises. Pure.
 */
export interface Milp {
  cost: number[];
  lower: number[];
  upper: number[];
  integer: boolean[];
  rowLower: number[];
  rowUpper: number[];
  /** Compressed rows: starts has one more entry than there are rows. */
  starts: number[];
  indices: number[];
  values: number[];
}

export interface MilpLimits {
  /** Seconds; the answer is then the best one found so far. */
  seconds: number;
  relativeGap: number;
  absoluteGap?: number;
  /** Nodes of the search tree: unlike seconds the same on every machine. */
  nodes?: number;
}

export interface MilpAnswer {
  status: 'optimal' | 'limit' | 'infeasible' | 'failed';
  objective: number;
  /** Proven: no solution costs less. Minus infinity where nothing was proven. */
  bound: number;
  /** One value per column; empty where no solution was found. */
  values: Float64Array;
  /** Of a programme without whole columns: what one more unit of a column would cost at least. */
  reduced: Float64Array;
}

export type SolveMilp = (model: Milp, limits: MilpLimits) => MilpAnswer;

/** Collects columns and rows. Terms of one row may name a column once only. */
export class MilpBuilder {
  private readonly model: Milp = { cost: [], lower: [], upper: [], integer: [], rowLower: [], rowUpper: [], starts: [0], indices: [], values: [] };

  /** @returns index of the new column */
  column(cost: number, lower: number, upper: number, integer: boolean): number {
    const { model } = this;
    model.cost.push(cost);
    model.lower.push(lower);
    model.upper.push(upper);
    model.integer.push(integer);
    return model.cost.length - 1;
  }

  row(lower: number, upper: number, terms: readonly (readonly [column: number, value: number])[]): void {
    const { model } = this;
    if (terms.length === 0) return;
    model.rowLower.push(lower);
    model.rowUpper.push(upper);
    for (const [column, value] of terms) {
      model.indices.push(column);
      model.values.push(value);
    }
    model.starts.push(model.indices.length);
  }

  get columns(): number {
    return this.model.cost.length;
  }

  get rows(): number {
    return this.model.rowLower.length;
  }

  build(): Milp {
    return this.model;
  }
}
