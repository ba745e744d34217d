/** Values that jump against the site's own history are held, ordinary ones are not; what was looked at says so. */
import { expect } from 'chai';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';
import { HOLD_FACTOR, holdOf, holdWords } from '../../../server/usecases/results/holds.ts';
import { Random } from '../../../analysis/random.ts';
import { ok, sampleAt, startLaboratory, type Laboratory, type Moved, type Problem } from '../support/laboratory.ts';

type Amount = Parameters<typeof holdOf>[0];
const value = (text: string): Amount => ({ qualifier: '=', value: text, limit: null, unit: 'ng/L' });
const below = (limit: string): Amount => ({ qualifier: '<', value: null, limit, unit: 'ng/L' });
const above = (limit: string): Amount => ({ qualifier: '>', value: null, limit, unit: 'ng/L' });
/** 261 to 734, as a site was met; its middle is 446. */
const SITE = ['261', '318', '390', '440', '452', '510', '602', '734'].map((text) => value(text));

describe('holds of values that jump', function () {
  this.timeout(20_000);

  for (const [what, reading, held] of [
    ['a decimal place slipped down', value('57.4'), true],
    ['two places', value('3.2'), true],
    ['a dilution forgotten, above the range', above('4000'), true],
    ['a fall below the limit', below('0.5'), true],
    ['a limit that says nothing of a fall', below('300'), false],
    ['a range that says nothing of a rise', above('800'), false],
    ['an ordinary value', value('190'), false],
    ['thrice the middle', value('1300'), false],
    ['zero', value('0'), false],
  ] as const) {
    it(`${what}: ${held ? 'held' : 'not held'}`, () => {
      expect(holdOf(reading, SITE) !== null).to.equal(held);
    });
  }

  it('a rise from below the limit is held, and the words name the bound', () => {
    const hold = holdOf(value('57'), [below('0.5'), below('0.5')]);
    expect(hold).to.equal('jump:114:0.5:2');
    expect(holdWords(holdOf(below('0.5'), SITE) ?? '').en).to.contain('less than 0.00112 times the median 446');
    expect(holdWords(holdOf(above('4000'), SITE) ?? '').zh).to.contain('超过该点位以往 8 个结果中位值 446 的 8.97 倍');
  });

  it('units are converted before they are compared, and what does not convert is left out', () => {
    expect(holdOf({ ...value('0.4'), unit: 'µg/L' }, SITE)).to.equal(null);
    expect(holdOf({ ...value('440'), unit: 'µg/L' }, SITE)).to.equal('jump:987:0.446:8');
    expect(holdOf(value('57.4'), [{ ...value('440'), unit: 'ng/g' }])).to.equal(null);
  });

  it('few values: the factor of the method, or 10', () => {
    expect(holdOf(value('9.9'), [value('1')])).to.equal(null);
    expect(holdOf(value('10'), [value('1')])).to.equal('jump:10:1:1');
    expect(holdOf(value('10'), [value('1')], 30)).to.equal(null);
    expect(holdOf(value('30'), [value('1')], 30)).not.to.equal(null);
    expect(holdOf(value('3'), [value('1')], 3)).not.to.equal(null);
    expect(HOLD_FACTOR).to.equal(10);
  });

  it('sites whose quarters vary twofold (SD): ordinary values are hardly ever held, slips of 10 more often than not, of 100 nearly always', () => {
    const random = new Random(20180101);
    const normal = (): number => Math.sqrt(-2 * Math.log(random.uniformOpen())) * Math.cos(2 * Math.PI * random.uniform());
    const draw = (): number => 440 * 2 ** normal();
    const rounds = 4000;
    const held = { ordinary: 0, ten: 0, hundred: 0 };
    for (let n = 0; n < rounds; n += 1) {
      const history = Array.from({ length: 8 }, () => value(draw().toFixed(2)));
      const now = draw();
      if (holdOf(value(now.toFixed(4)), history) !== null) held.ordinary += 1;
      if (holdOf(value((now * (n % 2 === 0 ? 10 : 0.1)).toFixed(4)), history) !== null) held.ten += 1;
      if (holdOf(value((now * (n % 2 === 0 ? 100 : 0.01)).toFixed(4)), history) !== null) held.hundred += 1;
    }
    // seen: 42, 2,428 and 3,998 of 4,000; a tenfold slip from one end of a restless site's range to its middle looks like an ordinary quarter
    expect(held.ordinary / rounds).to.be.below(0.015);
    expect(held.ten / rounds).to.be.within(0.55, 0.65);
    expect(held.hundred / rounds).to.be.above(0.995);
  });
});

describe('what is held or returned, over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 6 }); });
  after(() => laboratory.close());
  const refusal = async (cell: Pick<Cell, 'resultId' | 'revision'>, more: object = {}): Promise<string | undefined> => {
    const answer = await laboratory.technician.post('/api/result-transitions', { action: 'submit', results: [{ id: cell.resultId, revision: cell.revision }], ...more });
    return answer.status === 200 ? undefined : (answer.as<Problem>().facts?.['reason'] as { code: string }).code;
  };
  const returned = async (index: number): Promise<Cell> => {
    const cell = await laboratory.bring(sampleAt(laboratory, index), 'meth', '40', 'submitted');
    return ok<Moved>(await laboratory.verifier.post('/api/result-transitions', { action: 'return', results: [{ id: cell.resultId, revision: cell.revision }], reasonCode: 'integration', reason: '峰形可疑' })).change.cells[0] ?? cell;
  };

  it('a returned value does not go back unanswered: changed, or with a word why it stands', async () => {
    const first = await returned(0);
    expect(first.flags.find(({ code }) => code === 'returned')).to.include({ zh: '已退回：重新积分; 峰形可疑' });
    expect(await refusal(first)).to.equal('return-unanswered');
    expect(await refusal(first, { reason: '  ' })).to.equal('return-unanswered');
    expect(await refusal(first, { reason: '谱图重看，积分无误' })).to.equal(undefined);
    const { events } = ok<{ events: { action: string; reason: string | null }[] }>(await laboratory.verifier.get(`/api/results/${String(first.resultId)}`));
    expect(events.at(-1)).to.include({ action: 'submit', reason: '谱图重看，积分无误' });
    const second = await returned(1);
    const changed = (await laboratory.record([{ sampleId: second.sampleId, analyteId: 'meth', revision: second.revision, rawText: '41', reason: '重新积分' }])).change.cells[0] ?? second;
    expect(await refusal(changed)).to.equal(undefined);
    // returned again, it wants another answer
    const now = await laboratory.cell(second.sampleId, 'meth');
    const again = ok<Moved>(await laboratory.verifier.post('/api/result-transitions', { action: 'return', results: [{ id: now.resultId, revision: now.revision }], reasonCode: 'typing-error' })).change.cells[0] ?? second;
    expect(await refusal(again)).to.equal('return-unanswered');
  });

  it('in a bulk submission what is returned or held stays, and the rest goes', async () => {
    const back = await returned(2);
    const good = await laboratory.bring(sampleAt(laboratory, 3), 'meth', '40', 'entered');
    const moved = await laboratory.move('submit', [back, good]);
    expect([moved.done, moved.refused.map(({ code }) => code)]).to.deep.equal([1, ['return-unanswered']]);
  });

  it('a look wants a word, is kept with the value, and holds for that value only', async () => {
    const sample = sampleAt(laboratory, 4);
    const cell = (await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: 0, rawText: '40' }])).change.cells[0];
    const held = (await laboratory.record([{ sampleId: sample.id, analyteId: 'amph', revision: 0, rawText: '400' }])).change.cells[0];
    expect(cell?.state).to.equal('entered');
    expect(held?.flags.map(({ code }) => code)).to.include('hold');
    const silent = await laboratory.record([{ sampleId: sample.id, analyteId: 'amph', revision: held?.revision, rawText: '400', confirmHold: true }]);
    expect(silent.refused.map(({ code }) => code)).to.deep.equal(['reason-required']);
    const looked = (await laboratory.record([{ sampleId: sample.id, analyteId: 'amph', revision: held?.revision, rawText: '400', confirmHold: true, reason: '谱图已核对' }])).change.cells[0];
    expect(looked?.flags.map(({ code }) => code)).to.include('hold-confirmed');
    const { revisions } = ok<{ revisions: { hold: string | null; confirmedHold: string | null; reason: string | null }[] }>(await laboratory.technician.get(`/api/results/${String(looked?.resultId)}`));
    expect(revisions.at(-1)).to.include({ hold: null, reason: '谱图已核对' });
    expect(revisions.at(-1)?.confirmedHold).to.equal(revisions[0]?.hold);
    const remarked = (await laboratory.record([{ sampleId: sample.id, analyteId: 'amph', revision: looked?.revision, rawText: '400', remark: '第二针' }])).change.cells[0];
    expect(remarked?.flags.map(({ code }) => code)).to.include('hold-confirmed');
    const other = (await laboratory.record([{ sampleId: sample.id, analyteId: 'amph', revision: remarked?.revision, rawText: '410' }])).change.cells[0];
    expect(other?.flags.map(({ code }) => code)).to.include('hold');
  });
});
