/** The round grid: every sample × analyte of a round with its present value, in one answer. */
import { BASES, type Basis, type Matrix, type Method, type Round, type Sample } from '../../../models/schemas/index.ts';
import type { AllowedAction, Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { listAnalytes, methodKey } from '../../../models/store/repositories/reference.ts';
import type { Store } from '../../../models/store/types.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import { cellOf } from './cells.ts';
import type { Cell, GridCell } from './cellTypes.ts';
import { cellKey, readResultBook, type ResultBook } from './resultBook.ts';
import { requireRound, samplesInScope } from '../rounds/rounds.ts';
import { whyNoResult } from './states.ts';

export interface GridSample {
  id: string;
  number: string;
  siteId: string;
  siteCode: string;
  siteName: { zh: string; en: string };
  areaId: string;
  areaCode: string;
  areaName: { zh: string; en: string };
  matrix: Matrix;
  state: Sample['state'];
  kind: Sample['kind'];
  revision: number;
  collectedAt: string | null;
  /** Why nothing can be entered for it now. */
  locked?: Denial;
}

export interface Grid {
  round: Round;
  revision: number;
  analytes: { id: string; name: { zh: string; en: string }; abbreviation: string; order: number }[];
  samples: GridSample[];
  methods: Method[];
  cells: GridCell[];
  /** What may be done, with the reason of each denial; each cell names one of these. */
  actionSets: AllowedAction[][];
}

/** Equal sets are one object (cells.ts), so that 10,000 cells say them a few times and not 10,000 times. */
function shareActions(cells: readonly Cell[]): Pick<Grid, 'cells' | 'actionSets'> {
  const places = new Map<AllowedAction[], number>();
  const shared = cells.map(({ allowedActions, ...cell }): GridCell => {
    const actions = places.get(allowedActions) ?? places.size;
    places.set(allowedActions, actions);
    return { ...cell, actions };
  });
  return { cells: shared, actionSets: [...places.keys()] };
}

export function gridSample(book: ResultBook, sample: Sample): GridSample {
  const site = book.sites.get(sample.siteId);
  const area = site === undefined ? undefined : book.areas.get(site.areaId);
  const locked = whyNoResult(sample.state);
  return {
    id: sample.id, number: sample.number, siteId: sample.siteId,
    siteCode: site?.code ?? '', siteName: { zh: site?.nameZh ?? '', en: site?.nameEn ?? '' },
    areaId: area?.id ?? '', areaCode: area?.code ?? '', areaName: { zh: area?.nameZh ?? '', en: area?.nameEn ?? '' },
    matrix: sample.matrix, state: sample.state, kind: sample.kind, revision: sample.revision, collectedAt: sample.collectedAt,
    ...(locked === undefined ? {} : { locked }),
  };
}

/** Concentrations are what the bench enters; loads that were imported stand as what they are, and never beside an empty concentration. */
function basesOf(book: ResultBook, sampleId: string, analyteId: string): Basis[] {
  const there = BASES.filter((basis) => book.attempts.has(cellKey(sampleId, analyteId, basis)));
  return there.length === 0 ? ['concentration'] : there;
}

/**
 * @param filter.area code or id of an area of the sites
 * @throws Fault `not-found` for the round
 */
export async function readGrid(store: Store, user: CurrentUser, code: string, filter: { matrix?: Matrix | undefined; area?: string | undefined } = {}): Promise<Grid> {
  // read before the rows: a change in between then comes again, and is never missed
  const revision = await store.revision();
  const reader = store.read;
  const round = await requireRound(reader, code);
  const all = await samplesInScope(reader, round, user);
  const ofMatrix = filter.matrix === undefined ? all : all.filter((sample) => sample.matrix === filter.matrix);
  const book = await readResultBook(reader, round, ofMatrix, { verdicts: true });
  const samples = ofMatrix.map((sample) => ({ sample, shown: gridSample(book, sample) })).filter(({ shown }) => filter.area === undefined || shown.areaCode === filter.area || shown.areaId === filter.area);
  const known = new Map((await listAnalytes(reader)).map((analyte) => [analyte.id, analyte]));
  const analytes = book.plan.panel.flatMap((id) => {
    const analyte = known.get(id);
    return analyte === undefined ? [] : [{ id, name: { zh: analyte.nameZh, en: analyte.nameEn }, abbreviation: analyte.abbreviation, order: analyte.order }];
  });
  const matrices = [...new Set(samples.map(({ sample }) => sample.matrix))];
  return {
    round,
    revision,
    analytes,
    samples: samples.map(({ shown }) => shown),
    methods: analytes.flatMap(({ id }) => matrices.flatMap((matrix) => book.methods.get(methodKey(id, matrix)) ?? [])),
    ...shareActions(samples.flatMap(({ sample }) => analytes.flatMap(({ id }) => basesOf(book, sample.id, id).map((basis) => cellOf(book, sample, id, basis, user))))),
  };
}
