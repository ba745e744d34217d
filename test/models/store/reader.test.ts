/** Finding rows: the same answer, in the same order, on both engines. */
import { expect } from 'chai';
import { area, type Area } from '../../../models/schemas/index.ts';
import type { FindOptions, Store } from '../../../models/store/index.ts';
import { onBothEngines } from '../../support/engines.ts';
import { areaRow } from '../../support/laboratoryRows.ts';
import { rejection } from '../../support/rejection.ts';

const NAMES = ['b', 'B', '县城', 'ä', 'a', 'Z', '_', '乙'];

onBothEngines('reading', (engine) => {
  let store: Store;
  beforeEach(async () => {
    store = await engine.open();
    const rows = NAMES.map((nameEn, index) => areaRow({ id: `id.${index}`, nameEn, population: index % 3 === 0 ? null : index, level: index < 4 ? 'town' : 'village', synthetic: index % 2 === 0 }));
    await store.write(async (tx) => {
      await tx.insert(area, rows);
      tx.audit({ actorId: null, action: 'area.import', subject: 'area', subjectId: 'all' });
    });
  });
  const names = async (options: FindOptions<typeof area>): Promise<string[]> => (await store.read.find(area, options)).map((row) => row.nameEn);
  const numbers = async (options: FindOptions<typeof area>): Promise<(number | null)[]> => (await store.read.find(area, options)).map((row) => row.population);

  it('sorts text by code point, whatever the locale', async () => {
    const sorted = [...NAMES].sort();
    expect(await names({ order: ['nameEn'] })).to.deep.equal(sorted);
    expect(await names({ order: ['-nameEn'] })).to.deep.equal(sorted.reverse());
  });

  it('sorts null below every value, and breaks ties by id', async () => {
    expect(await numbers({ order: ['population'] })).to.deep.equal([null, null, null, 1, 2, 4, 5, 7]);
    expect(await numbers({ order: ['-population'] })).to.deep.equal([7, 5, 4, 2, 1, null, null, null]);
    expect((await store.read.find(area, { order: ['level'] })).map((row) => row.id)).to.deep.equal(NAMES.map((_, index) => `id.${index}`));
    expect((await store.read.find(area, { order: ['-level'] })).map((row) => row.id)).to.deep.equal([7, 6, 5, 4, 3, 2, 1, 0].map((index) => `id.${index}`));
  });

  it('pages through every row once', async () => {
    const seen: Area[] = [];
    for (;;) {
      const last = seen.at(-1);
      const page = await store.read.find(area, { order: ['id'], limit: 3, ...(last === undefined ? {} : { after: last.id }) });
      seen.push(...page);
      if (page.length < 3) break;
    }
    expect(seen.map((row) => row.nameEn)).to.deep.equal(NAMES);
    expect(await names({ order: ['-id'], after: 'id.2' })).to.deep.equal(['B', 'b']);
    expect(await names({ limit: 0 })).to.deep.equal([]);
  });

  it('filters by a value, by one of many, by null and by none', async () => {
    expect(await numbers({ where: { population: [1, 7, 99] } })).to.deep.equal([1, 7]);
    expect(await numbers({ where: { population: null } })).to.deep.equal([null, null, null]);
    expect(await numbers({ where: { population: [null, 4] }, order: ['-population'] })).to.deep.equal([4, null, null, null]);
    expect(await numbers({ where: { population: [] } })).to.deep.equal([]);
    expect(await names({ where: { synthetic: true, level: 'town' } })).to.deep.equal(['b', '县城']);
    expect(await names({ where: { synthetic: [true, false], nameEn: ['Z', `'; DROP TABLE area; --`] } })).to.deep.equal(['Z']);
    expect(await store.read.count(area, { level: ['town', 'village'], synthetic: false })).to.equal(4);
    expect(await store.read.count(area)).to.equal(8);
    expect(await store.read.get(area, 'nobody')).to.equal(undefined);
  });

  it('takes a list of 50,000 values', async () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => `id.${index}`);
    expect(await store.read.count(area, { id: ids })).to.equal(8);
  });

  it('refuses a condition it cannot read, rather than leaving it out', async () => {
    const bad = (options: object): Promise<string> => rejection(store.read.find(area, options)).then((error) => error.message);
    expect(await bad({ where: { population: undefined } })).to.match(/condition on area.population is undefined/);
    expect(await bad({ where: { population: Number.NaN } })).to.match(/is NaN/);
    expect(await bad({ where: { surname: 'x' } })).to.match(/area has no field "surname"/);
    expect(await bad({ order: ['surname'] })).to.match(/no field "surname"/);
    expect(await bad({ limit: -1 })).to.match(/limit is -1/);
    expect(await bad({ limit: 1.5 })).to.match(/limit is 1.5/);
  });

  it('answers rows as they were written through TypeORM as well', async () => {
    const [row] = await store.read.manager.getRepository<Area>('area').find({ where: { id: 'id.1' } });
    expect(row).to.deep.equal(await store.read.get(area, 'id.1'));
  });
});
