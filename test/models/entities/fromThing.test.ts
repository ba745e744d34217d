/** The mapper from a schema to an entity, and what the drift check can see through it. */
import { Type } from '@sinclair/typebox';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataSource, type EntitySchema } from 'typeorm';
import { columnsOf, fromThing, type Engine } from '../../../models/entities/index.ts';
import { tempFolder } from '../../support/tempFolder.ts';
import { choice, decimal, flag, freeText, id, integer, json, nullable, real, ref, revision, text, type Thing } from '../../../models/schemas/index.ts';

/** A thing that is not in the register: the schemas of the program stay as they are. */
const sampleThing = (more: object = {}, rules: Partial<Thing> = {}): Thing => ({
  name: 'test',
  table: 'test',
  keeping: 'record',
  schema: Type.Object({
    id: id(),
    areaId: nullable(ref('area', ['a', 'a'])),
    state: choice(['open', "it's"] as const, ['a', 'a']),
    grade: nullable(choice(['x', 'y'] as const, ['a', 'a'])),
    note: nullable(freeText(['a', 'a'])),
    amount: decimal(['a', 'a']),
    count: nullable(integer(['a', 'a'])),
    level: Type.Unsafe<1 | 2>({ ...integer(['a', 'a']), enum: [1, 2] }),
    depth: real(['a', 'a'], 'm'),
    active: flag(['a', 'a']),
    body: json(Type.Array(Type.String()), ['a', 'a']),
    revision: revision(),
    ...more,
  }),
  unique: [
    { name: 'uq_test_state', fields: ['state'] },
    { name: 'uq_test_active', fields: ['areaId'], where: '"active"' },
  ],
  indexes: [['state', 'grade']],
  ...rules,
});

const typesOf = (entity: EntitySchema<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(entity.options.columns).map(([name, column]) => [name, column?.type]));
const checksOf = (entity: EntitySchema<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries((entity.options.checks ?? []).map((check) => [(check.name ?? '').replace(/_[0-9a-f]{6}$/, ''), check.expression]));

describe('an entity made from a thing', () => {
  it('keeps each kind in its column on both engines; a list of integers stays an integer', () => {
    const shared = { id: 'text', areaId: 'text', state: 'text', grade: 'text', note: 'text', amount: 'text', count: 'integer', level: 'integer', active: 'boolean', body: 'text', revision: 'integer' };
    expect(typesOf(fromThing(sampleThing(), 'sqlite'))).to.deep.equal({ ...shared, depth: 'real' });
    expect(typesOf(fromThing(sampleThing(), 'postgres'))).to.deep.equal({ ...shared, depth: 'double precision' });
  });

  it('names every CHECK, and guards what SQLite would let through', () => {
    expect(checksOf(fromThing(sampleThing(), 'sqlite'))).to.deep.equal({
      ck_test_state: `"state" = 'open' OR "state" = 'it''s'`,
      ck_test_grade: `"grade" IS NULL OR "grade" = 'x' OR "grade" = 'y'`,
      ck_test_count: `"count" IS NULL OR typeof("count") = 'integer'`,
      ck_test_level: `typeof("level") = 'integer'`,
      ck_test_depth: `typeof("depth") = 'real'`,
      ck_test_active: `"active" = 0 OR "active" = 1`,
      ck_test_body: `json_valid("body")`,
      ck_test_revision: `typeof("revision") = 'integer'`,
    });
    expect(checksOf(fromThing(sampleThing(), 'postgres'))).to.deep.equal({ ck_test_state: `"state" IN ('open', 'it''s')`, ck_test_grade: `"grade" IS NULL OR "grade" IN ('x', 'y')` });
  });

  it('makes rules constraints, a conditional rule an index, and cascades nothing', () => {
    const { uniques, indices, foreignKeys } = fromThing(sampleThing(), 'postgres').options;
    expect(uniques).to.deep.equal([{ name: 'uq_test_state', columns: ['state'] }]);
    expect(indices).to.deep.equal([
      { name: 'ix_test_state_grade', columns: ['state', 'grade'] },
      { name: 'uq_test_active', columns: ['areaId'], unique: true, where: '"active"' },
    ]);
    expect(foreignKeys).to.deep.equal([{ name: 'fk_test_areaId', target: 'area', columnNames: ['areaId'], referencedColumnNames: ['id'] }]);
  });

  it('knows which columns may be null, which are free text, and which words they take', () => {
    const columns = new Map(columnsOf(sampleThing()).map((column) => [column.name, column]));
    expect(columns.get('grade')).to.deep.equal({ name: 'grade', kind: 'text', nullable: true, references: undefined, typed: 'machine', words: ['x', 'y'] });
    expect(columns.get('note')).to.include({ nullable: true, typed: 'lines' });
    expect(columns.get('areaId')).to.include({ nullable: true, references: 'area' });
    expect(columns.get('amount')).to.include({ nullable: false, kind: 'text' });
  });

  it('refuses a rule on a field that is not there, a thing that is not declared, a field that does not say how it is kept', () => {
    expect(() => fromThing(sampleThing({}, { indexes: [['missing']] }), 'sqlite')).to.throw('has a rule on "missing"');
    expect(() => fromThing(sampleThing({ otherId: ref('nowhere', ['a', 'a']) }), 'sqlite')).to.throw('points at "nowhere"');
    expect(() => fromThing(sampleThing({ loose: Type.String() }), 'sqlite')).to.throw('does not say how it is kept');
    expect(() => fromThing(sampleThing({ hold: text(['a', 'a']) }), 'sqlite')).not.to.throw();
  });

  it('shows a new word, a new column and a lost rule as drift', async () => {
    const drift = async (changed: Thing): Promise<string[]> => {
      const plain = { areaId: nullable(text(['a', 'a'])) };
      const before = await open(sampleThing(plain), 'sqlite');
      await before.synchronize();
      const file = before.options.database;
      await before.destroy();
      const after = await open(changed, 'sqlite', String(file));
      const { upQueries } = await after.driver.createSchemaBuilder().log();
      await after.destroy();
      return upQueries.map((query) => query.query);
    };
    const plain = { areaId: nullable(text(['a', 'a'])) };
    expect(await drift(sampleThing(plain))).to.deep.equal([]);
    expect(await drift(sampleThing({ ...plain, state: choice(['open', "it's", 'new'] as const, ['a', 'a']) }))).not.to.deep.equal([]);
    expect(await drift(sampleThing({ ...plain, added: nullable(text(['a', 'a'])) }))).not.to.deep.equal([]);
    expect(await drift(sampleThing(plain, { unique: [] }))).not.to.deep.equal([]);
  });
});

async function open(thing: Thing, engine: Engine, file = join(tempFolder(), 'drift.sqlite')): Promise<DataSource> {
  return new DataSource({ type: 'better-sqlite3', database: file, entities: [fromThing(thing, engine)] }).initialize();
}
