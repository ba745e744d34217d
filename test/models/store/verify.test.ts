/** Somebody with an SQL shell works on a copy: verify names what was touched, exactly. */
import { expect } from 'chai';
import { auditEntry, result, resultRevision } from '../../../models/schemas/index.ts';
import { canonicalJson, rowDigest, sha256Hex, type VerifyReport } from '../../../models/store/index.ts';
import { onBothEngines, type Place } from '../../support/engines.ts';
import { addHeads, enterValue, seedLaboratory } from '../../support/laboratoryRows.ts';

interface Written {
  place: Place;
  results: string[];
  revisions: string[];
  entries: { id: string; sequence: number; hash: string }[];
}

onBothEngines('verify', (engine) => {
  let written: Written;

  before(async () => {
    const place = await engine.newPlace();
    const store = await engine.openAt(place);
    const laboratory = await seedLaboratory(store);
    const heads = await addHeads(store, laboratory, 6);
    for (const head of heads) await store.write((tx) => enterValue(tx, head, laboratory.user.id));
    await store.revision();
    // in the order of their writing: ids of one millisecond do not sort by it
    const values = new Map((await store.read.find(resultRevision)).map((row) => [row.resultId, row.id]));
    written = {
      place,
      results: heads.map((head) => head.id),
      revisions: heads.map((head) => values.get(head.id) ?? ''),
      entries: (await store.read.find(auditEntry, { order: ['sequence'] })).map(({ id, sequence, hash }) => ({ id, sequence, hash })),
    };
    await store.close();
  });

  /** Verifies a copy after the shell has been at it. */
  async function after(statements: readonly string[], anchors: { sequence: number; hash: string }[] = []): Promise<VerifyReport> {
    const copy = await engine.copyOf(written.place);
    await engine.shell(copy, statements);
    const store = await engine.openAt(copy);
    return store.verify({ anchors });
  }

  const first = (): Written => written;

  it('finds nothing in what was only opened again', async () => {
    const report = await after([]);
    expect(report).to.include({ ok: true, entries: 8 });
    expect(report.rows).to.equal(8 + 12 + 6 * 2);
    expect(report).not.to.have.property('firstBroken');
  });

  it('names a row of evidence that was edited, and the entry that attests it', async () => {
    const id = first().revisions[2];
    const report = await after([`UPDATE "result_revision" SET "value" = '1.23' WHERE "id" = '${id}'`]);
    expect(report).to.include({ ok: false, brokenCount: 1 });
    expect(report.firstBroken).to.deep.equal({ sequence: 5, thing: 'resultRevision', id, why: 'the row was changed: it is not what the entry attests' });
  });

  it('names a record whose state was edited', async () => {
    const id = first().results[0];
    const report = await after([`UPDATE "result" SET "state" = 'released' WHERE "id" = '${id}'`]);
    expect(report.firstBroken).to.deep.include({ sequence: 3, thing: 'result', id });
  });

  it('names a record that was put back to an earlier revision, whole', async () => {
    const id = first().results[5];
    const report = await after([`UPDATE "result" SET "state" = 'pending', "valueRevision" = 0, "revision" = 1 WHERE "id" = '${id}'`]);
    expect(report.firstBroken).to.deep.include({ sequence: 8, thing: 'result', id });
  });

  it('names a row that was deleted', async () => {
    const id = first().revisions[4];
    const report = await after([`DELETE FROM "result_revision" WHERE "id" = '${id}'`]);
    expect(report.firstBroken).to.deep.equal({ sequence: 7, thing: 'resultRevision', id, why: 'the row was deleted' });
  });

  it('names a row that was inserted', async () => {
    const [id] = first().revisions;
    const names = Object.keys(resultRevision.schema.properties).map((name) => `"${name}"`);
    const selected = names.map((name) => (name === '"id"' ? `'forged'` : name === '"valueRevision"' ? '7' : name));
    const report = await after([`INSERT INTO "result_revision" (${names.join(', ')}) SELECT ${selected.join(', ')} FROM "result_revision" WHERE "id" = '${id}'`]);
    expect(report.firstBroken).to.deep.equal({ sequence: null, thing: 'resultRevision', id: 'forged', why: 'the row was inserted behind the audit trail: no entry speaks of it' });
  });

  it('names both rows whose content was swapped', async () => {
    const [a, b] = first().revisions;
    const report = await after([
      `UPDATE "result_revision" SET "id" = 'x' WHERE "id" = '${a}'`,
      `UPDATE "result_revision" SET "id" = '${a}' WHERE "id" = '${b}'`,
      `UPDATE "result_revision" SET "id" = '${b}' WHERE "id" = 'x'`,
    ]);
    expect(report.broken?.map((broken) => broken.id).sort()).to.deep.equal([a, b].sort());
    expect(report.firstBroken?.sequence).to.equal(3);
  });

  it('names the first entry that was edited', async () => {
    const report = await after([`UPDATE "audit_entry" SET "actorId" = 'somebody-else' WHERE "sequence" IN (6, 4)`]);
    expect(report.firstBroken).to.deep.equal({ sequence: 4, why: 'its content is not what was hashed: the entry was changed' });
  });

  it('names an entry that was deleted, and one whose number was closed up', async () => {
    expect((await after([`DELETE FROM "audit_entry" WHERE "sequence" = 5`])).firstBroken).to.deep.equal({ sequence: 5, why: 'entry 5 is missing: the next is 6' });
    const closedUp = await after([`DELETE FROM "audit_entry" WHERE "sequence" = 5`, `UPDATE "audit_entry" SET "sequence" = -"sequence" WHERE "sequence" > 5`, `UPDATE "audit_entry" SET "sequence" = -"sequence" - 1 WHERE "sequence" < 0`]);
    expect(closedUp.firstBroken).to.deep.equal({ sequence: 5, why: 'it does not follow from the entry before it: previousHash is another' });
  });

  it('names entries that were swapped', async () => {
    const report = await after([`UPDATE "audit_entry" SET "sequence" = -3 WHERE "sequence" = 3`, `UPDATE "audit_entry" SET "sequence" = 3 WHERE "sequence" = 4`, `UPDATE "audit_entry" SET "sequence" = 4 WHERE "sequence" = -3`]);
    expect(report.firstBroken).to.include({ sequence: 3 });
  });

  it('finds a cut tail by the rows that nobody speaks of any more', async () => {
    const report = await after([`DELETE FROM "audit_entry" WHERE "sequence" = 8`]);
    expect(report.ok).to.equal(false);
    expect(report.broken).to.deep.include({ sequence: null, thing: 'resultRevision', id: first().revisions[5], why: 'the row was inserted behind the audit trail: no entry speaks of it' });
  });

  it('finds a tail that was cut together with its rows, against an anchor', async () => {
    const [revision, head] = [first().revisions[5], first().results[5]];
    const cut = [
      `DELETE FROM "audit_entry" WHERE "sequence" = 8`,
      `DELETE FROM "result_event" WHERE "resultId" = '${head}'`,
      `DELETE FROM "result_revision" WHERE "id" = '${revision}'`,
      `UPDATE "result" SET "state" = 'pending', "valueRevision" = 0, "revision" = 1 WHERE "id" = '${head}'`,
    ];
    expect(await after(cut)).to.include({ ok: true, entries: 7 });
    const anchor = first().entries[7];
    expect((await after(cut, anchor === undefined ? [] : [anchor])).firstBroken).to.deep.equal({ sequence: 8, why: 'the end of the chain was cut: it stops at 7, an anchor names 8' });
  });

  it('finds a chain that was rewritten whole, against an anchor', async () => {
    // the edited value, its digest, and every hash from there on: what somebody with this program could do
    const copy = await engine.copyOf(written.place);
    const id = first().revisions[5] ?? '';
    const store = await engine.openAt(copy);
    const row = await store.read.get(resultRevision, id);
    const last = await store.read.find(auditEntry, { where: { sequence: 8 } });
    await store.close();
    const [entry] = last;
    if (row === undefined || entry === undefined) throw new Error('nothing to rewrite');
    const sha256 = rowDigest(resultRevision, { ...row, value: '1.23' });
    const digests = canonicalJson(entry.digests.map((digest) => (digest.id === id ? { ...digest, sha256 } : digest)));
    const bound = Object.fromEntries(Object.entries({ ...entry, detail: canonicalJson(entry.detail), digests }).filter(([name, value]) => name !== 'hash' && value !== null));
    const statements = [`UPDATE "result_revision" SET "value" = '1.23' WHERE "id" = '${id}'`, `UPDATE "audit_entry" SET "digests" = '${digests}', "hash" = '${sha256Hex(canonicalJson(bound))}' WHERE "sequence" = 8`];
    expect(await after(statements)).to.include({ ok: true });
    const anchor = first().entries[7];
    expect((await after(statements, anchor === undefined ? [] : [anchor])).firstBroken?.why).to.match(/^the chain was rewritten: the anchor says/);
  });

  it('reads a value of another kind, and text that is no JSON, as a changed row', async () => {
    const id = first().results[1];
    // PostgreSQL's columns refuse both by themselves
    const statements = engine.name === 'sqlite' ? [`UPDATE "result" SET "reportable" = 2, "attempt" = 'abc' WHERE "id" = '${id}'`, `UPDATE "user" SET "roles" = '[', "areaCodes" = x'00'`] : [`UPDATE "result" SET "attempt" = 2 WHERE "id" = '${id}'`, `UPDATE "user" SET "roles" = '['`];
    const report = await after(statements);
    expect(report.broken?.map((broken) => broken.thing)).to.have.members(['user', 'result']);
    expect(report.brokenCount).to.equal(2);
  });

  it('flags a clock that stood back, and keeps the order', async () => {
    const place = await engine.newPlace();
    let at = Date.UTC(2018, 0, 15, 9);
    const store = await engine.openAt(place, { now: () => at });
    const laboratory = await seedLaboratory(store);
    await store.revision();
    at -= 3_600_000;
    await addHeads(store, laboratory, 1);
    const report = await store.verify();
    expect(report).to.include({ ok: true, entries: 2 });
    expect(report.clockSteps).to.deep.equal([{ sequence: 2, from: '2018-01-15T09:00:00.000Z', to: '2018-01-15T08:00:00.000Z' }]);
    expect((await store.read.find(result)).length).to.equal(1);
  });
});
