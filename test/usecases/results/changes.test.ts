import { expect } from 'chai';
import { createChanges } from '../../../server/http/changes.ts';
import type { Change } from '../../../server/usecases/results/cellTypes.ts';
import type { Agent } from '../../support/app.ts';
import { ROUND, sampleAt, startLaboratory, type Laboratory } from '../support/laboratory.ts';

interface Heard { id: string; event: string; data: Change }

/** Listens until so many events have come, or a second has passed. */
async function listen(agent: Agent, count: number, during: () => Promise<unknown>): Promise<Heard[]> {
  const stop = new AbortController();
  const answer = await fetch(new URL('/api/changes', agent.base), { signal: stop.signal, headers: { cookie: `${agent.cookieName}=${agent.token ?? ''}` } });
  const heard: Heard[] = [];
  const reading = (async () => {
    let text = '';
    try {
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
          if (fields.get('event') === 'change') heard.push({ id: fields.get('id') ?? '', event: 'change', data: JSON.parse(fields.get('data') ?? '{}') as Change });
        }
        if (heard.length >= count) break;
      }
    } catch {
      // the listener was stopped
    }
  })();
  await during();
  await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 1000))]);
  stop.abort();
  await reading;
  return heard;
}

describe('changes of results as others see them', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 4 }); });
  after(() => laboratory.close());

  it('another technician hears the cells with what that person may do', async () => {
    const other = await laboratory.app.person({ roles: ['technician', 'verifier'] });
    const sample = sampleAt(laboratory, 0);
    const heard = await listen(other, 1, () => laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: 0, rawText: '40' }]));
    const [first] = heard;
    expect(first?.data).to.include({ round: ROUND });
    expect(first?.data.revision).to.equal(Number(first?.id));
    expect(first?.data.cells[0]).to.include({ sampleId: sample.id, rawText: '40', state: 'entered', authorName: 'technician' });
    const again = await listen(other, 1, async () => laboratory.move('submit', [await laboratory.cell(sample.id, 'meth')]));
    expect(again[0]?.data.cells[0]?.allowedActions.find((each) => each.action === 'verify')).to.deep.equal({ action: 'verify', allowed: true });
  });

  it('a viewer hears nothing of what is not released, then the release, that it is being corrected, and the correction', async () => {
    const viewer = await laboratory.app.as('viewer');
    const sample = sampleAt(laboratory, 1);
    expect(await listen(viewer, 1, () => laboratory.bring(sample, 'meth', '40', 'verified'))).to.deep.equal([]);
    const released = await listen(viewer, 1, async () => laboratory.move('release', [await laboratory.cell(sample.id, 'meth')]));
    expect(released[0]?.data.cells[0]).to.include({ rawText: '40', state: 'released' });
    const cell = await laboratory.cell(sample.id, 'meth');
    const amended = await listen(viewer, 1, () => laboratory.move('amend', [cell], { reasonCode: 'typing-error', values: [{ id: cell.resultId, rawText: '41' }] }, laboratory.technician));
    expect(amended[0]?.data.cells[0]).to.include({ rawText: '40', state: 'released', attempt: 1 });
    expect(amended[0]?.data.cells[0]?.flags.map(({ code }) => code)).to.include('under-correction');
    for (const action of ['submit', 'verify']) await laboratory.move(action, [await laboratory.cell(sample.id, 'meth')]);
    const corrected = await listen(viewer, 1, async () => laboratory.move('release', [await laboratory.cell(sample.id, 'meth')]));
    expect(corrected[0]?.data.cells[0]).to.include({ rawText: '41', state: 'released', attempt: 2 });
    expect(corrected[0]?.data.cells[0]?.flags.find(({ code }) => code === 'late-correction')?.en).to.equal('corrected after release; it supersedes 40.0');
  });

  it('custody events say which samples moved on', async () => {
    const planned = laboratory.samples[10];
    const heard = await listen(laboratory.verifier, 1, () => laboratory.technician.post('/api/custody-events', { events: [{ sampleId: planned?.id, revision: planned?.revision, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }] }));
    expect(heard[0]?.data.samples).to.deep.equal([{ id: planned?.id, revision: (planned?.revision ?? 0) + 1, state: 'collected' }]);
  });

  it('what is kept for returning listeners is bounded by its weight', () => {
    const changes = createChanges(0, 1000, 10);
    for (let sequence = 1; sequence <= 5; sequence += 1) changes.publish({ kind: 'change', sequence, weight: 4, payloadFor: () => ({}) });
    expect(changes.since(2)).to.equal(undefined);
    expect(changes.since(3)?.map((each) => each.sequence)).to.deep.equal([4, 5]);
    changes.publish({ kind: 'change', sequence: 6, weight: 50, payloadFor: () => ({}) });
    expect(changes.since(5)).to.equal(undefined);
    expect(changes.since(6)).to.deep.equal([]);
  });
});
