/** What the one writer promises, on both engines. */
import { expect } from 'chai';
import { auditEntry, session, setting, user } from '../../../models/schemas/index.ts';
import { Fault } from '../../../models/errors.ts';
import { newId, nowInstant, type Store, type Tx } from '../../../models/store/index.ts';
import { onBothEngines } from '../../support/engines.ts';
import { rejection } from '../../support/rejection.ts';
import { userRow } from '../../support/laboratoryRows.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function addUser(tx: Tx, id = newId()): Promise<string> {
  await tx.insert(user, [userRow({ id })]);
  tx.audit({ actorId: null, action: 'user.create', subject: 'user', subjectId: id });
  return id;
}

async function idsOf(store: Store): Promise<Set<string>> {
  return new Set((await store.read.find(user)).map((row) => row.id));
}

onBothEngines('the writer', (engine) => {
  it('takes nothing from one request when another one rolls back', async () => {
    const store = await engine.open();
    const failing = store.write(async (tx) => {
      await addUser(tx);
      await turn();
      throw new Error('late failure');
    });
    const kept = store.write((tx) => addUser(tx));
    expect((await rejection(failing)).message).to.equal('late failure');
    const id = await kept;
    expect(await idsOf(store)).to.deep.equal(new Set([id]));
  });

  it('keeps every acknowledged write of 200 at once, half of which fail late, and no trace of the others', async () => {
    const store = await engine.open();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        store.write(async (tx) => {
          const id = await addUser(tx);
          await tx.insert(setting, [{ id: `s.${id}`, value: { index }, revision: 1 }]);
          if (index % 2 === 1) throw new Fault('held', id);
          return id;
        }),
      ),
    );
    const acknowledged = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Fault] : []));
    expect(acknowledged).to.have.length(100);
    expect(refused.map((fault) => fault.code)).to.deep.equal(Array.from({ length: 100 }, () => 'held'));
    expect(await idsOf(store)).to.deep.equal(new Set(acknowledged));
    expect(new Set((await store.read.find(setting)).map((row) => row.id))).to.deep.equal(new Set(acknowledged.map((id) => `s.${id}`)));
    expect(await store.revision()).to.equal(100);
    expect(new Set((await store.read.find(auditEntry)).map((entry) => entry.subjectId))).to.deep.equal(new Set(acknowledged));
    expect(await store.verify()).to.include({ ok: true, entries: 100, rows: 200 });
  });

  it('lets a nested write join the job that is running, and share its fate', async () => {
    const store = await engine.open();
    const [outer, inner] = await store.write(async (tx) => [await addUser(tx), await store.write((joined) => addUser(joined))]);
    expect(await idsOf(store)).to.deep.equal(new Set([outer, inner]));

    await rejection(
      store.write(async (tx) => {
        await store.write((joined) => addUser(joined));
        await addUser(tx);
        throw new Error('outer');
      }),
    );
    expect(await store.read.count(user)).to.equal(2);
  });

  it('refuses a job whose nested write failed, even where the job caught the failure', async () => {
    const store = await engine.open();
    const job = store.write(async (tx) => {
      await addUser(tx);
      await store
        .write(async (joined) => {
          await addUser(joined);
          throw new Error('inner');
        })
        .catch(() => undefined);
    });
    expect((await rejection(job)).message).to.equal('inner');
    expect(await store.read.count(user)).to.equal(0);
  });

  it('refuses a job that goes on after the database refused one of its writes', async () => {
    const store = await engine.open();
    const id = await store.write((tx) => addUser(tx));
    const job = store.write(async (tx) => {
      await addUser(tx, id).catch(() => undefined);
      await addUser(tx).catch(() => undefined);
    });
    expect(await rejection(job)).to.include({ code: 'duplicate' });
    expect(await store.read.count(user)).to.equal(1);
  });

  it('refuses a change of a record or of evidence without a note, and says which', async () => {
    const store = await engine.open();
    const row = userRow();
    const error = await rejection(store.write((tx) => tx.insert(user, [row])));
    expect(error.message).to.match(new RegExp(`changed user ${row.id} without an audit note`));
    expect(await store.read.count(user)).to.equal(0);
    expect(await store.revision()).to.equal(0);
  });

  it('lets working state change without a note, and evidence not at all through touch and remove', async () => {
    const store = await engine.open();
    const userId = await store.write((tx) => addUser(tx));
    const id = newId();
    const at = nowInstant();
    await store.write((tx) => tx.insert(session, [{ id, tokenSha256: newId(), userId, createdAt: at, lastSeenAt: at, expiresAt: at }]));
    const later = nowInstant(Date.now() + 1000);
    await store.write((tx) => tx.touch(session, id, { lastSeenAt: later }));
    expect((await store.read.get(session, id))?.lastSeenAt).to.equal(later);
    expect(await store.write((tx) => tx.remove(session, { id: [id, 'another'] }))).to.equal(1);
    expect(await store.revision()).to.equal(1);

    expect((await rejection(store.write((tx) => tx.touch(user, userId, { displayName: 'x' })))).message).to.match(/user is record/);
    expect((await rejection(store.write((tx) => tx.remove(user, { id: userId })))).message).to.match(/never deleted/);
    expect(await rejection(store.write((tx) => tx.touch(session, 'none', {})))).to.include({ code: 'not-found' });
  });

  it('refuses a job with a call still running when it ends, and every call after it', async () => {
    const store = await engine.open();
    let escaped: Tx | undefined;
    const job = store.write(async (tx) => {
      escaped = tx;
      await addUser(tx);
      void tx.manager.query('SELECT 1');
    });
    expect((await rejection(job)).message).to.match(/still running: await every call/);
    expect(await store.read.count(user)).to.equal(0);
    expect((await rejection(Promise.resolve().then(() => escaped?.find(user)))).message).to.match(/after its job was over/);
    expect(() => escaped?.audit({ actorId: null, action: 'a', subject: 's', subjectId: 'i' })).to.throw(/after its job was over/);
  });

  it('lets the manager of a job read its own rows, and write nothing', async () => {
    const store = await engine.open();
    await store.write(async (tx) => {
      const id = await addUser(tx);
      const [seen] = await tx.manager.createQueryBuilder('user', 'u').where('u.id = :id', { id }).getMany();
      expect(seen).to.deep.include({ id, roles: ['technician'], active: true });
    });
    for (const sql of [`DELETE FROM "user"`, `WITH x AS (SELECT 1) UPDATE "user" SET "displayName" = 'x'`, `INSERT INTO "user" SELECT * FROM "user"`, 'COMMIT', 'ROLLBACK', 'SAVEPOINT x', `ATTACH ':memory:' AS x`, 'PRAGMA synchronous = OFF', 'SET synchronous_commit = off', '']) {
      expect((await rejection(store.write((tx) => tx.manager.query(sql)))).message).to.match(/only reading/);
    }
    expect((await rejection(store.write((tx) => tx.manager.save('user', userRow())))).message).to.match(/refused inside a job|only reading/);
    expect((await rejection(store.write((tx) => tx.manager.transaction(() => Promise.resolve())))).message).to.match(/itself begins and ends transactions/);
    expect(await store.read.count(user)).to.equal(1);
  });

  it('refuses writes through the readers', async () => {
    const store = await engine.open();
    await store.write((tx) => addUser(tx));
    expect((await rejection(store.read.manager.query(`UPDATE "user" SET "displayName" = 'x'`))).message).to.match(/read-?only/);
  });

  it('tells hooks the sequence number of the entry, after COMMIT and before the answer', async () => {
    const store = await engine.open();
    const heard: (number | string)[] = [];
    for (const name of ['first', 'second']) {
      await store.write(async (tx) => {
        await addUser(tx);
        tx.afterCommit((sequence) => heard.push(sequence));
      });
      heard.push(name);
    }
    await rejection(
      store.write(async (tx) => {
        await addUser(tx);
        tx.afterCommit((sequence) => heard.push(sequence));
        throw new Error('no');
      }),
    );
    expect(heard).to.deep.equal([1, 'first', 2, 'second']);
  });

  it('refuses the 257th job that waits, at once, and writes the others', async () => {
    const store = await engine.open({ limits: { queue: 5, connections: 1 } });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const holding = store.write(async (tx) => {
      await gate;
      return addUser(tx);
    });
    // the first is taken from the queue before the others come
    await turn();
    await turn();
    const waiting = Array.from({ length: 5 }, () => store.write((tx) => addUser(tx)));
    const fault = await rejection(store.write((tx) => addUser(tx)));
    expect(fault).to.include({ code: 'too-busy' });
    expect((fault as Fault).facts).to.deep.equal({ waiting: 5, retryAfterSeconds: 1 });
    release();
    await Promise.all([holding, ...waiting]);
    expect(await store.read.count(user)).to.equal(6);
  });

  it('refuses a job that holds up the others too long', async () => {
    const store = await engine.open({ limits: { jobMs: 100, connections: 1 } });
    const hanging = store.write(async (tx) => {
      await addUser(tx);
      await new Promise(() => undefined);
    });
    const next = store.write((tx) => addUser(tx));
    expect((await rejection(hanging)).message).to.match(/longer than 100 ms/);
    const id = await next;
    expect(await idsOf(store)).to.deep.equal(new Set([id]));
  });

  it('writes what was queued before it closes, and nothing after', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    const jobs = Array.from({ length: 80 }, () => store.write((tx) => addUser(tx)));
    await store.close();
    const ids = await Promise.all(jobs);
    expect((await rejection(store.write((tx) => addUser(tx)))).message).to.equal('the store is closed');
    const again = await engine.openAt(place);
    expect(await idsOf(again)).to.deep.equal(new Set(ids));
    expect(await again.verify()).to.include({ ok: true, entries: 80 });
  });
});
