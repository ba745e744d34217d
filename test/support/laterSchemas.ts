/**
 * The schemas of the later version that brings sampleMigration.ts. They change the registry of things for the whole
 * process, so only a child process may import this, before it opens a store.
 */
import type { TSchema } from '@sinclair/typebox';
import { choice, flag, id, integer, json, nullable, real, ref } from '../../models/schemas/fields.ts';
import { area, resultRevision, sample, site, type Thing } from '../../models/schemas/index.ts';
import { thing } from '../../models/schemas/thing.ts';
import { Type } from '@sinclair/typebox';
import { SOUNDING_MEANS } from './sampleMigration.ts';

const depth = () => real(['深度', 'Depth'], 'm', { exclusiveMinimum: 0 });
const means = () => choice(SOUNDING_MEANS, ['方式', 'Means']);

function addField({ schema }: Thing, name: string, field: TSchema): void {
  (schema.properties as Record<string, TSchema>)[name] = field;
  (schema.required ??= []).push(name);
}

function addWord({ schema }: Thing, name: string, word: string): void {
  const property = schema.properties[name] as { enum?: string[]; anyOf?: { enum?: string[] }[] };
  (property.enum ?? property.anyOf?.[0]?.enum)?.push(word);
}

for (const changed of [site, sample, resultRevision] as unknown as Thing[]) addField(changed, 'depthM', nullable(depth()));
const revisions = resultRevision as unknown as { -readonly [K in keyof Thing]: Thing[K] };
addField(revisions, 'soundedAtId', nullable(ref('site', ['测深点位', 'Sounded at'])));
addField(revisions, 'means', nullable(means()));
addField(revisions, 'disturbed', nullable(flag(['扰动', 'Disturbed'])));
revisions.indexes = [...revisions.indexes, ['soundedAtId']];
addWord(site as unknown as Thing, 'role', 'sounding');
addWord(area as unknown as Thing, 'populationBasis', 'counted');

export const sounding = thing(
  'sounding',
  'evidence',
  { id: id(), siteId: ref('site', ['点位', 'Point']), depthM: depth(), means: means(), profile: nullable(json(Type.Unsafe<number[]>({ type: 'array' }), ['剖面', 'Profile'])), valid: flag(['有效', 'Valid']), attempt: integer(['次数', 'Attempt'], { minimum: 1 }) },
  {
    unique: [
      { name: 'uq_sounding_attempt', fields: ['siteId', 'attempt'] },
      { name: 'uq_sounding_valid', fields: ['siteId'], where: `"means" = 'pole'` },
    ],
    indexes: [['siteId', 'depthM']],
  },
);

export const depthSurvey = thing('depthSurvey', 'working', { id: id(), siteId: ref('site', ['点位', 'Point']) });
