/** Times that make a value doubtful hold it; what is said then goes out with it. */
import { expect } from 'chai';
import { readInstant } from '../../../sampling-plans/calendar.ts';
import { timeHolds, timeHoldWords } from '../../../server/usecases/results/timeHolds.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory } from '../support/laboratory.ts';

const ROUND_DATES = { startsOn: '2018-01-01', endsOn: '2018-03-31' };
const BOTTLE = { collectedAt: '2018-01-09T01:00:00.000Z', collectedOn: '2018-01-09', receivedAt: '2018-01-09T07:00:00.000Z' };
const NOW = Date.UTC(2018, 0, 12);

describe('times that make a value doubtful', () => {
  for (const [what, bottle, holdingTimeHours, measuredAt, holds] of [
    ['nothing', {}, 96, '2018-01-11T01:00:00.000Z', []],
    ['collected two years before its round', { collectedAt: '2016-01-05T01:00:00.000Z', collectedOn: '2016-01-05', receivedAt: '2016-01-05T07:00:00.000Z' }, null, null, ['outside-round:2016-01-05:2018-01-01:2018-03-31']],
    ['received long after collection', { receivedAt: '2018-01-17T01:00:00.000Z' }, null, null, ['late-receipt:192:168']],
    ['kept longer than the method allows', {}, 24, '2018-01-10T02:00:00.000Z', ['holding-time:25:24']],
    ['kept longer, where nobody said when it was measured', {}, 24, null, ['holding-time:71:24']],
    ['measured before it was collected', {}, 24, '2018-01-08T01:00:00.000Z', ['measured-before:2018-01-08:2018-01-09']],
    ['measured in 2099', {}, null, '2099-01-01T00:00:00.000Z', ['measured-future:2099-01-01']],
    ['a bottle without times', { collectedAt: null, collectedOn: null, receivedAt: null }, 24, null, []],
  ] as const) {
    it(`${what}: ${holds.length === 0 ? 'not held' : 'held'}`, () => {
      const found = timeHolds({ ...BOTTLE, ...bottle }, ROUND_DATES, { holdingTimeHours }, measuredAt, NOW);
      expect(found).to.deep.equal(holds);
      for (const hold of found) expect(timeHoldWords(hold)?.zh).to.match(/\d/);
    });
  }

  it('instants are read as people and instruments write them', () => {
    const at = Date.UTC(2018, 0, 15, 2, 30);
    for (const text of ['2018-01-15 10:30', '2018/1/15 10:30:00', '2018-01-15T10:30:00+08:00', '2018-01-15T02:30Z', ' 2018-01-15T10:30:00.000+0800 ']) expect(readInstant(text, 'Asia/Shanghai'), text).to.equal(at);
    for (const text of ['', '2018-01-15', '2018-02-30 10:00', '15.01.2018 10:30', '2018-01-15 24:30', 'yesterday']) expect(readInstant(text, 'Asia/Shanghai'), text).to.equal(undefined);
  });
});

describe('holding times over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 3 }); });
  after(() => laboratory.close());

  it('the laboratory sets one, a file says when it was measured, the value is held, and what was said goes out with the result', async () => {
    const [method] = ok<{ items: { id: string; code: string; analyteId: string; matrix: string; lod: string; loq: string; upper: string; significantDigits: number; maximumDecimals: number | null; rounding: string; limitRule: string; manualLimits: boolean; verificationsRequired: number; duplicateRule: string }[] }>(await laboratory.manager.get('/api/methods')).items.filter((each) => each.analyteId === 'meth' && each.matrix === sampleAt(laboratory, 0).matrix);
    if (method === undefined) throw new Error('no method');
    const { id, lod, loq, upper, significantDigits, maximumDecimals, rounding, limitRule, manualLimits, verificationsRequired, duplicateRule } = method;
    ok(await laboratory.manager.post('/api/methods', { from: id, source: 'validation of 2018', figures: { lod, loq, upper, significantDigits, maximumDecimals, rounding, limitRule, manualLimits, verificationsRequired, duplicateRule, holdingTimeHours: 72 } }), 201);
    const sample = sampleAt(laboratory, 0);
    const csv = `sample,analyte,value,unit,measured at\n${sample.number},METH,40,ng/L,2018-01-13 10:00\n${sampleAt(laboratory, 1).number},METH,41,ng/L,2018-01-11 10:00\n${sampleAt(laboratory, 2).number},METH,41,ng/L,some day\n`;
    const send = async (text: string) => ok<{ errors: { column: string; value: string }[]; written: number }>(await laboratory.technician.post('/api/imports', { kind: 'auto', fileName: 'run.csv', file: Buffer.from(text).toString('base64') }));
    const refused = await send(csv);
    expect(refused.errors).to.have.length(1);
    expect((await send(csv.replace('some day', ''))).written).to.equal(3);
    const cell = await laboratory.cell(sample.id, 'meth');
    expect(cell.flags.find(({ code }) => code === 'hold')?.en).to.equal('97 h from collection to measurement, more than the holding time of 72 h');
    expect((await laboratory.cell(sampleAt(laboratory, 1).id, 'meth')).flags.map(({ code }) => code)).not.to.include('hold');
    const looked = (await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: cell.revision, rawText: '40', confirmHold: true, reason: '冷冻保存，方法验证允许 120 小时' }])).change.cells[0];
    let now = looked;
    for (const action of ['submit', 'verify', 'release']) now = (await laboratory.move(action, now === undefined ? [] : [now])).change.cells[0];
    expect(now?.state).to.equal('released');
    const line = (await laboratory.signatory.get(`/api/exports/results?round=${ROUND}&format=csv&language=en`)).text.split(/\r?\n/).find((each) => each.includes(sample.number));
    expect(line).to.contain('2018-01-13T02:00:00.000Z').and.to.contain('more than the holding time of 72 h | 冷冻保存，方法验证允许 120 小时');
  });
});
