/**
 * What migrations are built from changes a folder of 0.1.0 as a later version would: its schemas and its migration run in a
 * process of their own. Old rows keep the digests that the audit trail attests, new ones are attested with what is new.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DataSource, QueryRunner } from 'typeorm';
import { addColumn, replaceCheck } from '../../../models/migrations/blocks/index.ts';
import { tableParts } from '../../../models/migrations/blocks/rebuildTable.ts';
import { connectPostgres, connectSqlite } from '../../../models/store/dataSources.ts';
import { prepareWriter } from '../../../models/store/sqlite/checks.ts';
import type { VerifyReport } from '../../../models/store/index.ts';
import { catalogue, type CatalogueLine } from '../../support/catalogue.ts';
import { compiled } from '../../support/compiled.ts';
import { onBothEngines, type Place } from '../../support/engines.ts';
import { NEWEST_FOLDER, oldFolder, OLD_FOLDERS } from '../../support/oldFolder.ts';
import { rejection } from '../../support/rejection.ts';

const { entries: OLD_ENTRIES, rows: OLD_ROWS } = OLD_FOLDERS[NEWEST_FOLDER];
/** A site changed, a revision and a sounding added: one entry, and two rows more. */
const ROWS_WRITTEN = 2;

function later<T>({ dataDir, databaseUrl }: Place, ...words: string[]): T {
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiled('test/support/laterProgram.ts'), dataDir, databaseUrl ?? '-', ...words], { encoding: 'utf8', maxBuffer: 1 << 26 });
  expect(status, stderr).to.equal(0);
  return JSON.parse(stdout) as T;
}

const connect = async ({ dataDir, databaseUrl }: Place): Promise<DataSource> =>
  databaseUrl === undefined ? (await connectSqlite(join(dataDir, 'shuijian.sqlite'), prepareWriter)).dataSource : connectPostgres(databaseUrl, { poolSize: 2, sessionOptions: '' });

/** As migrate does: foreign keys off, one transaction, which is taken back here. */
async function inMigration(place: Place, work: (runner: QueryRunner) => Promise<void>): Promise<void> {
  const source = await connect(place);
  const runner = source.createQueryRunner();
  try {
    await runner.beforeMigration();
    await runner.startTransaction();
    await work(runner);
  } finally {
    await runner.rollbackTransaction();
    await runner.afterMigration();
    await runner.release();
    await source.destroy();
  }
}

onBothEngines('the building blocks of migrations', (engine) => {
  it('leave an old folder with its digests, and attest what is new with its new fields', async () => {
    const place = await oldFolder(NEWEST_FOLDER, engine.name);
    const { upgraded, written, surveys, old, deep, digests } = later<{ upgraded: VerifyReport; written: VerifyReport; surveys: number; old: string; deep: string; digests: string[] }>(place, 'work');
    expect(upgraded).to.deep.include({ ok: true, unprotected: [], entries: OLD_ENTRIES, rows: OLD_ROWS });
    expect(written).to.deep.include({ ok: true, unprotected: [], entries: OLD_ENTRIES + 1, rows: OLD_ROWS + ROWS_WRITTEN });
    expect(surveys).to.equal(15);
    expect(digests[0]).not.to.equal(digests[1]);

    // triggers stand on tables made anew
    const source = await connect(place);
    for (const table of ['result_revision', 'sounding']) expect((await rejection(source.query(`UPDATE "${table}" SET "depthM" = 9`))).message).to.match(/append-only: UPDATE is refused/);
    await source.destroy();

    // a new field of an old row, and of a new one, that somebody sets or clears behind the trail
    for (const [id, to] of [[old, '1.5'], [deep, 'NULL'], [deep, '2.6']] as const) {
      const copy = await engine.copyOf(place);
      await engine.shell(copy, [`UPDATE "result_revision" SET "depthM" = ${to} WHERE "id" = '${id}'`]);
      const report = later<VerifyReport>(copy, 'verify');
      expect(report).to.deep.include({ ok: false, brokenCount: 1 });
      expect(report.firstBroken).to.include({ thing: 'resultRevision', id });
    }
  }).timeout(90_000);

  it('make the catalogue that the schemas of the later version ask for, to the letter', async () => {
    const [place, empty] = [await oldFolder(NEWEST_FOLDER, engine.name), await engine.newPlace()];
    const { migrated, synchronised, drift } = later<{ migrated: CatalogueLine[]; synchronised: CatalogueLine[]; drift: string[] }>(place, 'catalogues', empty.databaseUrl ?? empty.dataDir);
    expect(migrated).to.deep.equal(synchronised);
    expect(drift).to.deep.equal([]);
    expect(migrated.map(({ name }) => name)).to.include.members(engine.name === 'sqlite' ? ['sounding', 'uq_sounding_valid', 'tr_sounding_update', 'ix_result_revision_soundedAtId'] : ['sounding.depthM', 'result_revision.means', 'tr_sounding_truncate']);
  }).timeout(60_000);

  it('refuse what could not be kept, and say what is wrong', async () => {
    const place = await oldFolder(NEWEST_FOLDER, engine.name);
    const source = await connect(place);
    const before = await catalogue(source, engine.name);
    await source.destroy();
    for (const [work, sentence] of [
      [(runner) => replaceCheck(runner, 'site', 'role', ['routine', 'tracing', 'upstream', 'downstream', 'new']), /the new list of site\.role lacks background, which rows may hold: a list only grows/],
      [(runner) => replaceCheck(runner, 'site', 'nameZh', ['a']), /site\.nameZh has no list of words to replace/],
      [(runner) => replaceCheck(runner, 'site', 'longitude', ['a']), /site\.longitude has no list of words to replace/],
      [(runner) => addColumn(runner, 'nowhere', { name: 'a', kind: 'text' }), engine.name === 'sqlite' ? /there is no table nowhere to change/ : /"nowhere" does not exist/],
    ] as [(runner: QueryRunner) => Promise<void>, RegExp][]) {
      expect((await rejection(inMigration(place, work))).message).to.match(sentence);
    }
    const again = await connect(place);
    expect(await catalogue(again, engine.name)).to.deep.equal(before);
    await again.destroy();
  });
});

describe('a table of SQLite made anew', () => {
  it('is refused with foreign keys on, where dropping the old one would delete from it', async () => {
    const { dataSource } = await connectSqlite(join((await oldFolder(NEWEST_FOLDER, 'sqlite')).dataDir, 'shuijian.sqlite'), prepareWriter);
    const runner = dataSource.createQueryRunner();
    expect((await rejection(addColumn(runner, 'site', { name: 'a', kind: 'text' }))).message).to.match(/only be made anew with foreign keys off/);
    await dataSource.destroy();
  });

  it('is cut at its outer commas alone', () => {
    expect(tableParts(`CREATE TABLE "t" ("a" text, "b,(" text NOT NULL, CONSTRAINT "c" CHECK ("a" = 'x,)' OR "a" IN ('it''s', 'y')))`)).to.deep.equal(['"a" text', '"b,(" text NOT NULL', `CONSTRAINT "c" CHECK ("a" = 'x,)' OR "a" IN ('it''s', 'y'))`]);
  });
});
