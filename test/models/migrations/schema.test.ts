/**
 * The migrations make what the schemas say, on both engines. The drift check compares names; the
 * catalogues of a migrated and of a synchronised database compare everything.
 */
import { join } from 'node:path';
import { expect } from 'chai';
import type { DataSource } from 'typeorm';
import { TableColumn } from 'typeorm';
import { connectPostgres, connectSqlite } from '../../../models/store/dataSources.ts';
import { migrate } from '../../../models/store/migrate.ts';
import { migrationSource, pendingStatements } from '../../../models/migrations/write.ts';
import { migrations } from '../../../models/migrations/index.ts';
import { installTriggers, missingTriggers } from '../../../models/store/triggers.ts';
import { prepareWriter } from '../../../models/store/sqlite/checks.ts';
import { result } from '../../../models/schemas/index.ts';
import { catalogue } from '../../support/catalogue.ts';
import { onBothEngines, type Place } from '../../support/engines.ts';
import { seedLaboratory } from '../../support/laboratoryRows.ts';

type Migrations = typeof migrations;

function connect(place: Place, more: { migrations?: Migrations } = {}): Promise<DataSource> {
  if (place.databaseUrl !== undefined) return connectPostgres(place.databaseUrl, { poolSize: 2, sessionOptions: '', ...more });
  return connectSqlite(join(place.dataDir, 'shuijian.sqlite'), prepareWriter, more).then(({ dataSource }) => dataSource);
}

onBothEngines('the migrations', (engine) => {
  it('leave nothing for the drift check to find', async () => {
    const source = await connect(await engine.newPlace());
    try {
      expect(await migrate(source)).to.have.length(migrations.length);
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      expect(upQueries.map((query) => query.query)).to.deep.equal([]);
      expect(await pendingStatements(source)).to.deep.equal([]);
    } finally {
      await source.destroy();
    }
  });

  it('make the same catalogue as synchronising the entities does', async () => {
    const [migrated, synchronised] = [await connect(await engine.newPlace()), await connect(await engine.newPlace())];
    try {
      await migrate(migrated);
      await synchronised.synchronize();
      const runner = synchronised.createQueryRunner();
      await installTriggers(runner, engine.name);
      await runner.release();
      const [expected, found] = [await catalogue(synchronised, engine.name), await catalogue(migrated, engine.name)];
      expect(found.length).to.be.above(engine.name === 'sqlite' ? 80 : 300);
      expect(found).to.deep.equal(expected);
    } finally {
      await migrated.destroy();
      await synchronised.destroy();
    }
  });

  it('keep rows, foreign keys and triggers through a migration that adds a column to a referenced table', async () => {
    const place = await engine.newPlace();
    const store = await engine.openAt(place);
    await seedLaboratory(store);
    await store.close();
    class AddNote9999999999998 {
      readonly name = 'AddNote9999999999998';
      async up(runner: Parameters<InstanceType<Migrations[number]>['up']>[0]): Promise<void> {
        for (const table of ['user', 'result', 'result_revision']) await runner.addColumn(table, new TableColumn({ name: 'note', type: 'text', isNullable: true }));
      }
      down(): Promise<void> {
        return Promise.reject(new Error('no'));
      }
    }
    const source = await connect(place, { migrations: [...migrations, AddNote9999999999998] });
    try {
      const before = await catalogue(source, engine.name);
      expect(await migrate(source)).to.deep.equal(['AddNote9999999999998']);
      const runner = source.createQueryRunner();
      expect(await missingTriggers(runner, engine.name)).to.deep.equal([]);
      await runner.release();
      const after = await catalogue(source, engine.name);
      const triggers = (lines: typeof after): typeof after => lines.filter((line) => line.kind === 'trigger');
      expect(triggers(after)).to.deep.equal(triggers(before));
      expect(after).not.to.deep.equal(before);
      expect(await source.query('SELECT count(*) AS n FROM "user"')).to.satisfy((rows: { n: unknown }[]) => Number(rows[0]?.n) === 1);
    } finally {
      await source.destroy();
    }
    // a nullable column that is empty changes no digest: the program of before still verifies all rows
    await engine.shell(place, [`DELETE FROM "migrations" WHERE "name" = 'AddNote9999999999998'`]);
    const again = await engine.openAt(place);
    expect(await again.verify()).to.deep.include({ ok: true, unprotected: [] });
    expect(await again.read.count(result)).to.equal(0);
  });

  it('change nothing at all when one of them fails', async () => {
    const place = await engine.newPlace();
    const store = await engine.openAt(place);
    await store.close();
    class Fails9999999999999 {
      readonly name = 'Fails9999999999999';
      async up(runner: Parameters<InstanceType<Migrations[number]>['up']>[0]): Promise<void> {
        await runner.addColumn('result', new TableColumn({ name: 'note', type: 'text', isNullable: true }));
        throw new Error('half way');
      }
      down(): Promise<void> {
        return Promise.reject(new Error('no'));
      }
    }
    const source = await connect(place, { migrations: [...migrations, Fails9999999999999] });
    try {
      const before = await catalogue(source, engine.name);
      await migrate(source).then(
        () => expect.fail('expected a refusal'),
        (error: Error) => expect(error.message).to.equal('half way'),
      );
      expect(await catalogue(source, engine.name)).to.deep.equal(before);
    } finally {
      await source.destroy();
    }
    await engine.openAt(place);
  });
});

describe('a written migration', () => {
  it('is a module that names its class after its words and its time', () => {
    const text = migrationSource(2, 'add-site-depth', 1764000000000, { sqlite: [`SELECT 'a"b'`], postgres: [] });
    expect(text).to.include('export class AddSiteDepth1764000000000 implements MigrationInterface');
    expect(text).to.include(`  sqlite: [\n    "SELECT 'a\\"b'",\n  ],\n  postgres: [\n  ],`);
  });
});
