/** The audit trail and its check. */
import { Type } from '@sinclair/typebox';
import { auditEntry } from '../../../models/schemas/index.ts';
import { extend, pageOf, pageQuery, route, Words, type RouteList } from '../../http/route.ts';
import { listAudit, readAuditEntry } from '../../usecases/administration/audit.ts';

const names = { actorName: Type.Union([Type.String(), Type.Null()]), subjectName: Type.Union([Words, Type.Null()]) };
const AuditView = extend(auditEntry, names, 'auditView');
/** In a list: how many rows an entry binds; the entry itself names them. One entry of a large import binds tens of thousands. */
const ListedAuditView = Type.Object({ ...Type.Omit(auditEntry.schema, ['digests']).properties, ...names, digestCount: Type.Integer({ minimum: 0 }) }, { $id: 'auditListed', additionalProperties: false });

const Broken = Type.Object({
  sequence: Type.Union([Type.Integer(), Type.Null()]),
  thing: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
  why: Type.String(),
});

const VerifyView = Type.Object(
  {
    entries: Type.Integer(),
    rows: Type.Integer(),
    ok: Type.Boolean(),
    firstBroken: Type.Optional(Broken),
    broken: Type.Optional(Type.Array(Broken)),
    brokenCount: Type.Optional(Type.Integer()),
    clockSteps: Type.Optional(Type.Array(Type.Object({ sequence: Type.Integer(), from: Type.String(), to: Type.String() }))),
  },
  { $id: 'verifyReport' },
);

const filter = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }));

export const auditRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/audit-entries',
    operation: 'audit.read',
    summary: 'The audit trail, newest first',
    query: Type.Object({
      ...pageQuery,
      after: Type.Optional(Type.Integer({ minimum: 1 })),
      subject: filter,
      subjectId: filter,
      actor: filter,
    }),
    response: pageOf(ListedAuditView),
    handler: ({ store, user, query }) =>
      listAudit(
        store.read,
        user,
        { subject: query.subject, subjectId: query.subjectId, actorId: query.actor, before: query.after },
        query.limit ?? 100,
      ),
  }),
  route({
    method: 'get',
    path: '/api/audit-entries/:id',
    operation: 'audit.read',
    summary: 'One entry whole, with the digest of every row that it binds',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    response: AuditView,
    handler: ({ store, user, params }) => readAuditEntry(store.read, user, params.id),
  }),
  route({
    method: 'post',
    path: '/api/audit-verifications',
    operation: 'audit.read',
    summary: 'Recompute the hash chain and the digest of every audited row',
    response: VerifyView,
    handler: ({ store }) => store.verify(),
  }),
];
