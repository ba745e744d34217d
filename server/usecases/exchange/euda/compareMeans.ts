/**
 * Recomputes the weekday, weekend and daily means of the EUDA file from its days and holds them
 * against the published ones. Weekday: Tuesday to Thursday; weekend: Friday to Monday. In 2021
 * Friday counted as a weekday. Pure.
 */
import { DAYS, isPooled, MEANS, type Day, type EudaRow, type EudaSite } from './readEuda.ts';

const WEEKDAY: readonly Day[] = ['Tuesday', 'Wednesday', 'Thursday'];
const WEEKDAY_2021: readonly Day[] = [...WEEKDAY, 'Friday'];

/** Days and means are published with two decimals: half a hundredth each. */
const TOLERANCE = 0.01 + 1e-9;
/** Years in which the rule of the means is stated; earlier ones follow other groups. */
const YEARS = { first: 2017, last: 2024 } as const;

export interface MeanDifference {
  row: number;
  year: number;
  site: string;
  metabolite: string;
  mean: (typeof MEANS)[number];
  published: number;
  computed: number;
}

export interface MeanReport {
  /** Complete rows of single plants in the years in which the rule holds. */
  compared: number;
  agree: number;
  largestDifference: number;
  differing: MeanDifference[];
  /** Left out, by reason. */
  pooled: number;
  incomplete: number;
  otherYears: number;
}

function groupMean(row: EudaRow, days: readonly Day[]): number {
  return days.reduce((sum, day) => sum + Number(row.days.get(day)?.decimal), 0) / days.length;
}

/** Means from the days of a complete row. */
function meansOf(row: EudaRow): Record<(typeof MEANS)[number], number> {
  const weekday = row.year === 2021 ? WEEKDAY_2021 : WEEKDAY;
  return {
    'Weekday mean': groupMean(row, weekday),
    'Weekend mean': groupMean(row, DAYS.filter((day) => !weekday.includes(day))),
    'Daily mean': groupMean(row, DAYS),
  };
}

export function compareMeans(rows: readonly EudaRow[], sites: ReadonlyMap<string, EudaSite>): MeanReport {
  const report: MeanReport = { compared: 0, agree: 0, largestDifference: 0, differing: [], pooled: 0, incomplete: 0, otherYears: 0 };
  for (const row of rows) {
    if (row.year < YEARS.first || row.year > YEARS.last) report.otherYears += 1;
    else if (isPooled(sites.get(row.siteId)?.city ?? '')) report.pooled += 1;
    else if (row.days.size < DAYS.length || MEANS.some((mean) => row.means[mean] === null)) report.incomplete += 1;
    else {
      report.compared += 1;
      const computed = meansOf(row);
      let agrees = true;
      for (const mean of MEANS) {
        const published = Number(row.means[mean]);
        const difference = Math.abs(published - computed[mean]);
        report.largestDifference = Math.max(report.largestDifference, difference);
        if (difference <= TOLERANCE) continue;
        agrees = false;
        report.differing.push({ row: row.row, year: row.year, site: row.siteId, metabolite: row.metabolite, mean, published, computed: computed[mean] });
      }
      if (agrees) report.agree += 1;
    }
  }
  return report;
}
