import { expect } from 'chai';
import fc from 'fast-check';
import { rankReaches, type SiteLoad } from '../../../analysis/stream/rankReaches.ts';
import { streamDistance } from '../../../analysis/stream/streamDistance.ts';
import { streamNetwork, type StreamRelation } from '../../../analysis/stream/streamNetwork.ts';

const edge = (upstream: string, downstream: string, distanceM: number | null = 1000): StreamRelation => ({ upstream, downstream, distanceM });
const load = (site: string, value: number, relativeSd = 0.2): SiteLoad => ({ site, load: { value, qualifier: '=' }, relativeSd });
/** Two arms that meet at c: a1 → a2 → c → d and b → c. */
const sites = ['a1', 'a2', 'b', 'c', 'd', 'alone'];
const relations = [edge('a1', 'a2', 400), edge('a2', 'c', 600), edge('b', 'c', 250), edge('c', 'd', 100)];
const network = streamNetwork(sites, relations);

describe('stream network', () => {
  it('puts every site before those below it, and leaves out who stands in no relation', () => {
    expect(network.order).to.deep.equal(['a1', 'a2', 'b', 'c', 'd']);
  });

  it('does not care for the order of the relations', () => {
    fc.assert(fc.property(fc.shuffledSubarray(relations, { minLength: 4 }), (shuffled) => {
      expect(streamNetwork(sites, shuffled)).to.deep.equal(network);
    }), { seed: 61, numRuns: 30 });
  });

  it('names a circle, also one with a tail', () => {
    expect(() => streamNetwork(['x', 'y', 'z'], [edge('x', 'y'), edge('y', 'z'), edge('z', 'x')])).to.throw(RangeError, 'x → y → z → x');
    expect(() => streamNetwork(['x', 'y', 'a'], [edge('x', 'y'), edge('y', 'x'), edge('y', 'a')])).to.throw(RangeError, /x → y → x|y → x → y/);
  });

  it('refuses unknown sites, doubles, a site above itself and impossible distances', () => {
    expect(() => streamNetwork(['x'], [edge('x', 'q')])).to.throw(RangeError, '"q"');
    expect(() => streamNetwork(['x'], [edge('x', 'x')])).to.throw(RangeError, 'upstream of itself');
    expect(() => streamNetwork(['x', 'y'], [edge('x', 'y'), edge('x', 'y')])).to.throw(RangeError, 'stands twice');
    for (const distance of [0, -1, Number.NaN, Infinity]) expect(() => streamNetwork(['x', 'y'], [edge('x', 'y', distance)])).to.throw(RangeError, 'distanceM');
  });
});

describe('distance along the stream', () => {
  it('runs with the water, against it, or over a confluence', () => {
    expect(streamDistance(network, 'a1', 'd')).to.deep.equal({ connection: 'downstream', distanceM: 1100, meeting: null });
    expect(streamDistance(network, 'd', 'a1')).to.deep.equal({ connection: 'upstream', distanceM: 1100, meeting: null });
    expect(streamDistance(network, 'a1', 'b')).to.deep.equal({ connection: 'confluence', distanceM: 1250, meeting: 'c' });
    expect(streamDistance(network, 'a1', 'alone')).to.deep.equal({ connection: 'none', distanceM: null, meeting: null });
    expect(streamDistance(network, 'c', 'c').distanceM).to.equal(0);
  });

  it('takes the shorter of two ways', () => {
    const island = streamNetwork(['x', 'left', 'right', 'y'], [edge('x', 'left', 300), edge('left', 'y', 300), edge('x', 'right', 100), edge('right', 'y', 200)]);
    expect(streamDistance(island, 'x', 'y').distanceM).to.equal(300);
    expect(streamDistance(island, 'left', 'right')).to.deep.equal({ connection: 'confluence', distanceM: 500, meeting: 'y' });
  });

  it('is unknown where a length on the way was not measured', () => {
    const gap = streamNetwork(['x', 'y', 'z'], [edge('x', 'y', null), edge('y', 'z')]);
    expect(streamDistance(gap, 'x', 'z')).to.deep.equal({ connection: 'downstream', distanceM: null, meeting: null });
  });
});

describe('the reach where load enters', () => {
  const flat = [load('a1', 100), load('a2', 100), load('b', 50), load('c', 150), load('d', 150)];

  it('names the one that gains, with its probability', () => {
    const { result, decisions } = rankReaches(network, flat.map((one) => (one.site === 'a2' ? load('a2', 2000) : one.site === 'c' ? load('c', 2050) : one.site === 'd' ? load('d', 2050) : one)).map((one) => ({ ...one, relativeSd: 0.05 })), { seed: 1 });
    expect(result.named).to.equal('a2');
    expect(result.reaches[0]?.probabilityLargest).to.be.greaterThan(0.99);
    expect(result.reaches[0]?.gain.median).to.be.closeTo(1900, 30);
    expect(result.reaches[0]?.upstream).to.deep.equal(['a1']);
    expect(decisions.at(-1)?.code).to.equal('reach-named');
  });

  it('balances exactly where nothing is uncertain', () => {
    const { result } = rankReaches(network, flat.map((one) => ({ ...one, relativeSd: 0 })), { seed: 1, draws: 1000 });
    const gain = new Map(result.reaches.map((reach) => [reach.site, reach.gain.median]));
    expect(Object.fromEntries(gain)).to.deep.equal({ a1: 100, a2: 0, b: 50, c: 0, d: 0 });
    // what enters everywhere is what leaves at the end
    expect([...gain.values()].reduce((sum, value) => sum + value, 0)).to.equal(150);
  });

  it('names none where the errors are as large as the differences', () => {
    expect(rankReaches(network, flat.map((one) => ({ ...one, relativeSd: 0.6 })), { seed: 1 }).result.named).to.equal(null);
  });

  it('does not care for the order of sites and loads, only for the seed', () => {
    const one = rankReaches(network, flat, { seed: 3 });
    const other = rankReaches(streamNetwork([...sites].reverse(), [...relations].reverse()), [...flat].reverse(), { seed: 3 });
    expect(other.result).to.deep.equal(one.result);
    expect(rankReaches(network, flat, { seed: 4 }).result).not.to.deep.equal(one.result);
  });

  it('without entered relations names no reach', () => {
    const { result, decisions } = rankReaches(streamNetwork(sites, []), flat, { seed: 1 });
    expect(result).to.deep.equal({ reaches: [], named: null });
    expect(decisions.map((one) => one.code)).to.deep.equal(['no-relations']);
  });

  it('leaves a reach open where a load is missing, above the range, or the stream splits', () => {
    const missing = rankReaches(network, flat.filter((one) => one.site !== 'a2'), { seed: 1 });
    expect(missing.diagnostics.left).to.deep.equal([{ site: 'a2', reason: 'load-missing' }, { site: 'c', reason: 'load-missing' }]);
    const over = rankReaches(network, flat.map((one) => (one.site === 'd' ? { ...one, load: { value: 150, qualifier: '>' as const } } : one)), { seed: 1 });
    expect(over.diagnostics.left).to.deep.equal([{ site: 'd', reason: 'load-above-range' }]);
    const split = streamNetwork(['x', 'y', 'z'], [edge('x', 'y'), edge('x', 'z')]);
    expect(rankReaches(split, [load('x', 1), load('y', 1), load('z', 1)], { seed: 1 }).diagnostics.left.map((one) => one.reason)).to.deep.equal(['stream-splits', 'stream-splits']);
  });

  it('draws a non-detect between zero and its limit, and says so', () => {
    const { result, decisions } = rankReaches(network, flat.map((one) => (one.site === 'b' ? { ...one, load: { value: 50, qualifier: '<' as const } } : one)), { seed: 1 });
    const b = result.reaches.find((reach) => reach.site === 'b');
    expect(b?.gain.median).to.be.closeTo(25, 1.5);
    expect(b?.gain.upper).to.be.lessThan(50);
    expect(decisions.some((one) => one.code === 'limits-drawn')).to.equal(true);
  });

  it('takes decay on the way into the balance', () => {
    const sure = flat.map((one) => ({ ...one, relativeSd: 0 }));
    const { result } = rankReaches(network, sure, { seed: 1, draws: 1000, surviving: () => 0.5 });
    expect(result.reaches.find((reach) => reach.site === 'd')?.gain.median).to.equal(75);
    expect(() => rankReaches(network, sure, { seed: 1, surviving: () => 1.5 })).to.throw(RangeError, 'surviving share');
  });

  it('refuses negative loads, NaN, doubles and few draws', () => {
    expect(() => rankReaches(network, [load('a1', -1)], { seed: 1 })).to.throw(RangeError, 'load of a1 is -1');
    expect(() => rankReaches(network, [load('a1', Number.NaN)], { seed: 1 })).to.throw(RangeError, 'NaN');
    expect(() => rankReaches(network, [load('a1', 1), load('a1', 2)], { seed: 1 })).to.throw(RangeError, 'two loads');
    expect(() => rankReaches(network, flat, { seed: 1, draws: 10 })).to.throw(RangeError, 'draws is 10');
  });
});
