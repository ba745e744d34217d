/**
 * The severity formula of a rule: which variables and functions it may use, how large it may be, and
 * the evaluator. A formula is plain data (a tree of a few kinds of node) walked by this file alone;
 * no text is ever run, nothing is looked up by a name that the formula chooses. Each node is visited
 * at most once per evaluation, so that the limits on nodes are limits on time. Pure.
 */
import type { FormulaTree } from '../../../models/schemas/gradingRule.ts';
import { COMPONENTS, type ComponentKey, type ComponentValues, type SeverityFormula, type Weights } from '../components/severity.ts';

/** Components (0 to 100; 0 where one could not be computed) and their weights as used (0 where left out). */
export const VARIABLES: readonly string[] = [...COMPONENTS, ...COMPONENTS.map((key) => `w_${key}`)];

export const FORMULA_LIMITS = {
  characters: 500,
  /** Nested brackets of the text. */
  depth: 20,
  /** Levels of the tree: a sum of terms has one for each. */
  levels: 60,
  nodes: 200,
  /** A power is of a written number, no larger than this. */
  exponent: 8,
  constant: 1e6,
  arguments: 10,
} as const;

/** Functions by name with the least and most arguments. */
const REAL = {
  min: { from: 1, to: FORMULA_LIMITS.arguments, run: (args: readonly number[]) => Math.min(...args) },
  max: { from: 1, to: FORMULA_LIMITS.arguments, run: (args: readonly number[]) => Math.max(...args) },
  abs: { from: 1, to: 1, run: ([x = Number.NaN]: readonly number[]) => Math.abs(x) },
  sqrt: { from: 1, to: 1, run: ([x = Number.NaN]: readonly number[]) => Math.sqrt(x) },
  exp: { from: 1, to: 1, run: ([x = Number.NaN]: readonly number[]) => Math.exp(x) },
  log: { from: 1, to: 1, run: ([x = Number.NaN]: readonly number[]) => Math.log(x) },
  log2: { from: 1, to: 1, run: ([x = Number.NaN]: readonly number[]) => Math.log2(x) },
  log10: { from: 1, to: 1, run: ([x = Number.NaN]: readonly number[]) => Math.log10(x) },
} as const;
export const FUNCTIONS: ReadonlyMap<string, { from: number; to: number; run: (args: readonly number[]) => number }> = new Map(Object.entries(REAL));

type Run = (values: Float64Array) => number;

/** Truth is 1 and 0 here: the reader has made sure that truths and numbers are never mixed. */
function compile(tree: FormulaTree): Run {
  switch (tree.t) {
    case 'n': {
      const { value } = tree;
      return () => value;
    }
    case 'v': {
      const at = VARIABLES.indexOf(tree.name);
      if (at < 0) throw new RangeError(`the formula names "${tree.name}", which is no variable; expected one of ${VARIABLES.join(', ')}`);
      return (values) => values[at] as number;
    }
    case 'u': {
      const of = compile(tree.of);
      return (values) => -of(values);
    }
    case 'o': {
      const [a, b] = [compile(tree.a), compile(tree.b)];
      switch (tree.op) {
        case '+': return (values) => a(values) + b(values);
        case '-': return (values) => a(values) - b(values);
        case '*': return (values) => a(values) * b(values);
        case '/': return (values) => a(values) / b(values);
        case '^': return (values) => a(values) ** b(values);
      }
      break;
    }
    case 'f': {
      const found = FUNCTIONS.get(tree.name);
      if (found === undefined) throw new RangeError(`the formula calls "${tree.name}", which is no function; expected one of ${[...FUNCTIONS.keys()].join(', ')}`);
      const args = tree.args.map(compile);
      return (values) => found.run(args.map((arg) => arg(values)));
    }
    case 'c': {
      const [a, b] = [compile(tree.a), compile(tree.b)];
      switch (tree.op) {
        case '<': return (values) => (a(values) < b(values) ? 1 : 0);
        case '<=': return (values) => (a(values) <= b(values) ? 1 : 0);
        case '>': return (values) => (a(values) > b(values) ? 1 : 0);
        case '>=': return (values) => (a(values) >= b(values) ? 1 : 0);
      }
      break;
    }
    case 'l': {
      const [a = () => 0, b = () => 0] = tree.args.map(compile);
      switch (tree.op) {
        case 'and': return (values) => (a(values) === 1 && b(values) === 1 ? 1 : 0);
        case 'or': return (values) => (a(values) === 1 || b(values) === 1 ? 1 : 0);
        case 'not': return (values) => (a(values) === 1 ? 0 : 1);
      }
      break;
    }
    case 'i': {
      const [when, then, otherwise] = [compile(tree.when), compile(tree.then), compile(tree.otherwise)];
      return (values) => (when(values) === 1 ? then(values) : otherwise(values));
    }
  }
  throw new RangeError(`the formula holds a node "${JSON.stringify(tree).slice(0, 60)}", which is none of those that are known`);
}

/** The bare value of a formula at components and weights; may be any number. @throws RangeError for a tree that the reader would not have made */
export function formulaValue(tree: FormulaTree): SeverityFormula {
  const run = compile(tree);
  const values = new Float64Array(VARIABLES.length);
  return (weights: Weights, components: ComponentValues) => {
    COMPONENTS.forEach((key: ComponentKey, i) => {
      // a component without weight could not be computed, or counts nothing
      values[i] = weights[key] > 0 ? components[key] : 0;
      values[COMPONENTS.length + i] = weights[key];
    });
    return run(values);
  };
}

/** Severity by a formula, held between 0 and 100. The answer throws RangeError where the formula gives no finite number. */
export function severityByFormula(tree: FormulaTree): SeverityFormula {
  const value = formulaValue(tree);
  return (weights, components) => {
    const found = value(weights, components);
    if (!Number.isFinite(found)) throw new RangeError(`the severity formula gives ${found} at ${COMPONENTS.map((key) => `${key} ${components[key]}`).join(', ')}; a finite number was expected`);
    return Math.min(100, Math.max(0, found));
  };
}
