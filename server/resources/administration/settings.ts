/** What the laboratory decides. */
import { Type } from '@sinclair/typebox';
import { compile } from '../../http/validate.ts';
import { pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { SETTING_IDS, definitionOf } from '../../settings.ts';
import { changeSetting, listSettings, type CheckValue } from '../../usecases/administration/settings.ts';

const SettingView = Type.Object(
  {
    id: Type.String(),
    value: Type.Unknown(),
    revision: Type.Integer({ minimum: 0 }),
    description: Words,
    choices: Type.Optional(Type.Array(Type.Object({ value: Type.Unknown(), zh: Type.String(), en: Type.String() }))),
  },
  { $id: 'settingView' },
);

const checks = new Map(SETTING_IDS.map((id) => [id, compile(definitionOf(id).schema, 'json')]));

const check: CheckValue = (id, value) => {
  const [first] = checks.get(id)?.(value, '') ?? [];
  if (first === undefined) return undefined;
  const expected = first.parameters?.['expected'] ?? first.parameters?.['name'];
  return `${first.pointer === undefined || first.pointer === '' ? '' : `${first.pointer} `}${expected === undefined ? first.message.replace('validation.', '') : String(expected)}`;
};

export const settingRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/settings',
    operation: 'settings.read',
    summary: 'Every setting with its value, what it means and what it may be',
    response: pageOf(SettingView),
    handler: async ({ store }) => {
      const items = (await listSettings(store.read)).map(({ choices, ...view }) => ({
        ...view,
        ...(choices === undefined ? {} : { choices: [...choices] }),
      }));
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'patch',
    path: '/api/settings/:id',
    operation: 'settings.write',
    ifMatch: true,
    summary: 'Change a setting; If-Match is "0" for one that was never changed',
    params: Type.Object({ id: Type.String({ maxLength: 80 }) }),
    body: Type.Object({ value: Type.Unknown() }, { additionalProperties: false }),
    response: SettingView,
    handler: async ({ store, user, params, ifMatch, body }) => {
      const { choices, ...view } = await changeSetting(store, check, { id: params.id, value: body.value, revision: ifMatch, user });
      return { ...view, ...(choices === undefined ? {} : { choices: [...choices] }) };
    },
  }),
];
