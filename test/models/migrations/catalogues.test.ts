/**
 * What each migration makes of a database is pinned, beside its text (frozen.test.ts): one that is built from blocks could
 * change with them, and then two folders of one version would differ. Only what a migration itself adds and takes away is
 * hashed, with the triggers of the tables it makes; so migrations written side by side do not move each other's pins.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DataSource } from 'typeorm';
import { migrations } from '../../../models/migrations/index.ts';
import { connectPostgres, connectSqlite } from '../../../models/store/dataSources.ts';
import { prepareWriter } from '../../../models/store/sqlite/checks.ts';
import { installTriggers } from '../../../models/store/triggers.ts';
import { catalogue } from '../../support/catalogue.ts';
import { onBothEngines, type Place, type TestEngine } from '../../support/engines.ts';

/** By the number of the migration; added with it, and never changed. */
const PINNED: Readonly<Record<TestEngine['name'], readonly string[]>> = {
  sqlite: ['04942d10818e13eeaa118e11e8dfc2be62e7b2845992a689af8dbd8a5c2816d1', '776327e4ba058090e3b52151dea358f165b37ee2909953bdea6e832024ad5142'],
  postgres: ['0599bda4cb913ef4cd62e72915b911353bddd90e661568216b2e7f67df9bb646', 'bc82d840d014309e1a0a5c7f4505ec782b043348be5a5d854a698146dbff3871'],
};

const connect = async ({ dataDir, databaseUrl }: Place): Promise<DataSource> =>
  databaseUrl === undefined ? (await connectSqlite(join(dataDir, 'shuijian.sqlite'), prepareWriter)).dataSource : connectPostgres(databaseUrl, { poolSize: 2, sessionOptions: '' });

/** One line for each column, constraint, index and trigger. */
async function linesOf(source: DataSource, engine: TestEngine['name']): Promise<Set<string>> {
  const lines = await catalogue(source, engine);
  // PostgreSQL 18 lists NOT NULL among the constraints as well; each column says it already
  return new Set(lines.filter(({ kind, text }) => kind !== 'constraint' || !text.startsWith('NOT NULL')).flatMap(({ kind, name, text }) => text.split('\n').map((part) => `${kind} ${name}: ${part}`)));
}

const tableOfTrigger = (line: string): string | undefined => /^trigger tr_(\w+)_(?:update|delete|truncate):/.exec(line)?.[1];
const madeTables = (lines: Iterable<string>): Set<string> => new Set([...lines].flatMap((line) => /^(?:table|column) (\w+)(?:: "id"|\.id:)/.exec(line)?.[1] ?? []));

onBothEngines('what each migration makes', (engine) => {
  it('is what it made when it was written', async () => {
    const source = await connect(await engine.newPlace());
    const runner = source.createQueryRunner();
    try {
      await runner.beforeMigration();
      const changes: { changed: string[]; made: Set<string> }[] = [];
      let before = new Set<string>();
      for (const Migration of migrations) {
        await new Migration().up(runner);
        const after = await linesOf(source, engine.name);
        const added = [...after].filter((line) => !before.has(line));
        const changed = [...added.map((line) => `+ ${line}`), ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`)];
        const earlier = madeTables(before);
        changes.push({ changed, made: new Set([...madeTables(after)].filter((table) => !earlier.has(table))) });
        before = after;
      }
      await installTriggers(runner, engine.name);
      const triggers = [...(await linesOf(source, engine.name))].filter((line) => tableOfTrigger(line) !== undefined);
      expect(triggers).to.have.length.greaterThan(50);
      const hashes = changes.map(({ changed, made }) => {
        const own = triggers.filter((line) => made.has(tableOfTrigger(line) ?? ''));
        return createHash('sha256').update([...changed, ...own].sort().join('\n')).digest('hex');
      });
      expect(hashes).to.deep.equal(PINNED[engine.name]);
    } finally {
      await runner.afterMigration();
      await runner.release();
      await source.destroy();
    }
  });
});
