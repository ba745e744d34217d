import { expect } from 'chai';
import { may } from '../../../server/auth/permissions.ts';
import { createChanges } from '../../../server/http/changes.ts';
import { startApp, withApp, type Agent, type TestApp } from '../../support/app.ts';

interface Event {
  id?: string;
  event?: string;
  data?: unknown;
}

/** Reads a stream of events as a browser does. */
class Listener {
  readonly events: Event[] = [];
  readonly ended: Promise<void>;
  readonly #stop = new AbortController();
  #waiting: (() => void)[] = [];

  private constructor(answer: Response) {
    this.ended = this.#read(answer);
  }

  static async open(agent: Agent, lastEventId?: string): Promise<Listener> {
    const stop = new AbortController();
    const answer = await fetch(new URL('/api/changes', agent.base), {
      signal: stop.signal,
      headers: {
        cookie: `${agent.cookieName}=${agent.token ?? ''}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
    const listener = new Listener(answer);
    listener.#stop.signal.addEventListener('abort', () => stop.abort());
    return listener;
  }

  async #read(answer: Response): Promise<void> {
    let text = '';
    try {
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block);
      }
    } catch (error) {
      if (!(error instanceof Error) || !['AbortError', 'TypeError'].includes(error.name)) throw error;
    }
  }

  #take(block: string): void {
    const event: Event = {};
    for (const line of block.split('\n')) {
      const [, field, value = ''] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
      if (field === 'data') event.data = JSON.parse(value);
      else if (field === 'id' || field === 'event') event[field] = value;
    }
    if (event.event === undefined) return;
    this.events.push(event);
    for (const tell of this.#waiting.splice(0)) tell();
  }

  async until(count: number): Promise<Event[]> {
    while (this.events.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.events;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }
}

describe('changes told to others', () => {
  let app: TestApp;
  before(async () => {
    app = await startApp();
  });
  after(() => app.close());

  const announce = (name: string) =>
    app.store.write((tx) => {
      tx.audit({ actorId: null, action: 'test.announce', subject: 'test', subjectId: name });
      tx.afterCommit((sequence) =>
        app.server.services.changes.publish({
          kind: 'change',
          sequence,
          payloadFor: (user) =>
            may(user, 'results.read') ? { name, value: '12.5' } : may(user, 'results.read-released') ? { name } : undefined,
        }),
      );
      return Promise.resolve();
    });

  it('reach each listener as far as the person may see, in order, with the audit sequence as id', async () => {
    const [technician, viewer, sampler] = [
      await Listener.open(await app.as('technician')),
      await Listener.open(await app.as('viewer')),
      await Listener.open(await app.as('sampler')),
    ];
    const before = await app.store.revision();
    await announce('one');
    await announce('two');
    expect(await technician.until(2)).to.deep.equal([
      { id: String(before + 1), event: 'change', data: { name: 'one', value: '12.5' } },
      { id: String(before + 2), event: 'change', data: { name: 'two', value: '12.5' } },
    ]);
    expect((await viewer.until(2)).map(({ data }) => data)).to.deep.equal([{ name: 'one' }, { name: 'two' }]);
    expect(sampler.events).to.be.empty;
    await Promise.all([technician.close(), viewer.close(), sampler.close()]);
  });

  it('are not told when the job fails', async () => {
    const technician = await Listener.open(await app.as('technician'));
    const failing = app.store.write((tx) => {
      tx.audit({ actorId: null, action: 'test.announce', subject: 'test', subjectId: 'never' });
      tx.afterCommit((sequence) =>
        app.server.services.changes.publish({ kind: 'change', sequence, payloadFor: () => ({ name: 'never' }) }),
      );
      return Promise.reject(new Error('late failure'));
    });
    await failing.catch((error: unknown) => expect(String(error)).to.contain('late failure'));
    await announce('after');
    expect((await technician.until(1)).map(({ data }) => data)).to.deep.equal([{ name: 'after', value: '12.5' }]);
    await technician.close();
  });

  it('that were missed come after a reconnection; what lies too far back asks for a fresh start', async () => {
    const seen = String(await app.store.revision());
    await announce('missed');
    const back = await Listener.open(await app.as('technician'), seen);
    expect((await back.until(1))[0]?.data).to.deep.equal({ name: 'missed', value: '12.5' });
    const old = await Listener.open(await app.as('technician'), '-1');
    expect((await old.until(1))[0]?.event).to.equal('reset');
    await Promise.all([back.close(), old.close()]);
  });

  it('stop at once for who has signed out, or may no longer', async function () {
    this.timeout(10_000);
    const agent = await app.person({ roles: ['technician'] });
    const listener = await Listener.open(agent);
    await announce('still');
    await listener.until(1);
    await agent.delete('/api/session');
    await new Promise((resolve) => setTimeout(resolve, 2100));
    await announce('gone');
    await listener.ended;
    expect(listener.events).to.have.length(1);
  });

  it('need somebody who is signed in', async () => {
    expect((await app.anonymous.get('/api/changes')).status).to.equal(401);
  });

  it('end when the server closes, which does not wait for listeners', async () => {
    await withApp({}, async (other) => {
      const listener = await Listener.open(await other.as('viewer'));
      const started = performance.now();
      await other.close();
      await listener.ended;
      expect(performance.now() - started).to.be.below(3000);
    });
  });
});

describe('what is kept for listeners who come back', () => {
  const announcement = (sequence: number) => ({ kind: 'change' as const, sequence, payloadFor: () => ({}) });
  const sequences = (list: readonly { sequence: number }[] | undefined) => list?.map(({ sequence }) => sequence);

  it('is everything since the process began, up to a number', () => {
    const changes = createChanges(10, 3);
    expect(sequences(changes.since(10))).to.deep.equal([]);
    expect(changes.since(9)).to.equal(undefined);
    for (const sequence of [11, 13, 14]) changes.publish(announcement(sequence));
    expect(sequences(changes.since(10))).to.deep.equal([11, 13, 14]);
    expect(sequences(changes.since(12))).to.deep.equal([13, 14]);
    changes.publish(announcement(15));
    expect(changes.since(10)).to.equal(undefined);
    expect(sequences(changes.since(11))).to.deep.equal([13, 14, 15]);
  });
});
