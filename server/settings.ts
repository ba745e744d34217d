/**
 * What the laboratory and the deploying body decide, each said once: the type, the default, a
 * sentence in both languages and the closed list where there is one. Kept in the store, changed
 * by an administrator, audited. Settings of the installation (ports, folders) are in config.
 */
import { Type, type Static, type TSchema } from '@sinclair/typebox';

interface Definition<S extends TSchema> {
  schema: S;
  default: Static<S>;
  description: { zh: string; en: string };
  choices?: readonly { value: Static<S>; zh: string; en: string }[];
}

const define = <S extends TSchema>(definition: Definition<S>): Definition<S> => definition;

const oneOf = <const T extends readonly (string | number)[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: typeof values[0] === 'number' ? 'integer' : 'string', enum: [...values] });

const LABORATORY_SETTINGS = {
  reviewLevels: define({
    schema: oneOf([1, 2, 3] as const),
    default: 2,
    description: {
      zh: '审核级数：一级为复核即签发，二级为复核、签发，三级为复核、审核、签发。',
      en: 'Levels of review: one (verified is released), two (verify, release) or three (verify, review, release).',
    },
    choices: [
      { value: 1, zh: '一级', en: 'one level' },
      { value: 2, zh: '二级', en: 'two levels' },
      { value: 3, zh: '三级', en: 'three levels' },
    ],
  }),
  laboratoryName: define({
    schema: Type.Object(
      { zh: Type.String({ minLength: 1, maxLength: 200 }), en: Type.String({ minLength: 1, maxLength: 200 }) },
      { additionalProperties: false },
    ),
    default: { zh: '（未填写实验室名称）', en: '(laboratory not named yet)' },
    description: { zh: '报告和导出文件上的实验室名称。', en: 'Name of the laboratory on reports and exports.' },
  }),
  mapApproval: define({
    schema: Type.String({ maxLength: 60 }),
    default: '',
    description: {
      zh: '审图号。公开使用地图须先送审；未填写时地图注明未经审图。',
      en: 'Map approval number (审图号). Without one the map says that it has not been approved for publication.',
    },
  }),
  confidentialityDecision: define({
    schema: oneOf(['undecided', 'places-may-be-stored'] as const),
    default: 'undecided' as const,
    description: {
      zh: '定密意见：在记录单位决定之前，系统不保存围歼行动的地点和日期，只安排不具名的力量时段。',
      en: 'Confidentiality decision: until it is recorded, the place and date of an encirclement are not stored and only opaque blocks of force are planned.',
    },
    choices: [
      { value: 'undecided', zh: '尚未决定', en: 'not decided yet' },
      { value: 'places-may-be-stored', zh: '可以保存地点和日期', en: 'places and dates may be stored' },
    ],
  }),
  operationsOnHolidays: define({
    schema: oneOf(['as-any-day', 'rest'] as const),
    default: 'as-any-day' as const,
    description: {
      zh: '法定节假日是否安排行动；排班上总会注明其中的节假日与调休上班日。',
      en: 'Whether operations are planned on public holidays of China; a schedule always names the holidays and make-up days inside it.',
    },
    choices: [
      { value: 'as-any-day', zh: '按平日安排', en: 'as on any day' },
      { value: 'rest', zh: '休息', en: 'rest' },
    ],
  }),
  minimumPublishedPopulation: define({
    schema: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    default: 5000,
    description: {
      zh: '对外公布区域的最小服务人口（人）。少于此数的点位不单独公布。',
      en: 'Smallest population (inhabitants) of an area that is published; smaller ones are never shown alone.',
    },
  }),
  requireStepUp: define({
    schema: Type.Boolean(),
    default: false,
    description: {
      zh: '复核、审核、签发时须再次输入口令。',
      en: 'Verifying, reviewing and releasing ask for the password again.',
    },
    choices: [
      { value: false, zh: '否', en: 'no' },
      { value: true, zh: '是', en: 'yes' },
    ],
  }),
  turnaroundReceiveDays: define({
    schema: Type.Integer({ minimum: 0, maximum: 250 }),
    default: 1,
    description: { zh: '采样后多少个工作日内收样。', en: 'Working days from collection to receipt.' },
  }),
  turnaroundEnterDays: define({
    schema: Type.Integer({ minimum: 0, maximum: 250 }),
    default: 5,
    description: { zh: '收样后多少个工作日内提交结果。', en: 'Working days from receipt to the submission of results.' },
  }),
  turnaroundVerifyDays: define({
    schema: Type.Integer({ minimum: 0, maximum: 250 }),
    default: 3,
    description: { zh: '提交后多少个工作日内复核。', en: 'Working days from submission to verification.' },
  }),
  turnaroundReleaseDays: define({
    schema: Type.Integer({ minimum: 0, maximum: 250 }),
    default: 2,
    description: { zh: '复核后多少个工作日内签发。', en: 'Working days from verification to release.' },
  }),
} as const;

type Definitions = typeof LABORATORY_SETTINGS;
export type SettingId = keyof Definitions;
export type LaboratorySettings = { readonly [K in SettingId]: Static<Definitions[K]['schema']> };

export const SETTING_IDS = Object.keys(LABORATORY_SETTINGS) as SettingId[];

export const isSettingId = (id: string): id is SettingId => Object.hasOwn(LABORATORY_SETTINGS, id);

export interface SettingDefinition {
  schema: TSchema;
  default: unknown;
  description: { zh: string; en: string };
  choices?: readonly { value: unknown; zh: string; en: string }[];
}

/** A definition with its own type forgotten, for lists. */
export const definitionOf = (id: SettingId): SettingDefinition => LABORATORY_SETTINGS[id];
