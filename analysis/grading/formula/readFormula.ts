/**
 * Reads a typed severity formula. mathjs parses the text into its nodes and does nothing else: the
 * nodes of a few kinds are copied into plain data, everything else is refused in words. Nothing is
 * evaluated by mathjs, now or later, so that no function of it can be reached. Loaded when first used. Pure.
 */
import type { MathNode } from 'mathjs';
import type { FormulaTree } from '../../../models/schemas/gradingRule.ts';
import type { Words } from '../../../models/schemas/vocabulary.ts';
import { FORMULA_LIMITS, FUNCTIONS, VARIABLES } from './formulaTree.ts';

/** Why a formula is refused: what was got, what was expected. */
export interface FormulaRefusal extends Words {
  code: string;
}

class Refused extends Error {
  readonly refusal: FormulaRefusal;
  constructor(code: string, zh: string, en: string) {
    super(en);
    this.refusal = { code, zh, en };
  }
}

const LETTERS = /^[A-Za-z0-9_+\-*/^().,<>=?: \t\r\n]*$/;
const OPERATORS: Readonly<Record<string, '+' | '-' | '*' | '/' | '^'>> = { add: '+', subtract: '-', multiply: '*', divide: '/', pow: '^' };
const COMPARISONS: Readonly<Record<string, '<' | '<=' | '>' | '>='>> = { smaller: '<', smallerEq: '<=', larger: '>', largerEq: '>=' };

type Kind = 'number' | 'truth';
interface Made {
  tree: FormulaTree;
  kind: Kind;
}

let parsing: Promise<(text: string) => MathNode> | undefined;
const parser = (): Promise<(text: string) => MathNode> => (parsing ??= import('mathjs/number').then(({ create, parseDependencies }) => {
  if (parseDependencies === undefined) throw new Error('mathjs/number has no parser; another version of mathjs is installed than the one this was written for');
  const { parse } = create(parseDependencies, {}) as { parse: (text: string) => MathNode };
  return parse;
}));

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Brackets are counted before the parser sees them: it descends as deep as the text says. */
function checkText(text: string): void {
  const { characters, depth: deepest } = FORMULA_LIMITS;
  if (text.trim() === '') throw new Refused('empty', '公式为空；应为一个算式，例如 w_level * level。', 'The formula is empty; an expression was expected, e.g. w_level * level.');
  if (text.length > characters) throw new Refused('too-long', `公式有 ${text.length} 个字符，最多 ${characters} 个。`, `The formula has ${text.length} characters; at most ${characters} are allowed.`);
  if (!LETTERS.test(text)) {
    const found = [...text].find((letter) => !LETTERS.test(letter)) ?? '';
    throw new Refused('character', `公式中有字符“${found}”；只允许英文字母、数字、下划线、+ - * / ^ ( ) , . < > = ? :。`, `The formula holds the character "${found}"; only letters, digits, underscore and + - * / ^ ( ) , . < > = ? : are allowed.`);
  }
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (depth > deepest) throw new Refused('too-deep', `括号嵌套超过 ${deepest} 层。`, `Brackets are nested more than ${deepest} deep.`);
  }
}

/** The name of a node as it may be said; `type` of mathjs. */
const unexpected = (node: MathNode): Refused =>
  new Refused('node', `不允许“${short(node.toString())}”（${node.type}）：公式只能由数、变量、四则运算、乘方、比较、条件和所列函数组成。`, `"${short(node.toString())}" (${node.type}) is not allowed: a formula is made of numbers, variables, arithmetic, powers, comparisons, conditions and the listed functions.`);

class Reader {
  private nodes = 0;

  private want(made: Made, kind: Kind, node: MathNode): FormulaTree {
    if (made.kind === kind) return made.tree;
    const [zh, en] = kind === 'number' ? ['数', 'a number'] : ['比较', 'a comparison'];
    throw new Refused('kind', `“${short(node.toString())}”处应为${zh}。`, `${en} was expected at "${short(node.toString())}".`);
  }

  private number(node: MathNode, depth: number): FormulaTree {
    return this.want(this.read(node, depth), 'number', node);
  }

  private truth(node: MathNode, depth: number): FormulaTree {
    return this.want(this.read(node, depth), 'truth', node);
  }

  read(node: MathNode, depth: number): Made {
    const { nodes, levels: deepest } = FORMULA_LIMITS;
    this.nodes++;
    if (this.nodes > nodes) throw new Refused('too-many-nodes', `公式的组成部分超过 ${nodes} 个。`, `The formula has more than ${nodes} parts.`);
    if (depth > deepest) throw new Refused('too-deep', `公式嵌套超过 ${deepest} 层。`, `The formula is nested more than ${deepest} deep.`);
    switch (node.type) {
      case 'ParenthesisNode':
        return this.read((node as MathNode & { content: MathNode }).content, depth + 1);
      case 'ConstantNode':
        return { kind: 'number', tree: { t: 'n', value: this.constant((node as MathNode & { value: unknown }).value, node) } };
      case 'SymbolNode': {
        const { name } = node as MathNode & { name: string };
        if (!VARIABLES.includes(name)) throw new Refused('variable', `没有变量“${short(name)}”；可用：${VARIABLES.join('、')}。`, `There is no variable "${short(name)}"; there are ${VARIABLES.join(', ')}.`);
        return { kind: 'number', tree: { t: 'v', name } };
      }
      case 'OperatorNode':
        return this.operator(node as MathNode & { fn: string; args: MathNode[]; implicit: boolean }, depth);
      case 'RelationalNode': {
        const { conditionals, params } = node as MathNode & { conditionals: string[]; params: MathNode[] };
        if (conditionals.length !== 1) throw new Refused('chain', `“${short(node.toString())}”是连续比较；请用 and 连接两个比较。`, `"${short(node.toString())}" is a chain of comparisons; join two comparisons by and.`);
        return this.compare(conditionals[0] ?? '', params, node, depth);
      }
      case 'ConditionalNode': {
        const { condition, trueExpr, falseExpr } = node as MathNode & { condition: MathNode; trueExpr: MathNode; falseExpr: MathNode };
        return { kind: 'number', tree: { t: 'i', when: this.truth(condition, depth + 1), then: this.number(trueExpr, depth + 1), otherwise: this.number(falseExpr, depth + 1) } };
      }
      case 'FunctionNode':
        return this.call(node as MathNode & { fn: MathNode; args: MathNode[] }, depth);
      default:
        throw unexpected(node);
    }
  }

  private constant(value: unknown, node: MathNode): number {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw unexpected(node);
    if (Math.abs(value) > FORMULA_LIMITS.constant) throw new Refused('constant', `数 ${value} 过大，最大 ${FORMULA_LIMITS.constant}。`, `The number ${value} is too large; at most ${FORMULA_LIMITS.constant} is allowed.`);
    return value;
  }

  private operator(node: MathNode & { fn: string; args: MathNode[]; implicit: boolean }, depth: number): Made {
    const { fn, args, implicit } = node;
    const [a, b] = args;
    if (implicit) throw new Refused('implicit', `“${short(node.toString())}”省略了乘号；请写 *。`, `"${short(node.toString())}" leaves out the multiplication sign; write *.`);
    if (a === undefined) throw unexpected(node);
    if (fn === 'unaryMinus') return { kind: 'number', tree: { t: 'u', of: this.number(a, depth + 1) } };
    if (fn === 'unaryPlus') return this.read(a, depth + 1);
    if (fn === 'not') return { kind: 'truth', tree: { t: 'l', op: 'not', args: [this.truth(a, depth + 1)] } };
    if (b === undefined) throw unexpected(node);
    if (fn === 'and' || fn === 'or') return { kind: 'truth', tree: { t: 'l', op: fn, args: [this.truth(a, depth + 1), this.truth(b, depth + 1)] } };
    if (Object.hasOwn(COMPARISONS, fn)) return this.compare(fn, args, node, depth);
    const op = Object.hasOwn(OPERATORS, fn) ? OPERATORS[fn] : undefined;
    if (op === undefined) throw unexpected(node);
    const made = { t: 'o' as const, op, a: this.number(a, depth + 1), b: this.number(b, depth + 1) };
    if (op === '^') this.checkExponent(made.b, b);
    return { kind: 'number', tree: made };
  }

  private checkExponent(tree: FormulaTree, node: MathNode): void {
    const value = tree.t === 'n' ? tree.value : tree.t === 'u' && tree.of.t === 'n' ? -tree.of.value : Number.NaN;
    if (!(Math.abs(value) <= FORMULA_LIMITS.exponent)) throw new Refused('exponent', `指数“${short(node.toString())}”应为不超过 ${FORMULA_LIMITS.exponent} 的数。`, `The exponent "${short(node.toString())}" has to be a written number of at most ${FORMULA_LIMITS.exponent}.`);
  }

  private compare(fn: string, [a, b]: readonly MathNode[], node: MathNode, depth: number): Made {
    const op = Object.hasOwn(COMPARISONS, fn) ? COMPARISONS[fn] : undefined;
    if (op === undefined || a === undefined || b === undefined) throw unexpected(node);
    return { kind: 'truth', tree: { t: 'c', op, a: this.number(a, depth + 1), b: this.number(b, depth + 1) } };
  }

  private call(node: MathNode & { fn: MathNode; args: MathNode[] }, depth: number): Made {
    const { fn, args } = node;
    const name = fn.type === 'SymbolNode' ? (fn as MathNode & { name: string }).name : undefined;
    const known = name === undefined ? undefined : FUNCTIONS.get(name);
    const names = [...FUNCTIONS.keys()];
    if (name === undefined || known === undefined) throw new Refused('function', `没有函数“${short(fn.toString())}”；可用：${names.join('、')}。`, `There is no function "${short(fn.toString())}"; there are ${names.join(', ')}.`);
    if (args.length < known.from || args.length > known.to) throw new Refused('arguments', `${name} 需要 ${known.from}${known.to > known.from ? ` 至 ${known.to}` : ''} 个参数，得到 ${args.length} 个。`, `${name} takes ${known.from}${known.to > known.from ? ` to ${known.to}` : ''} argument${known.to === 1 ? '' : 's'}; got ${args.length}.`);
    return { kind: 'number', tree: { t: 'f', name, args: args.map((arg) => this.number(arg, depth + 1)) } };
  }
}

/** @returns the tree that the evaluator walks, or why the text is refused */
export async function readFormula(text: string): Promise<{ tree: FormulaTree } | { refusal: FormulaRefusal }> {
  try {
    checkText(text);
    const parse = await parser();
    let node: MathNode;
    try {
      node = parse(text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Refused('syntax', `公式读不懂：${why}。`, `The formula cannot be read: ${why}.`);
    }
    const made = new Reader().read(node, 1);
    if (made.kind !== 'number') throw new Refused('kind', '公式的结果应为数，而不是比较。', 'The formula has to give a number, not a comparison.');
    return { tree: made.tree };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal };
    throw error;
  }
}
