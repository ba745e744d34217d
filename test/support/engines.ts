/**
 * The same tests on both engines. A store opened here lives in a folder or database of its own and is
 * closed after its test.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Engine } from '../../models/entities/index.ts';
import { refusedVerbs } from '../../models/store/triggers.ts';
import { things } from '../../models/schemas/index.ts';
import type { Store, StoreOptions } from '../../models/store/index.ts';
import { openPostgres } from '../../models/store/postgres/openPostgres.ts';
import { DATABASE_FILE } from '../../models/store/sqlite/databaseFile.ts';
import { openSqlite, type SqliteOptions } from '../../models/store/sqlite/openSqlite.ts';
import { newPostgresDatabase, requirePostgres } from './postgres.ts';
import { tempFolder } from './tempFolder.ts';

export interface Place {
  dataDir: string;
  databaseUrl: string | undefined;
}

export type TestOptions = Partial<Omit<StoreOptions, 'dataDir' | 'databaseUrl'>> & { limits?: { queue?: number; jobMs?: number; batch?: number; connections?: number }; tamper?: SqliteOptions['tamper'] };

export interface TestEngine {
  readonly name: Engine;
  /** A store in a new place. */
  open(options?: TestOptions): Promise<Store>;
  /** Where a store opened by `open` lies. */
  placeOf(store: Store): Place;
  /** Opens a place again, after the store there was closed. */
  openAt(place: Place, options?: TestOptions): Promise<Store>;
  newPlace(): Promise<Place>;
  /** A copy of a store that was closed, to be damaged. */
  copyOf(place: Place): Promise<Place>;
  /** What somebody with an SQL shell does to a closed store, behind triggers and foreign keys. */
  shell(place: Place, statements: readonly string[]): Promise<void>;
  /** What the same shell reads. */
  query(place: Place, sql: string): Promise<Record<string, unknown>[]>;
}

/** Declares the suite once per engine. */
export function onBothEngines(title: string, body: (engine: TestEngine) => void): void {
  for (const name of ['sqlite', 'postgres'] as const) {
    describe(`${title} (${name})`, function () {
      if (name === 'postgres') {
        this.timeout(60_000);
        before(function () {
          requirePostgres(this);
        });
      }
      body(testEngine(name));
    });
  }
}

/** For suites about one engine. Registers the hook that closes what was opened. */
export function testEngine(name: Engine): TestEngine {
  const opened = new Map<Store, Place>();
  const places = new WeakMap<Store, Place>();
  afterEach(async () => {
    for (const store of opened.keys()) await store.close();
    opened.clear();
  });
  const newPlace = async (): Promise<Place> => ({ dataDir: tempFolder(), databaseUrl: name === 'postgres' ? await newPostgresDatabase() : undefined });
  const openAt = async (place: Place, options: TestOptions = {}): Promise<Store> => {
    const { databaseUrl, dataDir } = place;
    const store = databaseUrl === undefined ? await openSqlite({ ...options, dataDir } as SqliteOptions) : await openPostgres({ ...options, dataDir, databaseUrl });
    opened.set(store, place);
    places.set(store, place);
    return store;
  };
  return {
    name,
    newPlace,
    openAt,
    open: async (options) => openAt(await newPlace(), options),
    placeOf: (store) => {
      const place = places.get(store);
      if (place === undefined) throw new Error('that store was not opened here');
      return place;
    },
    copyOf: (place) => copyOf(place),
    shell: (place, statements) => (place.databaseUrl === undefined ? sqliteShell(place, statements) : postgresShell(place.databaseUrl, statements)),
    query: (place, sql) => query(place, sql),
  };
}

async function copyOf(place: Place): Promise<Place> {
  const dataDir = tempFolder();
  cpSync(place.dataDir, dataDir, { recursive: true });
  if (place.databaseUrl === undefined) return { dataDir, databaseUrl: undefined };
  const databaseUrl = await newPostgresDatabase(databaseOf(place.databaseUrl));
  return { dataDir, databaseUrl };
}

const databaseOf = (url: string): string => new URL(url).pathname.slice(1);

/** Drops the triggers, works, and puts them back word for word: the start checks must not be what finds it. */
function sqliteShell(place: Place, statements: readonly string[]): Promise<void> {
  const connection = new Database(join(place.dataDir, DATABASE_FILE));
  try {
    connection.pragma('foreign_keys = OFF');
    connection.pragma('ignore_check_constraints = ON');
    const triggers = connection.prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`).all() as { name: string; sql: string }[];
    for (const { name } of triggers) connection.exec(`DROP TRIGGER "${name}"`);
    for (const statement of statements) connection.exec(statement);
    for (const { sql } of triggers) connection.exec(sql);
    return Promise.resolve();
  } finally {
    connection.close();
  }
}

async function postgresShell(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica');
    // TRUNCATE fires its triggers even then
    for (const thing of things.values()) if (refusedVerbs(thing, 'postgres').length > 0) await client.query(`ALTER TABLE "${thing.table}" DISABLE TRIGGER "tr_${thing.table}_truncate"`);
    for (const statement of statements) await client.query(statement);
    for (const thing of things.values()) if (refusedVerbs(thing, 'postgres').length > 0) await client.query(`ALTER TABLE "${thing.table}" ENABLE TRIGGER "tr_${thing.table}_truncate"`);
  } finally {
    await client.end();
  }
}

async function query(place: Place, sql: string): Promise<Record<string, unknown>[]> {
  if (place.databaseUrl === undefined) {
    const connection = new Database(join(place.dataDir, DATABASE_FILE), { readonly: true });
    try {
      return connection.prepare(sql).all() as Record<string, unknown>[];
    } finally {
      connection.close();
    }
  }
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
