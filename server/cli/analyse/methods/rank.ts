/** `analyse rank`: rank correlation and the Theil-Sen line of two columns. */
import { kendall, spearman } from '../../../../analysis/agreement/rankCorrelation.ts';
import { theilSen } from '../../../../analysis/robust/theilSen.ts';
import { MOST_VALUES } from '../../../../analysis/trend/senSlope.ts';
import { type AnalyseMethod, textOption } from '../method.ts';
import { readTable } from '../readTable.ts';

export const rankMethod: AnalyseMethod = {
  name: 'rank',
  summary: 'Spearman and Kendall correlation, Theil-Sen line',
  options: { values: { type: 'string', required: true, description: 'CSV with columns x,y' } },
  help: `
In: x,y. Out: spearman (rho), spearmanP, kendall (tau-b), kendallZ, kendallP, theilSen {slope, intercept,
interceptOfMedians}, n; null where a column does not vary.

Conventions: Spearman with average ranks, p from Student's t (R exact = FALSE). Kendall tau-b, z with the
tie-corrected variance and no continuity correction. Theil-Sen slope over pairs with different x; intercept is the
median of y - slope x, interceptOfMedians is median y - slope median x (SciPy's).
Reference software: R 4.2.2 cor.test.`,
  async run(options) {
    const table = await readTable(textOption(options, 'values'), ['x', 'y']);
    const x = table.numbers('x');
    const y = table.numbers('y');
    const rho = spearman(x, y);
    const tau = kendall(x, y);
    const tooMany = rho.n > MOST_VALUES;
    const none = { slope: Number.NaN, intercept: Number.NaN, interceptOfMedians: Number.NaN };
    const { slope, intercept, interceptOfMedians } = tooMany ? none : theilSen(x, y);
    const unvarying = Number.isNaN(rho.rho) ? [{ code: 'no-variation', zh: `${rho.n} 行中有一列没有变化：没有等级相关可言。`, en: `A column of the ${rho.n} rows does not vary: there is no rank correlation to speak of.` }] : [];
    return {
      n: rho.n,
      spearman: rho.rho,
      spearmanP: rho.p,
      kendall: tau.tau,
      kendallZ: unvarying.length === 0 ? tau.z : null,
      kendallP: tau.p,
      theilSen: { slope, intercept, interceptOfMedians },
      decisions: tooMany
        ? [...unvarying, { code: 'too-many-for-line', zh: `${rho.n} 行两两配对过多（上限 ${MOST_VALUES} 行）：不算 Theil-Sen 线。`, en: `${rho.n} rows make too many pairs (at most ${MOST_VALUES}): no Theil-Sen line.` }]
        : unvarying,
    };
  },
};
