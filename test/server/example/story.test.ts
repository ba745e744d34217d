import { expect } from 'chai';
import { evaluateRun, runStatus, type QcMeasurement } from '../../../analysis/quality/evaluateRun.ts';
import { DEFAULT_LIMITS } from '../../../analysis/quality/limits.ts';
import { methods } from '../../../models/reference/methods.ts';
import { readResult } from '../../../models/schemas/readResult.ts';
import { generateHuilai } from '../../../server/example/huilai/generateHuilai.ts';
import { requireMethod } from '../../../server/example/huilai/requireMethod.ts';
import { ROUNDS } from '../../../server/example/huilai/towns.ts';
import type { HuilaiData } from '../../../server/example/huilai/types.ts';
import { amounts, median, ratios, valuesOf, type Value } from './county.ts';

const HUICHENG = '445224100', HUAHU = '445224102', XIANAN = '445224103', QIANZHAN = '445224106', DONGLONG = '445224108', QISHI = '445224109', LONGJIANG = '445224110', KUITAN = '445224114';
const DONE = ROUNDS.slice(0, 7);

/** Status of a run by the laboratory's own evaluation. */
function statusOf(data: HuilaiData, number: string): string {
  const run = data.runs.find((each) => each.number === number);
  if (run === undefined) throw new Error(`there is no run ${number}`);
  const byAnalyte = new Map(methods.filter(({ matrix }) => matrix === run.matrix).map((method) => [method.analyteId, method]));
  const measured = data.qc.filter(({ runNumber }) => runNumber === number).map((qc): QcMeasurement => {
    const method = requireMethod(qc.analyte, run.matrix);
    const reading = readResult(qc.rawText, method);
    if (!reading.ok) throw new Error(`${number} ${qc.kind} ${qc.analyte} "${qc.rawText}": ${reading.en}`);
    return { kind: qc.kind, analyteId: qc.analyte, measured: { qualifier: reading.qualifier, value: reading.value, limit: reading.limit }, expected: qc.expected, base: qc.base === null ? null : { qualifier: '=', value: qc.base } };
  });
  return runStatus(evaluateRun(measured, byAnalyte, DEFAULT_LIMITS));
}

for (const seed of [1, 20180101, 77]) {
  describe(`example: the story of the data, seed ${String(seed)}`, function () {
    this.timeout(60_000);
    let data: HuilaiData;
    let values: Value[];
    const meth = (area: string, round: string): number => median(amounts(values, area, round, 'meth'));
    before(() => {
      data = generateHuilai(seed);
      values = valuesOf(data);
    });

    it('eight quarters, 65 sites, ten analytes, soil in the first half of each year', () => {
      expect(data.rounds.map(({ code }) => code)).to.deep.equal([...ROUNDS]);
      expect(data.plan.panel).to.have.length(10);
      for (const code of ROUNDS) {
        const bottles = data.samples.filter(({ roundCode, replaces, matrix }) => roundCode === code && replaces === null && matrix !== 'soil');
        expect(bottles, code).to.have.length(65);
        expect(data.samples.filter(({ roundCode, matrix }) => roundCode === code && matrix === 'soil'), code).to.have.length(/Q[12]$/.test(code) ? 12 : 0);
      }
      expect(new Set(data.samples.map(({ number }) => number)).size).to.equal(data.samples.length);
    });

    it('Qishi: METH in surface water that no body has changed, and one site below the others carries most of it', () => {
      for (const round of DONE) {
        expect(amounts(values, QISHI, round, 'meth', 'surface-water'), round).to.have.length(5);
        expect(meth(QISHI, round), round).to.be.above(120);
        const found = ratios(values, QISHI, round, 'amph', 'meth');
        expect(found.length, round).to.be.at.least(3);
        expect(Math.max(...found), round).to.be.below(0.04);
        const loads = values.filter((v) => v.area === QISHI && v.round === round && v.matrix === 'surface-water' && v.analyte === 'meth').map(({ site, value, flow }) => ({ site, grams: ((value ?? 0) * (flow ?? 0)) / 1e6 }));
        const last = loads.find(({ site }) => site === 'HL109-5')?.grams ?? 0;
        const above = loads.find(({ site }) => site === 'HL109-4')?.grams ?? Infinity;
        expect(last, round).to.be.above(2 * above);
      }
    });

    it('Qishi: ephedrine in summer at that one node, in winter nowhere', () => {
      const eph = (site: string, round: string): number => values.find((v) => v.site === site && v.round === round && v.analyte === 'eph' && v.matrix !== 'soil')?.value ?? 0;
      expect(eph('HL109-5', '2018-Q3')).to.be.above(8 * eph('HL109-5', '2018-Q1'));
      expect(eph('HL109-5', '2018-Q3')).to.be.above(20 * eph('HL109-4', '2018-Q3'));
      // elsewhere it is cold medicine: high in winter
      for (const area of [HUICHENG, LONGJIANG, HUAHU]) expect(median(amounts(values, area, '2018-Q1', 'eph'))).to.be.above(2 * median(amounts(values, area, '2018-Q3', 'eph')));
    });

    it('Longjiang: high METH at most sites, AMP/METH of use, one sharp spike', () => {
      for (const round of DONE) {
        const found = ratios(values, LONGJIANG, round, 'amph', 'meth');
        expect(median(found), round).to.be.within(0.065, 0.1);
        expect(Math.min(...found), round).to.be.above(0.04);
      }
      const sewage = DONE.map((round) => median(amounts(values, LONGJIANG, round, 'meth', 'sewage')));
      const spike = Math.max(...sewage);
      expect(DONE[sewage.indexOf(spike)]).to.equal('2018-Q4');
      expect(spike).to.be.above(1.6 * Math.max(...sewage.filter((value) => value !== spike)));
      expect(amounts(values, LONGJIANG, '2018-Q1', 'meth', 'sewage').filter((value) => value > 1000).length).to.be.at.least(3);
    });

    it('Huicheng: flow and population at every site, ketamine five times norketamine', () => {
      const sites = data.plan.areas.find(({ code }) => code === HUICHENG)?.sites ?? [];
      expect(sites.every(({ flowM3PerDay, populationServed }) => flowM3PerDay !== undefined && populationServed !== undefined)).to.equal(true);
      expect(values.filter(({ area, matrix }) => area === HUICHENG && matrix === 'sewage').every(({ flow }) => flow !== null && flow > 0)).to.equal(true);
      for (const round of DONE) {
        expect(median(ratios(values, HUICHENG, round, 'ket', 'norket')), round).to.be.within(4.2, 6);
        expect(median(ratios(values, HUICHENG, round, 'amph', 'meth')), round).to.be.within(0.055, 0.1);
      }
    });

    it('the three towns of the source stand above all others in the first two quarters, each in its own medium', () => {
      const sewageOf = (area: string, round: string): number => median(amounts(values, area, round, 'meth', 'sewage'));
      for (const round of ['2018-Q1', '2018-Q2']) {
        const others = data.plan.areas.map(({ code }) => code).filter((code) => ![HUICHENG, LONGJIANG, QISHI, QIANZHAN].includes(code));
        const highest = Math.max(...others.map((code) => (amounts(values, code, round, 'meth', 'sewage').length < 2 ? 0 : sewageOf(code, round))));
        expect(sewageOf(HUICHENG, round), round).to.be.above(1.2 * highest);
        expect(sewageOf(LONGJIANG, round), round).to.be.above(1.5 * highest);
        const rivers = others.flatMap((code) => amounts(values, code, round, 'meth', 'surface-water'));
        expect(meth(QISHI, round), round).to.be.above(1.5 * Math.max(...rivers));
      }
    });

    it('Qianzhan is almost all non-detect; its limits are low enough to say so', () => {
      const own = values.filter(({ area, analyte }) => area === QIANZHAN && analyte !== 'eph');
      expect(own.filter(({ qualifier }) => qualifier === '<').length / own.length).to.be.above(0.95);
    });

    it('Kuitan rises while its cases fall; Donglong falls after the operations; Huahu\'s counts disagree with its water', () => {
      const water = (area: string): number[] => DONE.map((round) => meth(area, round));
      expect(median(water(KUITAN).slice(-3))).to.be.above(1.3 * median(water(KUITAN).slice(0, 3)));
      const cases = (area: string, kind: string): number[] => ROUNDS.map((period) => data.indicators.find((each) => each.areaCode === area && each.period === period && each.kind === kind)?.count ?? NaN);
      const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
      const users = ROUNDS.map((period) => data.indicators.find((each) => each.areaCode === KUITAN && each.period === period && each.kind === 'unit-shifts')?.count ?? NaN);
      expect(sum(users.slice(4))).to.be.below(0.6 * sum(users.slice(0, 4)));
      expect(median(water(DONGLONG).slice(3))).to.be.below(0.65 * median(water(DONGLONG).slice(0, 2)));
      expect(sum(cases(HUAHU, 'users-found'))).to.be.above(3 * sum(cases(XIANAN, 'users-found')));
      expect(median(water(HUAHU))).to.be.below(median(water(XIANAN)));
    });

    it('three of five bottles of Xian\'an are lost, others are missed, one is rejected and taken again', () => {
      const at = (round: string, state: string): string[] => data.samples.filter((sample) => sample.roundCode === round && sample.state === state).map(({ siteCode }) => siteCode);
      expect(at('2018-Q1', 'lost')).to.deep.equal(['HL103-1', 'HL103-3', 'HL103-4']);
      expect(at('2018-Q1', 'missed')).to.deep.equal(['HL107-3']);
      expect(at('2019-Q3', 'missed')).to.have.members(['HL112-1', 'HL112-2', 'HL112-5']);
      const rejected = data.samples.find(({ state }) => state === 'rejected');
      expect(rejected).to.include({ number: '2018Q2-HL105-2' });
      expect(data.samples.find(({ replaces }) => replaces === rejected?.number)).to.include({ number: '2018Q2-HL105-2-R2', state: 'received', dueOn: rejected?.dueOn });
      expect(data.results.some(({ sampleNumber }) => sampleNumber === rejected?.number)).to.equal(false);
      const warm = data.samples.filter(({ receiptTemperatureC }) => (receiptTemperatureC ?? 0) > data.plan.quality.receiptLimitC);
      expect(warm.map(({ siteCode, state, reasons }) => [siteCode, state, reasons])).to.deep.equal([['HL102-4', 'received', ['temperature']]]);
      expect(warm[0]?.deviation).to.include('11.8');
    });

    it('a unit slip is caught, a released value corrected late, a failed run repeated', () => {
      const slip = data.results.filter(({ entries }) => entries.length > 1);
      expect(slip.map(({ sampleNumber, analyte }) => `${sampleNumber} ${analyte}`)).to.deep.equal(['2018Q2-HL108-2 meth']);
      expect(slip[0]?.entries.map(({ unit }) => unit)).to.deep.equal(['µg/L', 'ng/L']);
      expect(slip[0]?.entries[0]?.rawText).to.equal(slip[0]?.entries[1]?.rawText);
      const amended = data.results.filter(({ follows }) => follows?.action === 'amend');
      expect(amended.map(({ sampleNumber, analyte, attempt }) => `${sampleNumber} ${analyte} ${String(attempt)}`)).to.deep.equal(['2018Q1-HL100-2 ket 2']);
      expect(amended[0]?.entries[0]?.at.slice(0, 10)).to.equal('2018-05-16');
      const repeated = data.results.filter(({ follows }) => follows?.action === 'retest');
      expect(new Set(repeated.map(({ runNumber }) => runNumber))).to.deep.equal(new Set(['2018Q3-W2R']));
      expect(repeated).to.have.length(200);
    });

    it('quality control fails where the story says so and nowhere else', () => {
      const failed = data.runs.filter(({ number }) => statusOf(data, number) === 'fail').map(({ number }) => number);
      expect(failed).to.deep.equal(['2018Q3-W2', '2018Q4-W2', '2019Q1-W3']);
      expect(statusOf(data, '2018Q3-W2R')).to.equal('pass');
      expect(data.runs.find(({ number }) => number === '2018Q3-W2R')?.repeats).to.equal('2018Q3-W2');
      expect(data.runs.filter(({ overrideReason }) => overrideReason !== null).map(({ number }) => number)).to.deep.equal(['2018Q4-W2', '2019Q1-W3']);
    });

    it('the newest quarter leaves work for everybody', () => {
      const bottles = data.samples.filter(({ roundCode }) => roundCode === '2019-Q4');
      const count = (state: string): number => bottles.filter((sample) => sample.state === state).length;
      for (const state of ['planned', 'collected', 'in-transit', 'received', 'missed']) expect(count(state), state).to.be.above(0);
      const states = new Set(data.results.filter(({ roundCode }) => roundCode === '2019-Q4').map(({ state }) => state));
      expect(states).to.deep.equal(new Set(['verified', 'submitted', 'entered']));
      expect(data.results.filter(({ returned }) => returned !== null)).to.have.length(3);
      expect(data.results.filter(({ roundCode, state }) => roundCode !== '2019-Q4' && state !== 'released' && state !== 'superseded')).to.deep.equal([]);
    });

    it('ten town units, two county squads, one city squad; counts of every town and quarter', () => {
      const levels = data.units.map(({ level }) => level);
      expect(['town', 'county', 'city'].map((level) => levels.filter((each) => each === level).length)).to.deep.equal([10, 2, 1]);
      expect(data.indicators).to.have.length(13 * 8 * 7);
      expect(data.outcomes.length).to.be.above(13 * 4 - 1);
    });
  });
}
