import { expect } from 'chai';
import { evaluateRun, runStatus, type QcMeasurement } from '../../../analysis/quality/evaluateRun.ts';
import { DEFAULT_LIMITS } from '../../../analysis/quality/limits.ts';

const METHODS = new Map([['METH', { lod: '10', loq: '20', duplicateRule: 'rpd' as const }]]);
const qc = (kind: QcMeasurement['kind'], value: string | null, more: Partial<QcMeasurement> = {}): QcMeasurement => ({
  kind, analyteId: 'METH', measured: value === null ? { qualifier: '<', value: null, limit: '10' } : { qualifier: '=', value }, expected: null, base: null, ...more,
});
const status = (...samples: QcMeasurement[]) => runStatus(evaluateRun(samples, METHODS, DEFAULT_LIMITS));

describe('the quality-control status of a run', () => {
  it('is none while nothing can be judged', () => {
    expect(status()).to.equal('none');
    expect(status(qc('duplicate', '50'))).to.equal('none');
    expect(status(qc('method-blank', '5', { analyteId: 'unknown' }))).to.equal('none');
  });
  it('passes when every judgement passes, and one failure fails it', () => {
    const good = [qc('method-blank', null), qc('duplicate', '110', { base: { qualifier: '=', value: '100' } }), qc('laboratory-control', '95', { expected: '100' })];
    expect(status(...good)).to.equal('pass');
    expect(status(...good, qc('continuing-calibration', '121', { expected: '100' }))).to.equal('fail');
    expect(status(...good, qc('method-blank', '11'))).to.equal('fail');
  });
  it('takes the unspiked amount off, and a non-detect as its measured number', () => {
    const [finding] = evaluateRun([qc('matrix-spike', '180', { expected: '100', base: { qualifier: '=', value: '100' } })], METHODS, DEFAULT_LIMITS);
    expect(finding).to.include({ outcome: 'pass', value: '80' });
    const [low] = evaluateRun([qc('matrix-spike', '104', { expected: '100', base: { qualifier: '<', value: '4', limit: '10' } })], METHODS, DEFAULT_LIMITS);
    expect(low?.value).to.equal('100');
  });
  it('judges calibration points together', () => {
    const points = ['20', '50', '100', '200', '500', '1000'].map((level) => qc('calibration', level, { expected: level }));
    expect(status(...points)).to.equal('pass');
    expect(status(...points.slice(1))).to.equal('fail');
  });
});
