/**
 * Negative control of writer.test.ts: the same request pattern on TypeORM's own transactions over one
 * SQLite connection. Were this not to lose anything, those tests would prove nothing.
 */
import { join } from 'node:path';
import { expect } from 'chai';
import { DataSource, EntitySchema } from 'typeorm';
import { tempFolder } from '../../support/tempFolder.ts';

const note = new EntitySchema<{ id: string }>({ name: 'note', columns: { id: { type: 'text', primary: true } } });

describe('the naive pattern: TypeORM transactions over one SQLite connection', () => {
  it('loses what one request was told is committed when another rolls back', async () => {
    const source = await new DataSource({ type: 'better-sqlite3', database: join(tempFolder(), 'naive.sqlite'), entities: [note], synchronize: true, enableWAL: true }).initialize();
    try {
      let fail = (): void => undefined;
      const late = new Promise<void>((resolve) => (fail = resolve));
      const failing = source.transaction(async (manager) => {
        await manager.insert('note', { id: 'failing' });
        await late;
        throw new Error('late failure');
      });
      failing.catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      // answered as committed
      await source.transaction((manager) => manager.insert('note', { id: 'acknowledged' }));
      fail();
      await failing.catch(() => undefined);
      expect(await source.getRepository('note').find()).to.deep.equal([]);
    } finally {
      await source.destroy();
    }
  });
});
