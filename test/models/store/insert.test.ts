/** What may be added, and how a refusal says what was wrong. */
import { expect } from 'chai';
import type { Fault } from '../../../models/errors.ts';
import { auditEntry, resultRevision, sample, user, type ResultRevision } from '../../../models/schemas/index.ts';
import { prepareRows, type Store } from '../../../models/store/index.ts';
import { onBothEngines } from '../../support/engines.ts';
import { addHeads, revisionRow, sampleRow, seedLaboratory, userRow, type Laboratory } from '../../support/laboratoryRows.ts';
import { rejection } from '../../support/rejection.ts';

const insert = (store: Store, rows: readonly ResultRevision[]): Promise<void> =>
  store.write(async (tx) => {
    await tx.insert(resultRevision, rows);
    tx.audit({ actorId: null, action: 'result.import', subject: 'importLog', subjectId: 'x' });
  });

onBothEngines('inserting', (engine) => {
  let store: Store;
  let laboratory: Laboratory;
  let row: ResultRevision;
  beforeEach(async () => {
    store = await engine.open();
    laboratory = await seedLaboratory(store);
    const [head] = await addHeads(store, laboratory, 1);
    row = revisionRow(head?.id ?? '', laboratory.user.id);
  });

  it('keeps what was typed to the last character and digit', async () => {
    const odd = { ...row, rawText: " １２.５０ \t'\"\\ 未检出 𠮷 ", value: '0.1000000000000000000000000001', parsed: '-0.0' };
    await insert(store, [odd]);
    expect(await store.read.get(resultRevision, row.id)).to.deep.equal(odd);
    expect(await store.verify()).to.include({ ok: true });
  });

  it('keeps every double exactly', async () => {
    const values = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 116.29512345678901, 4.35, 2 ** -30].map((value) => (value > 2000 ? value / 1e306 : value));
    const bottles = values.map((rainMm) => ({ ...sampleRow(laboratory.round.id, laboratory.site.id), rainMm }));
    await store.write(async (tx) => {
      await tx.insert(sample, bottles);
      tx.audit({ actorId: null, action: 'sample.create', subject: 'round', subjectId: laboratory.round.id });
    });
    const kept = await store.read.find(sample, { where: { id: bottles.map((bottle) => bottle.id) } });
    expect(kept.map((bottle) => bottle.rainMm).sort()).to.deep.equal([...values].sort());
    expect(await store.verify()).to.include({ ok: true });
  });

  it('refuses text that looks like an identity or a mobile number, naming the field and not the number', async () => {
    for (const [text, kind] of [['联系人13800138000', 'mobile-number'], ['身份证 445224199001011238', 'identity-number']] as const) {
      const fault = (await rejection(insert(store, [row, { ...row, id: 'second', valueRevision: 2, remark: text }]))) as Fault;
      expect(fault).to.include({ code: 'person-data-refused' });
      expect(fault.details).to.deep.equal([{ pointer: '/1/remark', message: `person-data.${kind}`, parameters: { fieldZh: '备注', fieldEn: 'Remark' } }]);
      expect(JSON.stringify(fault.details) + fault.message).not.to.match(/\d{8}/);
    }
    const noted = store.write((tx) => Promise.resolve(tx.audit({ actorId: null, action: 'result.void', subject: 'result', subjectId: 'x', reason: 'call +86 138-0013-8000' })));
    expect(await rejection(noted)).to.include({ code: 'person-data-refused' });
    expect(await store.read.count(resultRevision)).to.equal(0);
  });

  it('names every error of a row at once, with pointer, value and expectation', async () => {
    const bad = { ...row, value: '1e3', qualifier: '~', at: '2018-02-30T00:00:00.000Z', extra: 1 } as unknown as ResultRevision;
    const fault = (await rejection(insert(store, [bad]))) as Fault;
    expect(fault.code).to.equal('invalid');
    expect(fault.details.map((detail) => [detail.pointer, detail.message])).to.deep.include.members([['/0/qualifier', 'invalid.enum'], ['/0/extra', 'invalid.additionalProperties'], ['/0/value', 'invalid.pattern']]);
    expect(fault.details.find((detail) => detail.pointer === '/0/value')?.got).to.equal('1e3');
    const date = (await rejection(insert(store, [{ ...row, at: '2018-02-30T00:00:00.000Z' }]))) as Fault;
    expect(date.details).to.deep.equal([{ pointer: '/0/at', got: '2018-02-30T00:00:00.000Z', message: 'invalid.instant' }]);
  });

  it('refuses what one engine could not keep, on both', async () => {
    for (const rawText of ['a\0b', 'half \ud800']) expect(await rejection(insert(store, [{ ...row, rawText }]))).to.include({ code: 'invalid' });
    expect(await rejection(insert(store, [{ ...row, valueRevision: 2 ** 31 }]))).to.include({ code: 'invalid' });
    expect(await rejection(insert(store, [{ ...row, valueRevision: 1.5 }]))).to.include({ code: 'invalid' });
    expect(await rejection(insert(store, [{ ...row, valueRevision: Number.NaN }]))).to.include({ code: 'invalid' });
  });

  it('says which rule a duplicate breaks', async () => {
    await insert(store, [row]);
    const same = (await rejection(insert(store, [{ ...row, id: 'another' }]))) as Fault;
    expect(same.code).to.equal('duplicate');
    expect(same.facts).to.deep.equal({ thing: 'resultRevision', rule: 'uq_result_revision', fields: ['resultId', 'valueRevision'] });
    const twice = (await rejection(insert(store, [{ ...row, valueRevision: 2 }]))) as Fault;
    expect(twice.facts).to.deep.equal({ thing: 'resultRevision', rule: 'pk_result_revision', fields: ['id'] });
  });

  it('says which field points at nothing', async () => {
    const fault = (await rejection(insert(store, [row, { ...row, id: 'second', valueRevision: 2, authorId: 'nobody' }]))) as Fault;
    expect(fault.code).to.equal('invalid');
    expect(fault.details.map((detail) => detail.pointer)).to.deep.equal(['/authorId']);
    expect(await store.read.count(resultRevision)).to.equal(0);
  });

  it('writes all of 2,600 rows or none, with at most 1,000 digests to an entry', async () => {
    const rows = Array.from({ length: 2600 }, (_, index) => ({ ...row, id: `r.${index}`, valueRevision: index + 1 }));
    const last = { ...row, id: 'r.0', valueRevision: 9999 };
    expect(await rejection(insert(store, [...rows, last]))).to.include({ code: 'duplicate' });
    expect(await store.read.count(resultRevision)).to.equal(0);

    const before = await store.revision();
    await insert(store, rows);
    expect(await store.read.count(resultRevision)).to.equal(2600);
    expect(await store.revision()).to.equal(before + 3);
    const entries = await store.read.find(auditEntry, { order: ['sequence'], after: before });
    expect(entries.map((entry) => entry.digests.length)).to.deep.equal([1000, 1000, 600]);
    expect(entries.map((entry) => entry.detail['parts'])).to.deep.equal([3, 3, 3]);
    expect(entries[1]?.detail).to.deep.equal({ continues: entries[0]?.id, part: 2, parts: 3 });
    expect(await store.verify()).to.include({ ok: true });
  });

  it('takes rows that were prepared before, as they were then, and checks them once', async () => {
    const rows = Array.from({ length: 1200 }, (_, index) => ({ ...row, id: `p.${index}`, valueRevision: index + 1 }));
    await prepareRows(resultRevision, rows);
    expect(() => Object.assign(rows[7] ?? {}, { remark: '13800138000' })).to.throw(TypeError);
    await insert(store, rows);
    expect(await store.read.count(resultRevision)).to.equal(1200);
    expect(await store.verify()).to.include({ ok: true });
    const bad = [row, { ...row, id: 'second', remark: '13800138000' }];
    expect(((await rejection(prepareRows(resultRevision, bad))) as Fault).details[0]?.pointer).to.equal('/1/remark');
  });

  it('gives each note the digest of its own subject, and the last note the rest', async () => {
    const [a, b] = [userRow(), userRow()];
    await store.write(async (tx) => {
      tx.audit({ actorId: null, action: 'user.create', subject: 'user', subjectId: a.id });
      tx.audit({ actorId: null, action: 'user.import', subject: 'importLog', subjectId: 'x' });
      await tx.insert(user, [b, a]);
      await tx.update(user, a.id, 1, { displayName: '改名' });
    });
    const revision = await store.revision();
    const entries = await store.read.find(auditEntry, { order: ['sequence'], after: revision - 2 });
    expect(entries.map((entry) => entry.digests.map(({ thing, id, revision }) => ({ thing, id, revision })))).to.deep.equal([[{ thing: 'user', id: a.id, revision: 2 }], [{ thing: 'user', id: b.id, revision: 1 }]]);
    expect(await store.verify()).to.include({ ok: true });
  });

  it('leaves the audit trail to the store', async () => {
    expect((await rejection(store.write((tx) => tx.insert(auditEntry, [])))).message).to.match(/use audit\(\)/);
  });
});
