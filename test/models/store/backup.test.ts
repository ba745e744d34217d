/** Backups of a store in use, the restore drill, and signed heads. */
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { user } from '../../../models/schemas/index.ts';
import { anchorsIn, backup, checkBackup, HEADS_FILE, readAnchors, restore, writeAnchor, type Store } from '../../../models/store/index.ts';
import { testEngine } from '../../support/engines.ts';
import { userRow } from '../../support/laboratoryRows.ts';
import { rejection } from '../../support/rejection.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const NOW = Date.UTC(2018, 0, 15, 9);

async function add(store: Store): Promise<string> {
  const row = userRow();
  await store.write(async (tx) => {
    await tx.insert(user, [row]);
    tx.audit({ actorId: null, action: 'user.create', subject: 'user', subjectId: row.id });
  });
  return row.id;
}

describe('a backup', () => {
  const engine = testEngine('sqlite');

  it('taken under load holds every write acknowledged before it began, and verifies when restored', async () => {
    const store = await engine.open();
    const { dataDir } = engine.placeOf(store);
    const acknowledged: string[] = [];
    let running = true;
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (running) acknowledged.push(await add(store));
      }),
    );
    while (acknowledged.length < 300) await new Promise((resolve) => setTimeout(resolve, 5));
    await writeAnchor(store, dataDir, NOW);
    const before = [...acknowledged];
    const to = tempFolder();
    const { folder, manifest } = await backup(dataDir, to, NOW);
    running = false;
    await load;

    expect(readdirSync(to)).to.deep.equal(['shuijian-2018-01-15T09-00-00-000Z']);
    expect(await checkBackup(folder)).to.deep.equal(manifest);
    expect(manifest.head.sequence).to.be.within(before.length, acknowledged.length);
    const fresh = tempFolder();
    expect(await restore(folder, fresh)).to.deep.equal(manifest);
    const restored = await engine.openAt({ dataDir: fresh, databaseUrl: undefined });
    const found = new Set((await restored.read.find(user)).map((row) => row.id));
    expect(before.filter((id) => !found.has(id))).to.deep.equal([]);
    expect(await restored.head()).to.deep.equal(manifest.head);
    expect(await restored.verify({ anchors: anchorsIn(fresh) })).to.deep.include({ ok: true, entries: manifest.head.sequence, unprotected: [] });
    // and it goes on, with a key of its own
    await add(restored);
    const signed = await writeAnchor(restored, fresh, NOW);
    expect(signed.sequence).to.equal(manifest.head.sequence + 1);
    expect(await restored.verify({ anchors: anchorsIn(fresh) })).to.include({ ok: true });
    expect(anchorsIn(fresh)).to.have.length(2);
  }).timeout(60_000);

  it('is refused when it is damaged, when there is none, and into a folder that holds a store', async () => {
    const store = await engine.open();
    await add(store);
    const { dataDir } = engine.placeOf(store);
    const to = tempFolder();
    const { folder, manifest } = await backup(dataDir, to, NOW);
    await store.close();
    expect((await rejection(restore(folder, dataDir))).message).to.match(/already holds a store/);
    const held = await engine.openAt({ dataDir, databaseUrl: undefined });
    expect((await rejection(restore(folder, dataDir))).message).to.match(/is in use/);
    await held.close();
    appendFileSync(join(folder, manifest.file), 'x');
    const fresh = tempFolder();
    expect((await rejection(restore(folder, fresh))).message).to.match(/is damaged/);
    expect(readdirSync(fresh)).to.deep.equal([]);
    expect((await rejection(restore(to, fresh))).message).to.match(/is not a backup/);
    expect((await rejection(backup(tempFolder(), to, NOW))).message).to.match(/there is no store/);
  });

  it('leaves nothing under its name when it fails', async () => {
    const dataDir = tempFolder();
    writeFileSync(join(dataDir, 'shuijian.sqlite'), 'this is no database, and long enough to be read as one '.repeat(40));
    const to = tempFolder();
    await rejection(backup(dataDir, to, NOW));
    expect(readdirSync(to)).to.deep.equal([]);
  });
});

describe('signed heads', () => {
  const engine = testEngine('sqlite');

  it('are added once per entry, readable by themselves, with a key only the owner reads', async () => {
    const store = await engine.open();
    const { dataDir } = engine.placeOf(store);
    expect(anchorsIn(dataDir)).to.deep.equal([]);
    await add(store);
    const first = await writeAnchor(store, dataDir, NOW);
    expect(await writeAnchor(store, dataDir, NOW + 1000)).to.deep.equal(first);
    await add(store);
    const second = await writeAnchor(store, dataDir, NOW + 2000);
    expect(readAnchors(join(dataDir, HEADS_FILE))).to.deep.equal([first, second]);
    expect(second).to.include({ sequence: 2, at: '2018-01-15T09:00:02.000Z', publicKey: first.publicKey });
    expect(await store.verify({ anchors: anchorsIn(dataDir) })).to.include({ ok: true });
    expect(await store.verify({ anchor: { sequence: 1, hash: second.hash } })).to.include({ ok: false });
    expect(await store.verify({ anchor: { sequence: 3, hash: second.hash } })).to.include({ ok: false });
  });

  it('refuse an edited line, another key and a line out of order, naming the line', async () => {
    const store = await engine.open();
    const { dataDir } = engine.placeOf(store);
    const file = join(dataDir, HEADS_FILE);
    for (let count = 0; count < 2; count += 1) {
      await add(store);
      await writeAnchor(store, dataDir, NOW);
    }
    const [one = '', two = ''] = readFileSync(file, 'utf8').split('\n');
    const other = await engine.open();
    await add(other);
    await writeAnchor(other, engine.placeOf(other).dataDir, NOW);
    const [foreign = ''] = readFileSync(join(engine.placeOf(other).dataDir, HEADS_FILE), 'utf8').split('\n');
    const copy = join(tempFolder(), 'heads.jsonl');
    for (const [lines, expected] of [
      [[one, two.replace('"sequence":2', '"sequence":3')], /line 2: its signature does not fit/],
      [[one, foreign], /line 2: it was signed with another key/],
      [[two, one], /line 2: it names entry 1 after 2/],
      [['{}', one], /line 1: it is not a signed head/],
    ] as const) {
      writeFileSync(copy, `${lines.join('\n')}\n`);
      expect(() => readAnchors(copy)).to.throw(expected);
    }
    copyFileSync(file, copy);
    expect(() => readAnchors(copy, 'another key')).to.throw(/line 1: it was signed with another key/);
    expect(readAnchors(join(dataDir, 'missing.jsonl'))).to.deep.equal([]);
  });

  it('are not signed over a chain that was cut', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    await add(store);
    await add(store);
    await writeAnchor(store, place.dataDir, NOW);
    await store.close();
    await engine.shell(place, [`DELETE FROM "audit_entry" WHERE "sequence" = 2`]);
    const cut = await engine.openAt(place);
    expect((await rejection(writeAnchor(cut, place.dataDir, NOW))).message).to.match(/ends at 1 .* but a head was signed for 2/);
    expect(existsSync(join(place.dataDir, 'audit-key.pem'))).to.equal(true);
  });
});
