import { QueryClient } from '@tanstack/react-query';
import { expect } from 'chai';
import { keys } from '../../../client/api/keys.ts';
import type { Cell, Change } from '../../../client/api/types.ts';
import { applyChange } from '../../../client/state/applyChange.ts';

const cell = (more: Partial<Cell> = {}): Cell => ({
  resultId: 'r1',
  sampleId: 's1',
  analyteId: 'meth',
  basis: 'concentration',
  state: 'entered',
  revision: 2,
  valueRevision: 1,
  attempt: 1,
  rawText: '12.5',
  dilution: '1',
  typedUnit: 'ng/L',
  reportedText: '12.5',
  qualifier: '=',
  value: '12.5',
  limit: null,
  unit: 'ng/L',
  detected: true,
  flags: [],
  remark: null,
  authorId: 'u1',
  authorName: 'A',
  runId: null,
  allowedActions: [],
  ...more,
});
const change = (cells: Cell[], more: Partial<Change> = {}): Change => ({
  revision: 40,
  round: '2018-Q1',
  cells,
  stale: { assessments: [] },
  ...more,
});
const KEY = keys.grid('2018-Q1');

function withGrid(cells: Cell[]): QueryClient {
  const client = new QueryClient();
  client.setQueryData(KEY, { revision: 39, cells, samples: [{ id: 's1', revision: 3, state: 'received' }] });
  return client;
}
const shown = (client: QueryClient): Cell[] => client.getQueryData<{ cells: Cell[] }>(KEY)?.cells ?? [];

describe('client: applyChange', () => {
  it('a newer cell takes the place of the one shown, the others stay the same objects', () => {
    const other = cell({ resultId: 'r2', analyteId: 'ket' });
    const client = withGrid([cell(), other]);
    applyChange(client, change([cell({ revision: 3, rawText: '13', value: '13' })]));
    expect(shown(client)[0]).to.include({ rawText: '13', value: '13', revision: 3 });
    expect(shown(client)[1]).to.equal(other);
    expect(client.getQueryData<{ revision: number }>(KEY)?.revision).to.equal(40);
  });

  it('an older revision is ignored, whatever the order of arrival', () => {
    const client = withGrid([cell({ revision: 5, rawText: '44' })]);
    applyChange(client, change([cell({ revision: 4, rawText: '4.0' })]));
    expect(shown(client)[0]?.rawText).to.equal('44');
  });

  it('a later attempt is newer though its revision counts from the beginning', () => {
    const client = withGrid([cell({ revision: 9 })]);
    applyChange(client, change([cell({ resultId: 'r9', attempt: 2, revision: 1, rawText: '' })]));
    expect(shown(client)[0]).to.include({ resultId: 'r9', attempt: 2 });
    applyChange(client, change([cell({ revision: 10 })]));
    expect(shown(client)[0]?.resultId).to.equal('r9');
  });

  it('a first result fills the cell that was pending', () => {
    const client = withGrid([cell({ resultId: null, state: 'pending', revision: 0, valueRevision: 0, rawText: null })]);
    applyChange(client, change([cell({ revision: 1 })]));
    expect(shown(client)[0]).to.include({ resultId: 'r1', state: 'entered' });
  });

  it('another round, basis or sample is left alone, and an unchanged grid is the same object', () => {
    const client = withGrid([cell()]);
    const before = client.getQueryData(KEY);
    applyChange(client, { ...change([cell({ revision: 8 })]), round: '2018-Q2' });
    expect(client.getQueryData(KEY)).to.equal(before);
    applyChange(client, change([cell({ revision: 8, basis: 'load' }), cell({ revision: 8, sampleId: 's2' })], { revision: 39 }));
    expect(client.getQueryData(KEY)).to.equal(before);
  });

  it('the same change twice changes nothing the second time', () => {
    const client = withGrid([cell()]);
    const one = change([cell({ revision: 3, rawText: '13' })]);
    applyChange(client, one);
    const once = shown(client);
    applyChange(client, one);
    expect(shown(client)).to.deep.equal(once);
  });

  it('a result that moved on leaves the list of what waits; one still waiting shows its new value', () => {
    const client = new QueryClient();
    const key = keys.review('2018-Q1', 'submitted', 'verify');
    const waiting = [cell({ state: 'submitted' }), cell({ resultId: 'r2', analyteId: 'ket', state: 'submitted' })];
    client.setQueryData(key, { items: waiting.map((one) => ({ ...one, siteCode: 'HL1' })), next: null });
    applyChange(
      client,
      change([
        cell({ revision: 3, state: 'verified' }),
        cell({ resultId: 'r2', analyteId: 'ket', state: 'submitted', revision: 3, rawText: '44' }),
      ]),
    );
    const { items } = client.getQueryData<{ items: (Cell & { siteCode: string })[] }>(key) ?? { items: [] };
    expect(items.map((one) => [one.resultId, one.rawText, one.siteCode])).to.deep.equal([['r2', '44', 'HL1']]);
  });

  it('points of a trend, bottles and the map follow', () => {
    const client = new QueryClient();
    client.setQueryData(keys.trend('site', 'meth', 'concentration'), {
      points: [{ resultId: 'r1', reportedText: '12.5', value: '12.5', qualifier: '=', limit: null }],
    });
    client.setQueryData(keys.samples('2018-Q1'), [
      { id: 's1', revision: 3, state: 'in-transit' },
      { id: 's2', revision: 3, state: 'in-transit' },
    ]);
    client.setQueryData(keys.map('2018-Q1'), { assessment: { id: 'a1', stale: false } });
    const samples: Change['samples'] = [
      { id: 's1', revision: 4, state: 'received' },
      { id: 's2', revision: 2, state: 'planned' },
    ];
    applyChange(
      client,
      change([cell({ revision: 3, qualifier: '<', value: '5', limit: '10', reportedText: '< 10' })], {
        samples,
        stale: { assessments: ['a1'] },
      }),
    );
    expect(client.getQueryData(keys.trend('site', 'meth', 'concentration'))).to.deep.equal({
      points: [{ resultId: 'r1', reportedText: '< 10', value: '5', qualifier: '<', limit: '10' }],
    });
    expect(client.getQueryData<{ state: string }[]>(keys.samples('2018-Q1'))?.map((one) => one.state)).to.deep.equal([
      'received',
      'in-transit',
    ]);
    expect(client.getQueryData(keys.map('2018-Q1'))).to.deep.equal({ assessment: { id: 'a1', stale: true } });
  });

  it('counts that the server computes are asked for again', () => {
    const client = withGrid([cell()]);
    client.setQueryData(keys.worklist(), { counts: [], recent: [] });
    client.setQueryData(keys.rounds(), []);
    applyChange(client, change([cell({ revision: 3 })]));
    for (const key of [keys.worklist(), keys.rounds()]) expect(client.getQueryState(key)?.isInvalidated).to.equal(true);
    expect(client.getQueryState(KEY)?.isInvalidated).to.equal(false);
  });
});
