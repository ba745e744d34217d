/** The TypeORM data sources of both engines, said once: for the store, for migrations and for the drift check. */
import Database from 'better-sqlite3';
import { DataSource, type Logger } from 'typeorm';
import { auditPendingEntity, entitiesOf } from '../entities/index.ts';
import { migrations } from '../migrations/index.ts';

type Migrations = typeof migrations;

/** What goes wrong is thrown, and said once by whoever catches it; TypeORM would print it as well, with the SQL and its values. */
const SILENT: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

export interface SqliteSource {
  dataSource: DataSource;
  /** The one connection under it. */
  connection: Database.Database;
}

/** @param prepare sets the connection up before TypeORM uses it */
export async function connectSqlite(file: string, prepare: (connection: Database.Database) => void, more: { readonly?: boolean; migrations?: Migrations } = {}): Promise<SqliteSource> {
  let connection: Database.Database | undefined;
  const dataSource = await new DataSource({
    type: 'better-sqlite3',
    logger: SILENT,
    database: file,
    entities: entitiesOf('sqlite'),
    driver: Database,
    prepareDatabase: (database) => {
      connection = database as Database.Database;
      prepare(connection);
    },
    ...more,
    migrations: [...(more.migrations ?? migrations)],
  }).initialize();
  if (connection === undefined) throw new Error('TypeORM opened no SQLite connection');
  return { dataSource, connection };
}

export interface PostgresSettings {
  poolSize: number;
  /** Sent as the session's options, e.g. `-c default_transaction_read_only=on`. */
  sessionOptions: string;
  migrations?: Migrations;
}

export function connectPostgres(url: string, settings: PostgresSettings): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    logger: SILENT,
    url,
    entities: [...entitiesOf('postgres'), auditPendingEntity],
    migrations: [...(settings.migrations ?? migrations)],
    poolSize: settings.poolSize,
    connectTimeoutMS: 10_000,
    applicationName: 'shuijian',
    // without this TypeORM asks for extensions the schema does not use
    installExtensions: false,
    extra: { options: settings.sessionOptions },
  }).initialize();
}
