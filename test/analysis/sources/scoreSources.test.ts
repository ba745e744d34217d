import { expect } from 'chai';
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import type { SourceSample } from '../../../analysis/sources/evidence.ts';
import { exceeds, fallsBelow, ratioOf } from '../../../analysis/sources/ratio.ts';
import { scoreSources } from '../../../analysis/sources/scoreSources.ts';
import { constants } from '../../../models/reference/constants.ts';

const measured = (value: number): CensoredValue => ({ value, qualifier: '=' });
const empty: SourceSample = { matrix: 'sewage', month: 7, values: {}, high: { meth: 300 }, siteMedianKetamineRatio: null, networkMedianEphedrine: null, mdmaRShare: null, markers: {} };
const score = (more: Partial<SourceSample>) => scoreSources({ ...empty, ...more }, constants.ratios);
const codes = (more: Partial<SourceSample>): string[] => score(more).decisions.map((one) => one.code);

describe('ratios with limits', () => {
  it('know on which side of the ratio a limit lies', () => {
    expect(ratioOf({ value: 5, qualifier: '<' }, measured(10))).to.deep.equal({ value: 0.5, qualifier: '<' });
    expect(ratioOf(measured(50), { value: 10, qualifier: '<' })).to.deep.equal({ value: 5, qualifier: '>' });
    expect(ratioOf(measured(50), { value: 10, qualifier: '>' })).to.deep.equal({ value: 5, qualifier: '<' });
    expect(ratioOf({ value: 5, qualifier: '<' }, { value: 10, qualifier: '<' })).to.equal(null);
    expect(ratioOf(measured(5), measured(0))).to.equal(null);
    expect(ratioOf(undefined, measured(1))).to.equal(null);
  });

  it('exceed a threshold only where that is sure', () => {
    expect(exceeds({ value: 12, qualifier: '>' }, 10)).to.equal('yes');
    expect(exceeds({ value: 8, qualifier: '>' }, 10)).to.equal('cannot-tell');
    expect(exceeds({ value: 12, qualifier: '<' }, 10)).to.equal('cannot-tell');
    expect(exceeds({ value: 8, qualifier: '<' }, 10)).to.equal('no');
    expect(fallsBelow({ value: 0.03, qualifier: '<' }, 0.04)).to.equal('yes');
    expect(fallsBelow(null, 0.04)).to.equal('cannot-tell');
  });
});

describe('use, dumping and manufacture', () => {
  it('read ketamine in sewage: 5 is use, 12 is dumping, three times the own median is dumping', () => {
    expect(score({ values: { ket: measured(50), norket: measured(10) } }).result).to.deep.equal({ use: 0.6, dumping: 0, manufacture: 0 });
    expect(score({ values: { ket: measured(120), norket: measured(10) } }).result.dumping).to.equal(0.7);
    expect(codes({ values: { ket: measured(90), norket: measured(10) }, siteMedianKetamineRatio: 2.5 })).to.deep.equal(['ketamine-ratio-jump']);
  });

  it('does not read a ketamine ratio of surface water as if it were sewage', () => {
    for (const ratio of [0.5, 5, 50]) {
      const step = score({ matrix: 'surface-water', values: { ket: measured(ratio * 10), norket: measured(10) } });
      expect(step.result).to.deep.equal({ use: null, dumping: null, manufacture: null });
      expect(step.diagnostics.evidence[0]).to.include({ code: 'ketamine-ratio-not-read', supports: null });
      expect(step.diagnostics.evidence[0]?.ratio?.value).to.equal(ratio);
    }
  });

  it('reads AMP/METH: use between, raw methamphetamine below and only when it is high', () => {
    expect(score({ values: { amph: measured(40), meth: measured(500) } }).result).to.deep.equal({ use: 0.6, dumping: 0, manufacture: 0 });
    const raw = score({ values: { amph: measured(5), meth: measured(500) } }).result;
    expect(raw).to.deep.equal({ use: 0, dumping: 0.6, manufacture: 0.5 });
    expect(codes({ values: { amph: measured(1), meth: measured(100) } })).to.deep.equal(['amphetamine-ratio-low-level-low', 'no-source-evidence']);
    expect(codes({ values: { amph: measured(1), meth: measured(9000) }, high: {} })).to.include('amphetamine-ratio-low-level-low');
    expect(codes({ values: { amph: measured(1), meth: { value: 250, qualifier: '>' } } })).to.include('no-source-evidence');
    expect(codes({ values: { amph: measured(200), meth: measured(400) } })).to.include('amphetamine-ratio-high');
  });

  it('reads limits where they decide, and leaves the rest open', () => {
    expect(score({ values: { amph: { value: 10, qualifier: '<' }, meth: measured(500) } }).result.dumping).to.equal(0.6);
    expect(codes({ values: { amph: { value: 30, qualifier: '<' }, meth: measured(500) } })).to.include('amphetamine-ratio-undecided');
  });

  it('reads cocaine, enantiomers, summer ephedrine and markers', () => {
    expect(codes({ values: { coc: measured(80), be: measured(100) } })).to.deep.equal(['cocaine-ratio-high']);
    expect(codes({ matrix: 'surface-water', values: { coc: measured(30), be: measured(100) } })).to.include('cocaine-ratio-hydrolysed');
    expect(codes({ mdmaRShare: 0.5 })).to.deep.equal(['mdma-racemic']);
    expect(codes({ mdmaRShare: 0.7 })).to.deep.equal(['mdma-r-enriched']);
    const summer = { values: { eph: measured(100), meth: measured(500) }, networkMedianEphedrine: 20 };
    expect(codes(summer)).to.include('ephedrine-summer');
    expect(codes({ ...summer, month: 1 })).to.include('ephedrine-winter');
    expect(codes({ ...summer, values: { eph: measured(100) } })).to.include('ephedrine-without-meth');
    expect(score({ markers: { p2p: true, cmp: false } }).result).to.deep.equal({ use: 0, dumping: 0, manufacture: 0.8 });
    expect(codes({ markers: { hydroxylimine: true } })).to.deep.equal(['marker-hydroxylimine']);
  });

  it('adds evidence without ever passing one, and keeps the three apart', () => {
    const { result, diagnostics } = score({ values: { ket: measured(120), norket: measured(10), amph: measured(5), meth: measured(500) }, markers: { p2p: true, apaan: true } });
    expect(result.dumping).to.be.closeTo(1 - 0.3 * 0.4, 1e-12);
    expect(result.manufacture).to.be.closeTo(1 - 0.5 * 0.2 * 0.2, 1e-12);
    expect(result.use).to.equal(0);
    for (const one of diagnostics.evidence) expect(one.zh.length > 0 && one.en.length > 0).to.equal(true);
  });

  it('never reports methcathinone alone', () => {
    const step = score({ values: { mcat: measured(50) } });
    expect(step.result.manufacture).to.equal(null);
    expect(step.decisions[0]?.code).to.equal('methcathinone-not-read');
  });

  it('answers nothing measured in words, and refuses nonsense', () => {
    expect(codes({})).to.deep.equal(['no-source-evidence']);
    expect(() => score({ month: 13 })).to.throw(RangeError, 'month is 13');
    expect(() => score({ values: { meth: measured(Number.NaN) } })).to.throw(RangeError, 'NaN');
    expect(() => score({ values: { meth: measured(-1) } })).to.throw(RangeError, 'values.meth is -1');
    expect(() => score({ mdmaRShare: 1.2 })).to.throw(RangeError, 'mdmaRShare is 1.2');
    expect(() => score({ markers: { unknown: true } })).to.throw(RangeError, 'unknown');
  });
});
