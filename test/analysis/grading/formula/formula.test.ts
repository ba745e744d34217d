/** The severity formula: what it may say, what attacks on it are answered, and that its own evaluator says what mathjs says. */
import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from 'mathjs/number';
import { COMPONENTS, severityCuts, weightedSum, type ComponentValues, type Weights } from '../../../../analysis/grading/components/severity.ts';
import { checkFormula } from '../../../../analysis/grading/formula/checkFormula.ts';
import { FORMULA_LIMITS, formulaValue, severityByFormula, VARIABLES } from '../../../../analysis/grading/formula/formulaTree.ts';
import { readFormula } from '../../../../analysis/grading/formula/readFormula.ts';
import { FIVE_COMPONENTS, WEIGHTED_SUM } from '../../../../analysis/grading/rules/fiveComponents.ts';
import type { FormulaTree } from '../../../../models/schemas/gradingRule.ts';

const { weights, indexCuts } = FIVE_COMPONENTS;
const components: ComponentValues = { level: 60, breadth: 40, trend: 10, cluster: 20, history: 30 };

async function tree(text: string): Promise<FormulaTree> {
  const read = await readFormula(text);
  if ('refusal' in read) throw new Error(read.refusal.en);
  return read.tree;
}

async function refusal(text: string): Promise<string> {
  const read = await readFormula(text);
  return 'refusal' in read ? read.refusal.code : `read as ${JSON.stringify(read.tree)}`;
}

/** Every one was tried against the parser; each has to end in a refusal of the kind named, at once. */
const ATTACKS: readonly (readonly [text: string, code: string])[] = [
  ['import("fs")', 'character'], ["import('fs', {})", 'character'], ['import(level)', 'function'], ['config(level)', 'function'],
  ['constructor', 'variable'], ['level.constructor', 'node'], ['constructor.constructor(level)', 'function'], ['cos.constructor(level)()', 'syntax'],
  ['__proto__', 'variable'], ['level.__proto__', 'node'], ['toString', 'variable'], ['hasOwnProperty(level)', 'function'], ['valueOf()', 'function'],
  ['a.b', 'node'], ['level.x', 'node'], ['level[1]', 'character'], ['f(x)=x', 'node'], ['f(x)=f(x)', 'node'], ['level=3', 'node'], ['w_level = 1', 'node'], ['x = 3 + 3', 'node'],
  ['map([1,2],f)', 'character'], ['map(level, sqrt)', 'function'], ['1:1000000', 'node'], ['sum(1:1e9)', 'function'], ['range(1, 1e9)', 'function'], ['forEach(level, log)', 'function'], ['while(1)', 'function'],
  ['factorial(170)', 'function'], ['170!', 'character'], ['gamma(1e6)', 'function'], ['9^9^9^9', 'exponent'], ['2^1000000', 'exponent'], ['level^level', 'exponent'], ['level^(1/0)', 'exponent'], ['10^-9', 'exponent'], ['1e400', 'node'], ['1e9', 'constant'],
  ['[1,2;3,4]', 'character'], ['zeros(10000, 10000)', 'function'], ['matrix(level)', 'function'], ['identity(9999)', 'function'], ['2 cm', 'implicit'], ['unit(level)', 'function'], ['level to inch', 'node'],
  ['evaluate(level)', 'function'], ['eval(level)', 'function'], ['parse(level)', 'function'], ['compile(level)', 'function'], ['parser()', 'function'], ['createUnit(level)', 'function'], ['simplify(level)', 'function'], ['derivative(level, level)', 'function'], ['chain(level)', 'function'], ['chain(level).done()', 'function'], ['typed(level)', 'function'], ['help(sqrt)', 'function'], ['reviver(level)', 'function'],
  ['"level"', 'character'], ["'level'", 'character'], ['`level`', 'character'], ['{a: 1}', 'character'], ['level; trend', 'character'], ['level\\u0028', 'character'], ['this', 'variable'], ['globalThis', 'variable'], ['process', 'variable'], ['require(level)', 'function'], ['Infinity', 'node'], ['NaN', 'node'], ['i', 'variable'], ['pi', 'variable'], ['end', 'variable'], ['null', 'node'], ['true', 'node'], ['random()', 'function'], ['print(level)', 'function'], ['level % 2', 'character'], ['level | 1', 'character'], ['~level', 'character'],
  ['2 level', 'implicit'], ['level(2)', 'function'], ['min()', 'arguments'], ['sqrt(1, 2)', 'arguments'], ['1 < level < 3', 'chain'], ['level > 3', 'kind'], ['level + (trend > 3)', 'kind'], ['level ? 1 : 2', 'kind'], ['min(level > 1, 2)', 'kind'], ['not level', 'kind'], ['level +', 'syntax'], ['(level', 'syntax'], ['', 'empty'], ['   ', 'empty'], ['水平', 'character'],
  [`${'('.repeat(21)}level${')'.repeat(21)}`, 'too-deep'], ['-'.repeat(70) + 'level', 'too-deep'], [`1${'+1'.repeat(240)}`, 'too-deep'], ['level+'.repeat(100), 'too-long'], [Array.from({ length: 20 }, () => 'max(1,1,1,1,1,1,1,1,1,1)').join('+').slice(0, 500), 'too-many-nodes'],
];

describe('severity formula', () => {
  it('answers every attack with a refusal of its kind, in words of both languages', async () => {
    const answers = await Promise.all(ATTACKS.map(async ([text, code]) => [text, code, await refusal(text)] as const));
    expect(answers.filter(([, code, got]) => code !== got).map(([text, code, got]) => `${text.slice(0, 50)}: expected ${code}, got ${got}`)).to.deep.equal([]);
    for (const [text] of ATTACKS) {
      const read = await readFormula(text);
      if ('refusal' in read) expect([read.refusal.zh, read.refusal.en].every((words) => words.length > 10), text).to.equal(true);
    }
    expect(({} as Record<string, unknown>)['level']).to.equal(undefined);
  });

  it('says what the weighted sum says, to the last bit', async () => {
    const formula = severityByFormula(await tree(WEIGHTED_SUM));
    expect(formula(weights, components)).to.equal(weightedSum(weights, components));
    const [closed, found] = [severityCuts(weights, indexCuts), severityCuts(weights, indexCuts, formula)];
    expect(found.moderatelySevere).to.be.closeTo(closed.moderatelySevere, 1e-9);
    expect(found.severe).to.be.closeTo(closed.severe, 1e-9);
    expect(checkFormula(await tree(WEIGHTED_SUM), weights, indexCuts)).to.equal(undefined);
  });

  it('its evaluator says what mathjs says of the same text', async () => {
    const leaf = fc.oneof(fc.constantFrom(...VARIABLES), fc.integer({ min: 0, max: 50 }).map(String));
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'formula' },
        leaf,
        fc.tuple(tie('text'), fc.constantFrom('+', '-', '*', '/'), tie('text')).map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc.tuple(fc.constantFrom('min', 'max'), tie('text'), tie('text')).map(([f, a, b]) => `${f}(${a}, ${b})`),
        tie('text').map((a) => `abs(${a})`),
        tie('text').map((a) => `(${a})^2`),
        fc.tuple(tie('text'), fc.constantFrom('<', '<=', '>', '>='), tie('text'), tie('text')).map(([a, op, b, c]) => `(${a} ${op} 10 and not (${b} < 5) ? ${b} : -${c})`),
      ),
    }));
    const scope = Object.fromEntries(COMPONENTS.flatMap((key) => [[key, components[key]], [`w_${key}`, weights[key]]]));
    let read = 0;
    await fc.assert(
      fc.asyncProperty(text, async (source) => {
        const answer = await readFormula(source);
        if ('refusal' in answer) return;
        read++;
        const [own, theirs] = [formulaValue(answer.tree)(weights, components), Number(evaluate(source, { ...scope }))];
        if (Number.isFinite(theirs)) expect(Math.abs(own - theirs)).to.be.at.most(1e-9 * Math.max(1, Math.abs(theirs)), source);
        else expect(Number.isFinite(own), source).to.equal(false);
      }),
      { seed: 20260101, numRuns: 400 },
    );
    expect(read).to.be.greaterThan(300);
  });

  it('the largest formula allowed takes 10,000 draws in well under a second', async () => {
    const large = await tree(`max(level${',level'.repeat(9)})${'+level'.repeat(50)}`);
    const formula = severityByFormula(large);
    const begun = performance.now();
    for (let d = 0; d < 10_000; d++) formula(weights, components);
    expect(performance.now() - begun).to.be.lessThan(1000);
    expect(FORMULA_LIMITS.nodes).to.equal(200);
  });

  it('refuses at save what is not finite, falls, or makes the cuts meet', async () => {
    const code = async (text: string, by: Weights = weights, cuts = indexCuts as { moderatelySevere: number; severe: number; quantity: string }): Promise<string | undefined> => checkFormula(await tree(text), by, cuts)?.code;
    expect(await code('level / breadth')).to.equal('not-finite');
    expect(await code('log2(level)')).to.equal('not-finite');
    expect(await code('sqrt(level - 50)')).to.equal('not-finite');
    expect(await code('level - trend')).to.equal('falls');
    expect(await code('100 - level')).to.equal('falls');
    expect(await code('trend')).to.equal('cuts');
    expect(await code('50')).to.equal('cuts');
    expect(await code('level', weights, { moderatelySevere: 4, severe: 5, quantity: 'index' })).to.equal('cuts');
    expect(await code('level', weights, { moderatelySevere: 1, severe: 3, quantity: 'index' })).to.equal('cuts');
    expect(await code('max(level, 0.8 * breadth)')).to.equal(undefined);
    expect(await code('level > 50 ? level + 0.2 * trend : level')).to.equal(undefined);
  });

  it('a formula without a number stops the grading instead of passing as one', async () => {
    const formula = severityByFormula(await tree('level / breadth'));
    expect(() => formula(weights, { ...components, level: 0, breadth: 0 })).to.throw(RangeError, /gives NaN at level 0/);
    expect(severityByFormula(await tree('level * 9'))(weights, components)).to.equal(100);
  });
});
