/** The words of the interface: nothing missing, nothing unused, the same places in both languages, every code of the schemas named. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FAULT_CODES } from '../../models/errors.ts';
import * as schemas from '../../models/schemas/index.ts';
import { CLIENT_CODES } from '../../client/api/problem.ts';
import { ROOMS, WORK_KEYS } from '../../client/api/types.ts';
import { FAULTS, MEASUREMENTS } from '../../client/state/custody.ts';
import { STAGES } from '../../client/state/roundProgress.ts';
import { ROLE_NAMES } from '../../server/auth/permissions.ts';
import { SETTING_IDS } from '../../server/settings.ts';
import { findUsedKeys } from './support/usedKeys.ts';

const FOLDER = 'client/i18n';
const PLURALS = /_(zero|one|two|few|many|other)$/;

type Words = Map<string, string>;

function flatten(value: unknown, path: string, into: Words): void {
  if (typeof value === 'string') into.set(path, value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) flatten(inner, path.endsWith(':') ? `${path}${key}` : `${path}.${key}`, into);
  else throw new Error(`${path} is neither a text nor a group of texts`);
}

function read(language: string): Words {
  const words: Words = new Map();
  for (const file of readdirSync(join(FOLDER, language)).sort())
    flatten(JSON.parse(readFileSync(join(FOLDER, language, file), 'utf8')), `${file.replace('.json', '')}:`, words);
  return words;
}

const plain = (words: Words): string[] => [...new Set([...words.keys()].map((key) => key.replace(PLURALS, '')))].sort();
const holes = (text: string): string[] => [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? ''))].sort();

const zh = read('zh-CN');
const en = read('en');

describe('client: locales', () => {
  it('both languages have the same keys', () => {
    expect(plain(zh).length).to.be.greaterThan(300);
    expect(plain(zh)).to.deep.equal(plain(en));
  });

  it('both languages fill the same places of each sentence', () => {
    const differing = [...zh].flatMap(([key, text]) => {
      const other = en.get(key) ?? en.get(key.replace(PLURALS, '_other'));
      return other !== undefined && JSON.stringify(holes(text)) !== JSON.stringify(holes(other))
        ? [`${key}: ${holes(text).join()} / ${holes(other).join()}`]
        : [];
    });
    expect(differing).to.deep.equal([]);
  });

  it('English plurals have both forms, Chinese one', () => {
    const counted = [...new Set([...en.keys()].filter((key) => PLURALS.test(key)).map((key) => key.replace(PLURALS, '')))];
    expect(counted.filter((key) => !en.has(`${key}_one`) || !en.has(`${key}_other`))).to.deep.equal([]);
    expect([...zh.keys()].filter((key) => PLURALS.test(key) && !key.endsWith('_other'))).to.deep.equal([]);
  });

  it('every key that the client uses exists', () => {
    const { exact } = findUsedKeys('client');
    expect(exact.size).to.be.greaterThan(200);
    const known = new Set(plain(zh));
    expect([...exact].filter((key) => !known.has(key)).sort()).to.deep.equal([]);
  });

  it('every key is used, by name or by the beginning of its name', () => {
    const { exact, beginnings } = findUsedKeys('client');
    const unused = plain(zh).filter((key) => !exact.has(key) && !beginnings.some((one) => key.startsWith(one)));
    expect(unused).to.deep.equal([]);
  });

  it('no text is empty, and no Chinese text was left in English', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '').map(([key]) => key)).to.deep.equal([]);
    const sameInBoth = [...zh].filter(([key, text]) => /[a-z]{4}/i.test(text) && !/\p{Script=Han}/u.test(text) && en.get(key) === text);
    expect(sameInBoth.map(([key]) => key)).to.deep.equal(['words:language.en']);
  });

  const vocabularies: [string, readonly (string | number)[]][] = [
    ['words:corroboration', schemas.CORROBORATIONS],
    ['words:nominationState', schemas.NOMINATION_STATES],
    ['words:scheduleState', schemas.SCHEDULE_STATES],
    ['words:grade', schemas.GRADES],
    ['words:firmness', schemas.FIRMNESSES],
    ['words:role', schemas.ROLES],
    ['words:matrix', schemas.MATRICES],
    ['words:basis', schemas.BASES],
    ['words:mode', schemas.SAMPLING_MODES],
    ['words:sampleState', schemas.SAMPLE_STATES],
    ['words:sampleKind', schemas.SAMPLE_KINDS],
    ['words:custodyKind', schemas.CUSTODY_KINDS],
    ['words:custodyReason', schemas.CUSTODY_REASONS],
    ['words:resultState', schemas.RESULT_STATES],
    ['words:stage', STAGES],
    ['words:asset', schemas.SITE_ASSETS],
    ['words:catchment', schemas.SITE_CATCHMENTS],
    ['words:siteRole', schemas.SITE_ROLES],
    ['words:areaLevel', schemas.AREA_LEVELS],
    ['words:unitLevel', schemas.UNIT_LEVELS],
    ['words:absenceReason', schemas.ABSENCE_REASONS],
    ['words:rounding', schemas.ROUNDING_RULES],
    ['words:limitRule', schemas.LIMIT_RULES],
    ['words:geometrySource', schemas.GEOMETRY_SOURCES],
    ['words:language', schemas.LANGUAGES],
    ['common:room', ROOMS],
    ['today:count', WORK_KEYS],
    ['rounds:step', schemas.CUSTODY_KINDS],
    ['rounds:do', schemas.CUSTODY_KINDS],
    ['rounds:fault', FAULTS],
    ['rounds:measurement', MEASUREMENTS],
    ['settings:setting', SETTING_IDS],
  ];
  for (const [group, codes] of vocabularies) {
    it(`${group} names every code`, () => {
      const known = new Set(plain(en));
      expect(codes.filter((code) => !known.has(`${group}.${code}`))).to.deep.equal([]);
    });
  }

  it('every fault says what happened and what to do', () => {
    for (const code of [...FAULT_CODES, ...CLIENT_CODES, 'unknown']) {
      for (const part of ['what', 'do']) expect(zh.has(`errors:code.${code}.${part}`), `${code}.${part}`).to.equal(true);
    }
  });

  it('the three classes have their words, and the lowest is 一般严重 General', () => {
    const pinned = [
      ['severe', '严重', 'Severe'],
      ['moderately-severe', '较严重', 'Moderately severe'],
      ['general', '一般严重', 'General'],
      ['insufficient', '证据不足', 'Insufficient evidence'],
      ['not-graded', '未评级', 'Not graded'],
    ] as const;
    for (const [code, chinese, english] of pinned) {
      expect(zh.get(`words:grade.${code}`)).to.equal(chinese);
      expect(en.get(`words:grade.${code}`)).to.equal(english);
    }
  });

  it('the ribbon names the example data as the glossary does', () => {
    expect(zh.get('common:ribbon')).to.match(/^示例数据（合成）/);
    expect(en.get('common:ribbon')).to.match(/^Example data \(synthetic\)/);
  });

  it('roles are called the same on screen and in the reasons that the server gives', () => {
    for (const role of schemas.ROLES) {
      expect(zh.get(`words:role.${role}`)).to.equal(ROLE_NAMES[role].zh);
      expect(en.get(`words:role.${role}`)?.toLowerCase()).to.equal(ROLE_NAMES[role].en.toLowerCase());
    }
  });
});
