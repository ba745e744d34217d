import { expect } from 'chai';
import type { Turnaround, Receipt } from '../../../server/usecases/rounds/turnaround.ts';
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../../../server/usecases/rounds/workingDays.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory } from '../support/laboratory.ts';

describe('working days', () => {
  it('know weekends, the Spring Festival, and the weekends that are worked for it', () => {
    // 2018: 15 to 21 February free, 11 and 24 February worked
    expect(['2018-02-14', '2018-02-15', '2018-02-21', '2018-02-22', '2018-02-24', '2018-02-25', '2018-02-11'].map(isWorkingDay)).to.deep.equal([true, false, false, true, true, false, true]);
    expect(workingDaysBetween('2018-02-14', '2018-02-22')).to.equal(1);
    expect(addWorkingDays('2018-02-14', 3)).to.equal('2018-02-24');
    expect([workingDaysBetween('2018-01-10', '2018-01-10'), workingDaysBetween('2018-01-10', '2018-01-09'), addWorkingDays('2018-01-12', 0)]).to.deep.equal([0, 0, '2018-01-12']);
  });

  it('count Monday to Friday in years that the calendar does not know', () => {
    expect(['2098-06-06', '2098-06-07', '2098-06-08'].map(isWorkingDay)).to.deep.equal([true, false, false]);
    expect(workingDaysBetween('2098-06-06', '2098-06-13')).to.equal(5);
  });

  it('are one more than before after each working day, whatever the span', () => {
    for (let days = 0; days <= 30; days += 1) expect(workingDaysBetween('2018-02-01', addWorkingDays('2018-02-01', days))).to.equal(days);
  });
});

describe('turnaround over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 3 }); });
  after(() => laboratory.close());
  const read = async (): Promise<Turnaround> => ok<Turnaround>(await laboratory.technician.get(`/api/rounds/${ROUND}/turnaround`));
  const segment = (turnaround: Turnaround, name: string) => turnaround.segments.find((each) => each.segment === name);

  it('by segment, with what is due, what is late and how many results wait', async () => {
    const panel = laboratory.panel.length;
    const first = await read();
    // collected and received on the same day; results are years late
    expect(segment(first, 'receive')).to.include({ targetDays: 1, done: 3, withinTarget: 3, medianDays: 0, open: 0, late: 0 });
    expect(segment(first, 'enter')).to.include({ targetDays: 5, done: 0, medianDays: null, open: 3 * panel, late: 3 * panel, nextDueOn: '2018-01-16' });
    expect(first.open[0]).to.deep.include({ segment: 'enter', count: panel, startedOn: '2018-01-09', dueOn: '2018-01-16', late: true });

    await laboratory.bring(sampleAt(laboratory, 0), 'meth', '40', 'submitted');
    await laboratory.bring(sampleAt(laboratory, 0), 'mdma', '40', 'verified');
    await laboratory.bring(sampleAt(laboratory, 0), 'mor', '40', 'released');
    ok(await laboratory.technician.post('/api/result-transitions', { action: 'not-analysed', results: [{ sampleId: sampleAt(laboratory, 0).id, analyteId: 'cod', revision: 0 }], reasonCode: 'volume-short' }));
    const second = await read();
    expect(segment(second, 'enter')).to.include({ done: 3, open: 3 * panel - 4 });
    expect(segment(second, 'verify')).to.include({ done: 2, medianDays: 0, open: 1, late: 0 });
    expect(segment(second, 'release')).to.include({ done: 1, open: 1, late: 0, nextDueOn: addWorkingDays(second.today, 2) });
    // a retest starts again at the entering
    await laboratory.move('retest', [await laboratory.cell(sampleAt(laboratory, 0).id, 'mor')], { reasonCode: 'quality-control' });
    expect(segment(await read(), 'release')).to.include({ done: 0, open: 1 });
  });

  it('follows the targets of the laboratory', async () => {
    const admin = await laboratory.app.as('admin');
    ok(await admin.patch('/api/settings/turnaroundEnterDays', { value: 10 }, 0));
    expect(segment(await read(), 'enter')).to.include({ targetDays: 10, nextDueOn: '2018-01-23' });
    expect((await admin.patch('/api/settings/turnaroundEnterDays', { value: -1 }, 1)).status).to.equal(422);
  });

  it('"3 of 65 received", with the list of what is missing', async () => {
    const receipt = ok<Receipt>(await laboratory.technician.get(`/api/rounds/${ROUND}/receipt`));
    expect([receipt.received, receipt.expected, receipt.missing.length, receipt.rejected.length]).to.deep.equal([3, 65, 62, 0]);
    expect(receipt.missing[0]).to.deep.include({ state: 'planned', late: true });
    const [lost] = receipt.missing;
    ok(await laboratory.technician.post('/api/custody-events', { events: [{ sampleId: lost?.sampleId, revision: lost?.revision, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }, { sampleId: lost?.sampleId, revision: lost?.revision, kind: 'reject', at: '2018-01-09T10:00:00+08:00', reasons: ['leaking'] }] }));
    const after = ok<Receipt>(await laboratory.technician.get(`/api/rounds/${ROUND}/receipt`));
    expect([after.received, after.expected, after.missing.length, after.rejected[0]?.number]).to.deep.equal([3, 64, 61, lost?.number]);
    const viewer = await laboratory.app.as('viewer');
    expect((await viewer.get(`/api/rounds/${ROUND}/turnaround`)).status).to.equal(403);
    expect((await laboratory.technician.get('/api/rounds/1999-Q1/receipt')).status).to.equal(404);
  });
});
