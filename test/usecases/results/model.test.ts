/**
 * Any sequence of legal and illegal actions by several people over HTTP: never two reportable
 * results, never own work verified, never a typed text lost, never a change without its audit entry.
 * The long walk is test/campaigns/model.ts.
 */
import { expect } from 'chai';
import { Fault } from '../../../models/errors.ts';
import { result } from '../../../models/schemas/index.ts';
import { startLaboratory, type Laboratory } from '../support/laboratory.ts';
import { faultsOf } from './model.ts';
import { evidenceOf, walk } from './modelWalk.ts';

const STEPS = 500;

describe('results, whatever anybody does', function () {
  this.timeout(60_000);
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 65 }); });
  after(() => laboratory.close());

  it(`hold their rules through ${String(STEPS)} steps`, async () => {
    const { steps, done, refused } = await walk(laboratory, STEPS, 20180331);
    expect(steps).to.be.at.least(STEPS);
    // a walk that never got anywhere, or was never refused, would prove nothing
    for (const action of ['type', 'submit', 'return', 'verify', 'release', 'amend', 'retest', 'void', 'not-analysed']) expect(done.get(action) ?? 0, `${action} was done`).to.be.greaterThan(0);
    expect(refused).to.be.greaterThan(STEPS / 10);
    const report = await laboratory.app.store.verify();
    expect(report.ok, JSON.stringify(report.firstBroken)).to.equal(true);
  });

  it('the check sees a planted self-verification, a lost text, a second reportable result and a head that lies', async () => {
    const sample = laboratory.samples.at(-1);
    if (sample === undefined) throw new Error('no sample');
    const cell = await laboratory.bring(sample, 'meth', '40', 'verified');
    const key = `${sample.id} meth concentration`;
    const sound = await evidenceOf(laboratory, [sample]);
    const accepted = new Map([[key, ['40']]]);
    expect(faultsOf(sound, accepted)).to.deep.equal([]);
    const [head] = sound.results;
    const author = sound.revisions[0]?.authorId ?? '';
    const verify = sound.events.find((event) => event.action === 'verify');
    if (head === undefined || verify === undefined) throw new Error('no evidence');
    expect(faultsOf({ ...sound, events: sound.events.map((event) => (event === verify ? { ...event, actorId: author } : event)) }, accepted)[0]).to.contain('their own work');
    expect(faultsOf({ ...sound, revisions: [] }, accepted).join()).to.contain('kept []');
    expect(faultsOf({ ...sound, results: [...sound.results, { ...head, id: 'second', attempt: 2 }] }, accepted)[0]).to.contain('2 reportable');
    expect(faultsOf({ ...sound, results: [{ ...head, state: 'released' }] }, accepted)[0]).to.contain('the head is released');
    // the database itself refuses the second reportable result, and the writer a change without a note
    const { store } = laboratory.app;
    const second = store.write(async (tx) => {
      await tx.insert(result, [{ ...head, id: 'second', attempt: 2 }]);
      tx.audit({ actorId: null, action: 'test.plant', subject: 'result', subjectId: 'second' });
    });
    expect(await second.then(() => 'written', (error: unknown) => (error instanceof Fault ? error.code : String(error)))).to.equal('duplicate');
    const unaudited = store.write((tx) => tx.update(result, head.id, head.revision, { state: 'released' }));
    expect(await unaudited.then(() => 'written', (error: unknown) => (error instanceof Error ? error.message : ''))).to.contain('without an audit note');
    expect((await laboratory.cell(sample.id, 'meth')).revision).to.equal(cell.revision);
  });
});
