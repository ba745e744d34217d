import { Type } from '@sinclair/typebox';
import { choice, code, flag, hash, id, instant, integer, json, machineJson, nullable, ref, revision, text } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { LANGUAGES, ROLES } from './vocabulary.ts';

/** A staff account: the only persons in the system. */
export const user = thing(
  'user',
  'record',
  {
    id: id(),
    username: text(['用户名', 'User name'], 40),
    displayName: text(['姓名', 'Display name'], 80),
    /** argon2id in PHC form; null for an account that cannot sign in. Never leaves the server. */
    passwordHash: nullable(hash(['口令哈希', 'Password hash'], 300)),
    roles: json(Type.Array(Type.Unsafe<(typeof ROLES)[number]>({ type: 'string', enum: [...ROLES] })), ['角色', 'Roles']),
    /** Area codes the account is limited to; empty means the whole deployment. */
    areaCodes: json(Type.Array(Type.String()), ['负责区域', 'Areas']),
    language: nullable(choice(LANGUAGES, ['语言', 'Language'])),
    /** The first account of the same person, where one person holds several: they count as one where two are wanted. */
    samePersonAsId: nullable(ref('user', ['同一人的账户', 'Same person as'])),
    active: flag(['启用', 'Active']),
    createdAt: instant(['建立时间', 'Created at']),
    revision: revision(),
  },
  { unique: [{ name: 'uq_user_username', fields: ['username'] }] },
);
export type User = Row<typeof user>;

/** The token itself is never kept: only its SHA-256. */
export const session = thing('session', 'working', {
  id: id(),
  tokenSha256: hash(['令牌哈希', 'Token SHA-256'], 64),
  userId: ref('user', ['用户', 'User']),
  createdAt: instant(['建立时间', 'Created at']),
  lastSeenAt: instant(['最近使用', 'Last seen']),
  expiresAt: instant(['失效时间', 'Expires at']),
}, { unique: [{ name: 'uq_session_token', fields: ['tokenSha256'] }], indexes: [['userId']] });
export type Session = Row<typeof session>;

/**
 * Wrong passwords of one account, or of one name that no account has: counted before a hash is checked, so that guesses
 * made side by side count as well.
 */
export const passwordGuard = thing('passwordGuard', 'working', {
  id: id(),
  /** Id of the account, or the SHA-256 of a name that no account has. */
  account: code(['账户', 'Account'], 80),
  failures: integer(['失败次数', 'Failures'], { minimum: 0 }),
  firstAt: instant(['首次失败', 'First failure']),
  lastAt: instant(['最近失败', 'Last failure']),
  lockedUntil: nullable(instant(['锁定至', 'Locked until'])),
}, { unique: [{ name: 'uq_password_guard_account', fields: ['account'] }] });
export type PasswordGuard = Row<typeof passwordGuard>;

/** The one-time link of the first run. */
export const setupToken = thing('setupToken', 'working', {
  id: id(),
  tokenSha256: hash(['令牌哈希', 'Token SHA-256'], 64),
  createdAt: instant(['建立时间', 'Created at']),
  usedAt: nullable(instant(['使用时间', 'Used at'])),
});
export type SetupToken = Row<typeof setupToken>;

/** Settings of the laboratory and the deploying body, one row per key. */
export const setting = thing('setting', 'record', {
  id: id(['设置项', 'Key']),
  value: json(Type.Unknown(), ['值', 'Value']),
  revision: revision(),
});
export type Setting = Row<typeof setting>;

/** The effect of a request that carried an Idempotency-Key, stored with the effect itself. */
export const idempotencyKey = thing('idempotencyKey', 'working', {
  id: id(),
  userId: ref('user', ['用户', 'User']),
  key: code(['键', 'Key'], 100),
  requestSha256: hash(['请求哈希', 'Request SHA-256'], 64),
  status: integer(['状态码', 'Status']),
  response: machineJson(Type.Unknown(), ['应答', 'Response']),
  at: instant(['时间', 'At']),
}, { unique: [{ name: 'uq_idempotency', fields: ['userId', 'key'] }] });
export type IdempotencyKey = Row<typeof idempotencyKey>;
