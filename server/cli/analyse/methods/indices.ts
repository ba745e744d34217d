/** `analyse indices`: pollution indices of each row over several analytes. */
import { degreeOfContamination, geoaccumulation, nemerow, pollutionLoadIndex, singleFactor, weightedNemerow } from '../../../../analysis/indices/indices.ts';
import { Fault } from '../../../../models/errors.ts';
import { type AnalyseMethod, type AnalyseOptions, textOption } from '../method.ts';
import { readTable } from '../readTable.ts';

/** The one data row of a file with a column per analyte. */
async function oneRow(path: string, analytes: readonly string[]): Promise<Float64Array> {
  const table = await readTable(path, analytes);
  if (table.rowCount !== 1) throw new Fault('invalid', `${path} has ${table.rowCount} rows; one row with a column per analyte was expected`);
  return Float64Array.from(analytes, (analyte) => table.numbers(analyte)[0] ?? Number.NaN);
}

const optionalRow = (options: AnalyseOptions, name: string, analytes: readonly string[]): Promise<Float64Array> | null =>
  options[name] === undefined ? null : oneRow(textOption(options, name), analytes);

export const indicesMethod: AnalyseMethod = {
  name: 'indices',
  summary: 'Single factor, Nemerow, weighted Nemerow, geoaccumulation',
  options: {
    values: { type: 'string', required: true, description: 'CSV with one column per analyte, one row per sample' },
    reference: { type: 'string', required: true, description: 'CSV with the same columns and one row: reference S' },
    weights: { type: 'string', description: 'CSV with the same columns and one row: weights that sum to 1' },
    background: { type: 'string', description: 'CSV with the same columns and one row: background B of igeo; default the reference' },
  },
  help: `
In: the reference names the analytes; values, weights and background must have those columns.

Out: analytes[], singleFactor[][] (P = C/S, a row per sample), nemerow[], nemerowWeighted[] (null without --weights),
igeo[][], pli[], degreeOfContamination[], decisions.

Conventions: nemerow sqrt((mean(P)^2 + max(P)^2)/2); weighted: the mean replaced by sum(w P); igeo log2(C/(1.5 B)), null where
C is 0; pli the geometric mean of P; degreeOfContamination the sum of P. Weights that do not sum to 1 are refused. One matrix and
one basis at a time: bases are never pooled in one index.
Reference: the formulas themselves, computed in double precision.`,
  async run(options) {
    const referencePath = textOption(options, 'reference');
    const analytes = (await readTable(referencePath, [])).header;
    const reference = await oneRow(referencePath, analytes);
    const table = await readTable(textOption(options, 'values'), analytes);
    const weights = await optionalRow(options, 'weights', analytes);
    const background = (await optionalRow(options, 'background', analytes)) ?? reference;
    const columns = analytes.map((analyte) => table.numbers(analyte));
    const rows = Array.from({ length: table.rowCount }, (_, row) => columns.map((column) => column[row] ?? Number.NaN));
    const at = <T>(row: number, work: () => T): T => {
      try {
        return work();
      } catch (error) {
        throw error instanceof RangeError ? new Fault('invalid', `${table.path}, data row ${row + 1}: ${error.message}`) : error;
      }
    };
    const factors = rows.map((values, row) => at(row, () => values.map((value, j) => singleFactor(value, reference[j] ?? Number.NaN))));
    const others = table.header.filter((column) => !analytes.includes(column));
    return {
      analytes,
      singleFactor: factors,
      nemerow: factors.map(nemerow),
      nemerowWeighted: weights === null ? null : factors.map((row) => weightedNemerow(row, weights)),
      igeo: rows.map((values) => values.map((value, j) => geoaccumulation(value, background[j] ?? Number.NaN))),
      pli: factors.map(pollutionLoadIndex),
      degreeOfContamination: factors.map(degreeOfContamination),
      decisions:
        others.length === 0
          ? []
          : [{ code: 'columns-without-reference', zh: `列 ${others.join('、')} 没有参考值，未计入。`, en: `Columns ${others.join(', ')} have no reference and did not enter.` }],
    };
  },
};
