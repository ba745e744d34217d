/** `analyse robust`: location and scale that outliers cannot pull. */
import { algorithmA } from '../../../../analysis/robust/algorithmA.ts';
import { qn } from '../../../../analysis/robust/qn.ts';
import { mad, nIqr } from '../../../../analysis/robust/scale.ts';
import { sn } from '../../../../analysis/robust/sn.ts';
import { median } from '../../../../analysis/quantile.ts';
import { type AnalyseMethod, textOption } from '../method.ts';
import { readTable } from '../readTable.ts';

export const robustMethod: AnalyseMethod = {
  name: 'robust',
  summary: 'Algorithm A of ISO 13528, Qn, Sn, MAD, normalised IQR',
  options: { values: { type: 'string', required: true, description: 'CSV with column value' } },
  help: `
In: value, at least two. Out: algorithmA {mean, sd, u, iterations, exact: {mean, sd, u, iterations}}, mad, nIqr, qn, sn, median,
n, decisions. Outliers are pulled in, never deleted; winsorised says how many.

Conventions: Algorithm A starts at the median and 1.483 MAD, winsorises at 1.5 s*, multiplies by 1.134, and is iterated
until nothing moves; exact takes 1.4826 and 1/sqrt(beta) instead of the standard's rounded constants. u = 1.25 sd/sqrt(n).
mad 1.4826 x median |x - median|; nIqr 0.7413 x (Q3 - Q1), type 7; qn 2.21914 and sn 1.1926 with the finite-sample
factors of robustbase 0.95-0. robustbase truncates differences to single precision inside Qn: agreement to 1e-7 there.
Reference software: R metRology 0.9-29-2 algA (exact), robustbase 0.95-0 (Qn, Sn), mad.`,
  async run(options) {
    const table = await readTable(textOption(options, 'values'), ['value']);
    const values = table.numbers('value');
    const standard = algorithmA(values);
    const exact = algorithmA(values, 'exact');
    return {
      n: table.rowCount,
      algorithmA: {
        ...standard.result,
        iterations: standard.diagnostics.iterations,
        exact: { ...exact.result, iterations: exact.diagnostics.iterations },
      },
      mad: mad(values),
      nIqr: nIqr(values),
      qn: qn(values),
      sn: sn(values),
      median: median(values),
      decisions: standard.decisions,
    };
  },
};
