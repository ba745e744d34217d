import { expect } from 'chai';
import { listSamples, ok, ROUND, startLaboratory, type Laboratory, type SampleItem } from '../support/laboratory.ts';

interface Answer { done: { sampleId: string; revision: number; state: string }[]; refused: { sampleId: string; code: string; sentence: string }[] }

describe('the chain of custody over HTTP', () => {
  let laboratory: Laboratory;
  let next = 0;
  before(async () => { laboratory = await startLaboratory({ receive: 0 }); });
  after(() => laboratory.close());
  const fresh = (): SampleItem => {
    const sample = laboratory.samples[next++];
    if (sample === undefined) throw new Error('no more samples');
    return sample;
  };
  const send = async (...events: object[]): Promise<Answer> => ok<Answer>(await laboratory.technician.post('/api/custody-events', { events }));
  const event = (sample: SampleItem, kind: string, revision: number, more: object = {}) => ({ sampleId: sample.id, revision, kind, at: '2018-01-09T09:00:00+08:00', ...more });
  const read = async (sample: SampleItem): Promise<SampleItem> => {
    const found = (await listSamples(laboratory.technician, ROUND)).find((each) => each.id === sample.id);
    if (found === undefined) throw new Error('the sample is gone');
    return found;
  };

  it('collect, hand over, receive', async () => {
    const sample = fresh();
    await send(event(sample, 'collect', 1, { seal: 'S-1', givenX: 116.2, givenY: 23, givenSystem: 'WGS-84', measurements: { pH: 7.1, rainMm: 3 } }));
    await send(event(sample, 'hand-over', 2, { from: 'sampling team 2', to: 'courier', at: '2018-01-09T11:00:00+08:00' }));
    const { done } = await send(event(sample, 'receive', 3, { temperatureC: 6, at: '2018-01-09T15:00:00+08:00' }));
    expect(done[0]).to.include({ state: 'received', revision: 4 });
    const now = await read(sample);
    expect(now).to.include({ collectedAt: '2018-01-09T01:00:00.000Z', collectedOn: '2018-01-09', receiptTemperatureC: 6, rainMm: 3 });
    expect(now.custody.map((each) => [each.sequence, each.kind, each.actorName])).to.deep.equal([[1, 'collect', 'technician'], [2, 'hand-over', 'technician'], [3, 'receive', 'technician']]);
    expect(now.allowedActions.find((each) => each.action === 'collect')?.reason?.code).to.equal('illegal-transition');
  });

  it('23:30+07:00 stays on its date everywhere', async () => {
    const sample = fresh();
    await send(event(sample, 'collect', 1, { at: '2018-01-09T23:30:00+07:00' }));
    const now = await read(sample);
    expect(now).to.include({ collectedAt: '2018-01-09T16:30:00.000Z', collectedOn: '2018-01-09' });
    expect(now.custody[0]?.localDate).to.equal('2018-01-09');
    const utc = fresh();
    // given in UTC without a date, it is the date in the time zone of the round
    await send(event(utc, 'collect', 1, { at: '2018-01-09T16:30:00Z' }));
    expect((await read(utc)).collectedOn).to.equal('2018-01-10');
  });

  it('refuses dates in the future, reversed dates, and dates that do not go with the time', async () => {
    const sample = fresh();
    const future = new Date(laboratory.app.clock() + 3_600_000).toISOString();
    const { refused } = await send(event(sample, 'collect', 1, { at: future }), event(sample, 'collect', 1, { at: 'yesterday' }), event(sample, 'collect', 1, { localDate: '2018-02-09' }));
    expect(refused.map((each) => each.code)).to.deep.equal(['future', 'invalid-time', 'date-mismatch']);
    await send(event(sample, 'collect', 1));
    const reversed = await send(event(sample, 'receive', 2, { temperatureC: 4, at: '2018-01-09T08:59:00+08:00' }));
    expect(reversed.refused[0]?.code).to.equal('reversed');
    expect((await read(sample)).state).to.equal('collected');
  });

  it('9 °C where 6 is the limit: accept with a deviation, or reject with codes', async () => {
    const [first, second] = [fresh(), fresh()];
    await send(event(first, 'collect', 1), event(second, 'collect', 1));
    const warm = { temperatureC: 9, at: '2018-01-09T15:00:00+08:00' };
    expect((await send(event(first, 'receive', 2, warm))).refused[0]).to.include({ code: 'above-receipt-limit' });
    expect((await send(event(first, 'receive', 2, { ...warm, deviation: '  ' }))).refused[0]?.code).to.equal('reason-required');
    expect((await send(event(first, 'receive', 2, { at: warm.at }))).refused[0]?.code).to.equal('temperature-required');
    await send(event(first, 'receive', 2, { ...warm, deviation: '冰袋融化，1 小时内送达' }));
    expect((await read(first)).state).to.equal('received');
    expect((await send(event(second, 'reject', 2, { at: warm.at }))).refused[0]?.code).to.equal('reason-required');
    await send(event(second, 'reject', 2, { at: warm.at, reasons: ['temperature', 'leaking'] }));
    const rejected = await read(second);
    expect(rejected.state).to.equal('rejected');
    expect(rejected.custody.at(-1)?.reasons).to.deep.equal(['temperature', 'leaking']);
  });

  it('a rejected bottle is sampled again under another number; its own is never used again', async () => {
    const sample = fresh();
    await send(event(sample, 'collect', 1));
    await send(event(sample, 'reject', 2, { reasons: ['leaking'] }));
    const body = { code: ROUND, plan: 'huilai', replace: [sample.number] };
    expect(ok<{ created: number }>(await laboratory.technician.post('/api/rounds', body)).created).to.equal(1);
    expect(ok<{ created: number }>(await laboratory.technician.post('/api/rounds', body)).created).to.equal(0);
    const ofSite = (await listSamples(laboratory.technician, ROUND)).filter((each) => each.siteId === sample.siteId);
    expect(new Set(ofSite.map((each) => each.number)).size).to.equal(2);
    expect(ofSite.map((each) => each.state).sort()).to.deep.equal(['planned', 'rejected']);
  });

  it('each event is decided for itself, against the revision that was seen', async () => {
    const [first, second] = [fresh(), fresh()];
    const { done, refused } = await send(event(first, 'collect', 1), event(second, 'collect', 7), event(second, 'dispose', 1), { ...event(second, 'collect', 1), sampleId: 'nowhere' });
    expect(done).to.have.length(1);
    expect(refused.map((each) => each.code)).to.deep.equal(['stale-revision', 'illegal-transition', 'not-found']);
  });

  it('a field day in one request: collected and handed over', async () => {
    const sample = fresh();
    const { done, refused } = await send(event(sample, 'collect', 1), event(sample, 'hand-over', 1, { from: 'a', to: 'b', at: '2018-01-09T10:00:00+08:00' }));
    expect(refused).to.deep.equal([]);
    expect(done.map((each) => each.state)).to.deep.equal(['collected', 'in-transit']);
  });

  it('nobody hands over to himself, whatever the case, width or spacing of the name', async () => {
    for (const [from, to] of [['Sampling team', 'sampling  TEAM'], ['第一采样队', '第一 采样队'], ['ｌａｂ', 'Lab']] as const) {
      const sample = fresh();
      const { refused } = await send(event(sample, 'collect', 1), event(sample, 'hand-over', 1, { from, to, at: '2018-01-09T10:00:00+08:00' }));
      expect(refused.map(({ code }) => code), `${from} → ${to}`).to.deep.equal(['parties-alike']);
    }
  });

  it('a bottle with results is not rejected under them', async () => {
    const sample = fresh();
    await send(event(sample, 'collect', 1), event(sample, 'receive', 1, { temperatureC: 4 }));
    await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: 0, rawText: '40' }]);
    expect((await send(event(sample, 'reject', 3, { reasons: ['leaking'] }))).refused[0]?.code).to.equal('has-results');
  });

  it('an account limited to an area neither sees nor touches another', async () => {
    const [own, other] = [laboratory.samples[0], laboratory.samples[60]];
    const sampler = await laboratory.app.person({ roles: ['sampler'], areaCodes: [own?.area.code ?? ''] });
    const seen = await listSamples(sampler, ROUND);
    expect(new Set(seen.map((sample) => sample.area.code))).to.deep.equal(new Set([own?.area.code]));
    const answer = ok<Answer>(await sampler.post('/api/custody-events', { events: [{ sampleId: other?.id, revision: 1, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }] }));
    expect(answer.refused[0]?.code).to.equal('not-found');
  });

  it('personal data in a deviation is refused', async () => {
    const sample = fresh();
    const { refused } = await send(event(sample, 'miss', 1, { reasons: ['other'], deviation: '联系人 13912345678' }));
    expect(refused[0]?.code).to.equal('person-data-refused');
  });
});
