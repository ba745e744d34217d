/**
 * The program of the version that brings sampleMigration.ts, as a process of its own: `laterProgram.js DATA_DIR DATABASE_URL|- VERB …`.
 *   work            upgrades, verifies, writes what only it can write, verifies again
 *   verify          verifies
 *   catalogues URL  the catalogue after the upgrade, and that of an empty place synchronised to its schemas
 * Prints one line of JSON.
 */
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { depthSurvey, sounding } from './laterSchemas.ts';
import { migrations } from '../../models/migrations/index.ts';
import { resultRevision, site, type ResultRevision, type Site } from '../../models/schemas/index.ts';
import { anchorsIn, newId, rowDigest, type Store } from '../../models/store/index.ts';
import { connectPostgres, connectSqlite } from '../../models/store/dataSources.ts';
import { migrate } from '../../models/store/migrate.ts';
import { openPostgres } from '../../models/store/postgres/openPostgres.ts';
import { prepareWriter } from '../../models/store/sqlite/checks.ts';
import { DATABASE_FILE } from '../../models/store/sqlite/databaseFile.ts';
import { openSqlite } from '../../models/store/sqlite/openSqlite.ts';
import { installTriggers } from '../../models/store/triggers.ts';
import { catalogue } from './catalogue.ts';
import { AddDepth9999999999998 } from './sampleMigration.ts';

const LATER = [...migrations, AddDepth9999999999998];
const [dataDir = '', url = '-', verb = '', second = '-'] = process.argv.slice(2);
const engine = url === '-' ? 'sqlite' : 'postgres';

const open = (): Promise<Store> =>
  url === '-' ? openSqlite({ dataDir, migrations: LATER, migrate: true }) : openPostgres({ dataDir, databaseUrl: url, migrations: LATER, migrate: true, backedUp: true });

const connect = async (folder: string, address: string): Promise<DataSource> =>
  address === '-' ? (await connectSqlite(join(folder, DATABASE_FILE), prepareWriter, { migrations: LATER })).dataSource : connectPostgres(address, { poolSize: 2, sessionOptions: '', migrations: LATER });

async function work(): Promise<unknown> {
  const store = await open();
  const upgraded = await store.verify({ anchors: anchorsIn(dataDir) });
  const [point] = await store.read.find(site, { limit: 1 });
  const [value] = await store.read.find(resultRevision, { order: ['-valueRevision'], limit: 1 });
  if (point === undefined || value === undefined) throw new Error('the folder holds no site or no value');
  const deep = { ...value, id: newId(), valueRevision: value.valueRevision + 1, depthM: 2.5, soundedAtId: point.id, means: "diver's line", disturbed: false } as ResultRevision;
  await store.write(async (tx) => {
    await tx.update(site, point.id, point.revision, { depthM: 3.25, role: 'sounding' } as unknown as Partial<Site>);
    await tx.insert(resultRevision, [deep]);
    await tx.insert(sounding, [{ id: newId(), siteId: point.id, depthM: 3.25, means: 'pole', profile: [1, 2], valid: true, attempt: 1 }]);
    tx.audit({ actorId: null, action: 'test.sound', subject: 'site', subjectId: point.id });
  });
  const written = await store.verify({ anchors: anchorsIn(dataDir) });
  const surveys = await store.read.count(depthSurvey);
  await store.close();
  const without = { ...deep, depthM: null, soundedAtId: null, means: null, disturbed: null } as ResultRevision;
  return { upgraded, written, surveys, old: value.id, deep: deep.id, digests: [rowDigest(resultRevision, deep), rowDigest(resultRevision, without)] };
}

async function catalogues(): Promise<unknown> {
  const [migrated, synchronised] = [await connect(dataDir, url), await connect(second, second.startsWith('postgres') ? second : '-')];
  await migrate(migrated);
  await synchronised.synchronize();
  const runner = synchronised.createQueryRunner();
  await installTriggers(runner, engine);
  await runner.release();
  const { upQueries } = await migrated.driver.createSchemaBuilder().log();
  const answer = { migrated: await catalogue(migrated, engine), synchronised: await catalogue(synchronised, engine), drift: upQueries.map(({ query }) => query) };
  await migrated.destroy();
  await synchronised.destroy();
  return answer;
}

async function verify(): Promise<unknown> {
  const store = await open();
  const report = await store.verify({ anchors: anchorsIn(dataDir) });
  await store.close();
  return report;
}

const verbs: Readonly<Record<string, () => Promise<unknown>>> = { work, verify, catalogues };
process.stdout.write(`${JSON.stringify(await verbs[verb]?.())}\n`);
