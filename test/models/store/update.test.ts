/** Conditional updates: no change is lost, none is written twice, and what did not change is not written. */
import { expect } from 'chai';
import type { Fault } from '../../../models/errors.ts';
import { area, method, result, user, type Result } from '../../../models/schemas/index.ts';
import type { RowChange, Store, Tx } from '../../../models/store/index.ts';
import { onBothEngines } from '../../support/engines.ts';
import { addHeads, analyteRow, areaRow, methodRow, resultRow, seedLaboratory, userRow } from '../../support/laboratoryRows.ts';
import { rejection } from '../../support/rejection.ts';

const note = (tx: Tx, id: string): void => tx.audit({ actorId: null, action: 'user.change', subject: 'user', subjectId: id });

async function withUser(store: Store): Promise<string> {
  const row = userRow();
  await store.write(async (tx) => {
    await tx.insert(user, [row]);
    note(tx, row.id);
  });
  return row.id;
}

const rename = (store: Store, id: string, revision: number, displayName: string): Promise<unknown> =>
  store.write(async (tx) => {
    note(tx, id);
    return tx.update(user, id, revision, { displayName });
  });

onBothEngines('a conditional update', (engine) => {
  it('raises the revision by one and answers the new row', async () => {
    const store = await engine.open();
    const id = await withUser(store);
    expect(await rename(store, id, 1, '乙')).to.include({ id, displayName: '乙', revision: 2 });
    expect(await store.read.get(user, id)).to.include({ displayName: '乙', revision: 2 });
  });

  it('refuses a stale revision and says the current one', async () => {
    const store = await engine.open();
    const id = await withUser(store);
    await rename(store, id, 1, '乙');
    const fault = await rejection(rename(store, id, 1, '丙'));
    expect(fault).to.include({ code: 'stale-revision' });
    expect((fault as Fault).facts).to.include({ id, expected: 1, current: 2 });
    expect(await rejection(rename(store, 'nobody', 1, '丁'))).to.include({ code: 'not-found' });
  });

  it('has one winner among 50 at once', async () => {
    const store = await engine.open();
    const id = await withUser(store);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => rename(store, id, 1, `n${index}`)));
    const won = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [index] : []));
    expect(won).to.have.length(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).to.include({ code: 'stale-revision' });
    expect(await store.read.get(user, id)).to.include({ displayName: `n${won[0]}`, revision: 2 });
    expect(await store.revision()).to.equal(2);
  });

  if (engine.name === 'postgres') {
    for (const size of [1, 3]) {
      it(`of ${size} has one winner among transactions that run side by side and have all read the same revision`, async () => {
        const store = await engine.open();
        const ids = await Promise.all(Array.from({ length: size }, () => withUser(store)));
        const TOGETHER = 8;
        let waiting = 0;
        let open = (): void => undefined;
        const barrier = new Promise<void>((resolve) => (open = resolve));
        const outcomes = await Promise.allSettled(
          Array.from({ length: TOGETHER }, (_, index) =>
            store.write(async (tx) => {
              await tx.find(user, { where: { id: ids } });
              waiting += 1;
              if (waiting === TOGETHER) open();
              await barrier;
              note(tx, 'all');
              await tx.updateMany(user, ids.map((id) => ({ id, revision: 1, patch: { displayName: `n${index}` } })));
            }),
          ),
        );
        expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).to.have.length(1);
        for (const outcome of outcomes) if (outcome.status === 'rejected') expect((outcome.reason as Fault).facts).to.include({ expected: 1, current: 2 });
        expect(await store.verify()).to.include({ ok: true });
      });
    }
  }

  it('writes nothing for a patch that changes nothing, not even in another order of JSON keys', async () => {
    const store = await engine.open();
    const row = areaRow({ geometry: { type: 'Polygon', coordinates: [[1, 2]] } });
    await store.write(async (tx) => {
      await tx.insert(area, [row]);
      tx.audit({ actorId: null, action: 'area.create', subject: 'area', subjectId: row.id });
    });
    const same = await store.write((tx) => tx.update(area, row.id, 1, { nameZh: row.nameZh, population: 12_000, geometry: { coordinates: [[1, 2]], type: 'Polygon' } }));
    expect(same).to.deep.equal(row);
    expect(await store.revision()).to.equal(1);
  });

  it('keeps null, false, zero and the empty list apart', async () => {
    const store = await engine.open();
    const row = areaRow({ population: 0, seatLongitude: -0, parentId: null, synthetic: false });
    await store.write(async (tx) => {
      await tx.insert(area, [row]);
      tx.audit({ actorId: null, action: 'area.create', subject: 'area', subjectId: row.id });
    });
    expect(await store.read.get(area, row.id)).to.deep.equal({ ...row, seatLongitude: 0 });
    const cleared = await store.write(async (tx) => {
      tx.audit({ actorId: null, action: 'area.change', subject: 'area', subjectId: row.id });
      return tx.update(area, row.id, 1, { population: null });
    });
    expect(cleared).to.include({ population: null, synthetic: false, revision: 2 });
    expect(await store.read.get(area, row.id)).to.deep.equal(cleared);
    expect(await store.verify()).to.include({ ok: true });
  });

  it('checks the changed row, and refuses fields that do not exist, the id and the revision', async () => {
    const store = await engine.open();
    const id = await withUser(store);
    const change = (patch: object): Promise<Error> =>
      rejection(
        store.write(async (tx) => {
          note(tx, id);
          await tx.update(user, id, 1, patch);
        }),
      );
    const fault = (await change({ displayName: '' })) as Fault;
    expect(fault).to.include({ code: 'invalid' });
    expect(fault.details[0]).to.deep.include({ pointer: '/displayName', message: 'invalid.minLength' });
    expect(await change({ displayName: undefined })).to.include({ code: 'invalid' });
    expect((await change({ surname: 'x' })).message).to.match(/no field "surname"/);
    expect((await change({ revision: 9 })).message).to.match(/may not name/);
    expect(await store.read.get(user, id)).to.include({ revision: 1 });
  });

  it('never updates evidence', async () => {
    const store = await engine.open();
    const laboratory = await seedLaboratory(store);
    const error = await rejection(store.write((tx) => tx.update(method, laboratory.method.id, 1, { loq: '5' })));
    expect(error.message).to.match(/method is evidence: only records are updated; add a new row/);
    expect(methodRow(analyteRow().id)).to.have.property('loq', '4');
  });

  it('lets two jobs that change the same two rows in opposite order both be answered, one of them as stale or as a conflict', async () => {
    const store = await engine.open();
    const [a, b] = [await withUser(store), await withUser(store)];
    const both = (first: string, second: string): Promise<void> =>
      store.write(async (tx) => {
        note(tx, first);
        await tx.update(user, first, 1, { displayName: first });
        await tx.update(user, second, 1, { displayName: first });
      });
    const outcomes = await Promise.allSettled([both(a, b), both(b, a)]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).to.have.length(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect((outcome.reason as Fault).code).to.be.oneOf(['stale-revision', 'conflict']);
    expect(await store.verify()).to.include({ ok: true });
  });

  it('changes many records at once, each on its own condition, and in order where they touch a rule', async () => {
    const store = await engine.open();
    const laboratory = await seedLaboratory(store);
    const heads = await addHeads(store, laboratory, 1500);
    const enter = (changes: RowChange<typeof result>[]): Promise<Result[]> =>
      store.write((tx) => {
        tx.audit({ actorId: null, action: 'result.enter', subject: 'round', subjectId: laboratory.round.id });
        return tx.updateMany(result, changes);
      });
    const answered = await enter(heads.map((head, index) => ({ id: head.id, revision: 1, patch: index % 3 === 0 ? { state: 'entered', valueRevision: 1 } : index % 3 === 1 ? { valueRevision: 1 } : {} })));
    expect(answered.map((row) => row.revision)).to.deep.equal(heads.map((_, index) => (index % 3 === 2 ? 1 : 2)));
    expect(await store.read.count(result, { state: 'entered', revision: 2 })).to.equal(500);
    expect(await store.read.find(result, { where: { id: heads.map((head) => head.id) } })).to.have.deep.members(answered);

    const [first, second, third] = answered;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no rows');
    // the same record twice, the later change on the earlier one
    const twice = await enter([{ id: first.id, revision: 2, patch: { state: 'submitted' } }, { id: third.id, revision: 1, patch: { valueRevision: 1 } }, { id: first.id, revision: 3, patch: { state: 'verified' } }]);
    expect(twice.map((row) => [row.id, row.state, row.revision])).to.deep.equal([[first.id, 'submitted', 3], [third.id, 'pending', 2], [first.id, 'verified', 4]]);

    // one attempt gives up being the reportable one before the other takes its place
    const other = { ...resultRow(second.sampleId, second.analyteId), attempt: 2, reportable: false };
    await store.write(async (tx) => {
      await tx.insert(result, [other]);
      tx.audit({ actorId: null, action: 'result.retest', subject: 'result', subjectId: other.id });
    });
    await enter([{ id: second.id, revision: 2, patch: { reportable: false } }, { id: other.id, revision: 1, patch: { reportable: true } }]);
    expect(await rejection(enter([{ id: second.id, revision: 3, patch: { reportable: true } }]))).to.include({ code: 'duplicate' });

    const stale = (await rejection(enter([{ id: other.id, revision: 2, patch: { state: 'entered' } }, { id: first.id, revision: 1, patch: { state: 'entered' } }, { id: third.id, revision: 1, patch: { state: 'entered' } }]))) as Fault;
    expect(stale.code).to.equal('stale-revision');
    expect(stale.facts['stale']).to.deep.equal([{ id: first.id, expected: 1, current: 4 }, { id: third.id, expected: 1, current: 2 }]);
    expect(await store.read.get(result, other.id)).to.include({ state: 'pending', revision: 2 });
    expect(await store.verify()).to.include({ ok: true });
  });
});
