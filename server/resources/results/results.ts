/** Recording results, moving them on, and everything about one of them. */
import { Type } from '@sinclair/typebox';
import { judged, secret } from '../../http/guardTexts.ts';
import { auditEntry, BASES, method, qcSample, resultEvent, resultRevision, sample, site, type ResultAction } from '../../../models/schemas/index.ts';
import { allowedActionsField, extend, route, type RouteList } from '../../http/route.ts';
import { Cell, CellFlag, CellInput, Change, RefusedCell } from '../../usecases/results/cellTypes.ts';
import { readCellHistory } from '../../usecases/results/cellHistory.ts';
import { recordResults } from '../../usecases/results/recordResults.ts';
import { readResultDetail } from '../../usecases/results/resultDetail.ts';
import { transitionResults } from '../../usecases/results/transitions.ts';
import { oneOf, orNull } from '../views.ts';

/** Every action but `enter`, which is POST /api/results. */
const TRANSITIONS = ['submit', 'return', 'verify', 'review', 'release', 'amend', 'retest', 'void', 'not-analysed', 'invalidate', 'withdraw', 'keep'] as const satisfies readonly ResultAction[];

const id = Type.String({ minLength: 1, maxLength: 80 });
const revision = Type.Integer({ minimum: 0 });
const text = orNull(Type.String());

const EarlierValueView = Type.Object(
  { round: Type.String(), reportedText: Type.String(), value: text, qualifier: Type.String(), limit: text, unit: Type.String(), flags: Type.Array(CellFlag) },
  { $id: 'earlierValue' },
);

const ResultDetailView = Type.Object(
  {
    cell: Cell,
    sample: sample.schema,
    site: site.schema,
    method: orNull(method.schema),
    revisions: Type.Array(extend(resultRevision, { authorName: text }, 'resultRevisionView')),
    events: Type.Array(extend(resultEvent, { actorName: text }, 'resultEventView')),
    lineage: Type.Array(Type.Object({ id: Type.String(), attempt: Type.Integer(), state: Type.String(), reportedText: text, supersedesId: text })),
    history: Type.Array(EarlierValueView),
    run: orNull(Type.Object({ id: Type.String(), number: Type.String(), status: oneOf(['none', 'warn', 'pass', 'fail'] as const), overrideReason: text, qc: Type.Array(qcSample.schema) })),
    audit: Type.Array(Type.Object({ sequence: auditEntry.schema.properties.sequence, at: Type.String(), actorName: text, action: Type.String(), reason: text, signature: Type.Optional(Type.Object({ revisionSha256: Type.String(), meaning: Type.String(), confirmedBy: oneOf(['session', 'password'] as const) })) })),
    allowedActions: allowedActionsField,
  },
  { $id: 'resultDetail' },
);

export const resultRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/results',
    operation: 'results.enter',
    summary: 'Record what was typed or pasted; a refused cell keeps its text and blocks no other (bulk, partial success)',
    body: Type.Object({ round: Type.String({ minLength: 1, maxLength: 40 }), run: Type.Optional(Type.String({ maxLength: 40 })), cells: Type.Array(CellInput, { maxItems: 20_000, ...judged }) }, { additionalProperties: false }),
    response: Type.Object({ change: Change, refused: Type.Array(RefusedCell) }),
    handler: ({ store, user, body, clock, language, publish }) => recordResults(store, { user, at: clock(), language, publish, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/result-transitions',
    operation: ['results.enter', 'results.submit', 'results.verify', 'results.review', 'results.release', 'results.amend'],
    summary: 'Submit, return, verify, review, release, amend, retest, void, leave out, withdraw or keep results; each is decided for itself (bulk, partial success). Void and invalidate ask for the withdrawal of what is released; withdraw, by another person, carries it out',
    body: Type.Object(
      {
        action: oneOf(TRANSITIONS),
        results: Type.Array(
          Type.Union([
            Type.Object({ id, revision }, { additionalProperties: false }),
            Type.Object({ sampleId: id, analyteId: id, basis: Type.Optional(oneOf(BASES)), revision }, { additionalProperties: false }),
          ]),
          { minItems: 1, maxItems: 20_000 },
        ),
        reason: Type.Optional(Type.String({ maxLength: 500 })),
        reasonCode: Type.Optional(Type.String({ maxLength: 60 })),
        /** The corrected values of an amendment. */
        values: Type.Optional(
          Type.Array(
            Type.Object(
              { id, rawText: Type.String({ maxLength: 2000 }), unit: Type.Optional(Type.String({ maxLength: 60 })), dilution: Type.Optional(Type.String({ maxLength: 60 })), confirmHold: Type.Optional(Type.Boolean()) },
              { additionalProperties: false },
            ),
            judged,
          ),
        ),
        /** Where the laboratory asks for it at a signature. */
        password: Type.Optional(Type.String({ maxLength: 1000, ...secret })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      done: Type.Integer(),
      /** How many of them were released and therefore only asked for. */
      asked: Type.Integer(),
      refused: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), sentence: Type.String(), current: Type.Optional(Cell) })),
      change: Change,
    }),
    handler: ({ store, user, body, clock, language, publish }) => transitionResults(store, { user, at: clock(), language, publish, ...body }),
  }),
  route({
    method: 'get',
    path: '/api/samples/:id/history',
    operation: ['results.read', 'results.read-released'],
    summary: 'What was found of an analyte at the site of a sample before, also where the sample has no result yet',
    params: Type.Object({ id }),
    query: Type.Object({ analyte: Type.String({ minLength: 1, maxLength: 80 }) }),
    response: Type.Object({ items: Type.Array(EarlierValueView) }),
    handler: async ({ store, user, params, query }) => ({ items: await readCellHistory(store, user, params.id, query.analyte) }),
  }),
  route({
    method: 'get',
    path: '/api/results/:id',
    operation: ['results.read', 'results.read-released'],
    summary: 'One result: revisions, events, lineage, earlier values at the site, run, audit',
    params: Type.Object({ id }),
    response: ResultDetailView,
    handler: ({ store, user, params }) => readResultDetail(store, user, params.id),
  }),
];
