/**
 * What the server answers is what the client expects of it: each line fails to compile where the two have drifted apart.
 * The client may not import the server, so that it has types of its own; this is where they meet. Nothing here runs.
 */
import type * as Api from '../../client/api/types.ts';
import type { GridAnswer } from '../../client/views/grid/gridTypes.ts';
import type { ImportReport } from '../../client/views/grid/importTypes.ts';
import type * as Shown from '../../client/views/map/mapTypes.ts';
import type { Comparison as ShownComparison } from '../../client/views/operations/comparisonTypes.ts';
import type { DayRoutes } from '../../client/views/operations/dayRouteTypes.ts';
import type { Effect as ShownEffect } from '../../client/views/operations/effectTypes.ts';
import type * as Planned from '../../client/views/operations/operationTypes.ts';
import type { ReviewItem as ShownReviewItem } from '../../client/views/review/reviewTypes.ts';
import type * as Counted from '../../client/views/trends/indicatorTypes.ts';
import type { SiteTrend as ShownTrend } from '../../client/views/trends/trendTypes.ts';
import type { Cell, Change } from '../../server/usecases/cellTypes.ts';
import type { ComparisonView } from '../../server/usecases/compareSchedules.ts';
import type { DayRoutesView } from '../../server/usecases/dayRoutes.ts';
import type { AreaEvidence } from '../../server/usecases/evidence.ts';
import type { Grid } from '../../server/usecases/grid.ts';
import type { ImportAnswer } from '../../server/usecases/importResults.ts';
import type { EffectView } from '../../server/usecases/indicators/effectView.ts';
import type { IndicatorReport } from '../../server/usecases/indicators/importIndicators.ts';
import type { IndicatorView } from '../../server/usecases/indicators/indicatorView.ts';
import type { CountsImport } from '../../server/usecases/indicators/undoIndicators.ts';
import type { MapView } from '../../server/usecases/mapView.ts';
import type { NominationList } from '../../server/usecases/nominations.ts';
import type { ReviewItem } from '../../server/usecases/review.ts';
import type { RoundProgress } from '../../server/usecases/rounds.ts';
import type { ScheduleDetail } from '../../server/usecases/schedules.ts';
import type { SiteTrend } from '../../server/usecases/trend.ts';
import type { Worklist } from '../../server/usecases/worklist.ts';

export const trendOfSite = (answered: SiteTrend): ShownTrend => answered;
export const importReport = (answered: ImportAnswer): ImportReport => answered;
/** Cells carry their actions by number, and the client looks them up. */
export const grid = (answered: Grid): Omit<GridAnswer, 'cells'> => answered;
export const map = (answered: MapView): Shown.MapView => answered;
export const evidence = (answered: AreaEvidence): Shown.AreaEvidence => answered;
export const cell = (answered: Cell): Api.Cell => answered;
export const change = (answered: Change): Api.Change => answered;
/** The list of rounds adds the plan's name and whether the round is assessed. */
export const round = (answered: RoundProgress): Omit<Api.RoundItem, 'assessed' | 'planName'> => answered;
/** Whatever waits for review was written, and so has its id. */
export const review = (answered: ReviewItem & { resultId: string }): ShownReviewItem => answered;
export const schedule = (answered: ScheduleDetail): Planned.ScheduleDetail => answered;
export const nominations = (answered: NominationList): Planned.NominationList => answered;
export const comparison = (answered: ComparisonView): ShownComparison => answered;
export const effect = (answered: EffectView): ShownEffect => answered;
export const indicators = (answered: IndicatorView): Counted.IndicatorView => answered;
export const indicatorReport = (answered: IndicatorReport): Counted.IndicatorReport => answered;
export const countsImport = (answered: CountsImport): Counted.CountsImportItem => answered;
export const worklist = ({ counts }: Worklist): Omit<Api.Worklist['counts'][number], 'room'>[] => counts;
export const routes = (answered: DayRoutesView): DayRoutes => answered;
