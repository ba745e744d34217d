/** What waits for a verifier or a signatory, with what they need beside it. */
import { Type } from '@sinclair/typebox';
import { pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { Cell } from '../../usecases/results/cellTypes.ts';
import { readReview, REVIEW_STATES } from '../../usecases/results/review.ts';
import { oneOf, orNull } from '../views.ts';

const text = orNull(Type.String());

const ReviewView = Type.Object(
  {
    ...Cell.properties,
    sampleNumber: Type.String(), siteCode: Type.String(), siteName: Words, areaName: Words, analyteName: Words, methodCode: text,
    previous: orNull(Type.Object({ round: Type.String(), reportedText: Type.String(), value: text })),
    /** Present value / previous one. */
    changeRatio: orNull(Type.Number()),
    /** A limit stands on either side: the ratio is less, or more, than that. */
    changeBound: orNull(oneOf(['<', '>'] as const)),
    /** Present value / the released one that it corrects. */
    formerRatio: orNull(Type.Number()),
    runNumber: text,
    runStatus: orNull(oneOf(['none', 'warn', 'pass', 'fail'] as const)),
  },
  { $id: 'reviewItem' },
);

export const reviewRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/review',
    operation: 'results.read',
    summary: 'Results of a round in one state, with the previous value at the site, author, method and run',
    query: Type.Object({ round: Type.String({ minLength: 1, maxLength: 40 }), state: Type.Optional(oneOf(REVIEW_STATES)), reviewed: Type.Optional(Type.Boolean()) }),
    response: pageOf(ReviewView),
    handler: async ({ store, user, query }) => {
      const items = await readReview(store, user, query.round, { state: query.state ?? 'submitted', reviewed: query.reviewed });
      return { items, next: null, total: items.length };
    },
  }),
];
