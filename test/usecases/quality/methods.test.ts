/** A laboratory enters its own limits: a new version, the rules of limits, and what was read before stays. */
import { expect } from 'chai';
import type { Method } from '../../../models/schemas/index.ts';
import type { Agent } from '../../support/app.ts';
import { ok, sampleAt, startLaboratory, type Laboratory, type Problem } from '../support/laboratory.ts';

describe('own figures of a method over HTTP', function () {
  this.timeout(30_000);
  let laboratory: Laboratory;
  let manager: Agent;
  before(async () => {
    laboratory = await startLaboratory();
    manager = await laboratory.app.as('quality-manager');
  });
  after(() => laboratory.app.close());

  const newest = async (): Promise<Method> => {
    const { items } = ok<{ items: Method[] }>(await manager.get('/api/methods'));
    const [found] = items.filter((one) => one.analyteId === 'meth' && one.matrix === 'sewage').sort((a, b) => b.version - a.version);
    if (found === undefined) throw new Error('there is no method');
    return found;
  };
  const figuresOf = ({ lod, upper, significantDigits, maximumDecimals, rounding, limitRule, manualLimits, verificationsRequired, duplicateRule }: Method): object => ({ lod, upper, significantDigits, maximumDecimals, rounding, limitRule, manualLimits, verificationsRequired, duplicateRule });
  const revise = async (change: object, agent = manager, more: object = {}) => {
    const from = await newest();
    return agent.post('/api/methods', { from: from.id, source: 'validation report 12/2026', figures: { ...figuresOf(from), ...change }, ...more });
  };
  const faultOf = async (change: object, more: object = {}): Promise<string> => {
    const answer = await revise(change, manager, more);
    return `${String(answer.status)} ${answer.as<Problem>().details.map((one) => one.sentence).join('; ')}`;
  };

  it('follows HJ 168 and 40 CFR 136 from the detection limit to the digit; the ranges of uncertainty go along', async () => {
    const before = await newest();
    const hj = ok<Method>(await revise({ lod: '0.7', limitRule: 'HJ168' }), 201);
    expect(hj).to.include({ lod: '0.7', loq: '2.8', version: before.version + 1, code: before.code, source: 'validation report 12/2026' });
    expect(hj.uncertainty.map(({ from }) => from)).to.deep.equal(['0.7', '2.8', '14', hj.upper]);
    const epa = ok<Method>(await revise({ lod: '0.35', limitRule: '40CFR136' }), 201);
    expect(epa).to.include({ lod: '0.35', loq: '1.113', version: before.version + 2 });
    const stated = ok<Method>(await revise({ lod: '0.5', loq: '3', limitRule: 'stated' }), 201);
    expect(stated).to.include({ lod: '0.5', loq: '3' });
  });

  it('what was read before keeps its limits; what is read from now on has the new ones', async () => {
    const [first, second] = [sampleAt(laboratory, 0), sampleAt(laboratory, 1)];
    const old = await laboratory.bring(first, 'meth', '5', 'entered');
    ok(await revise({ lod: '2', loq: '8' }), 201);
    const fresh = await laboratory.bring(second, 'meth', '5', 'entered');
    expect([old.qualifier, fresh.qualifier, fresh.limit]).to.deep.equal(['=', '<', '8']);
    expect(await laboratory.cell(first.id, 'meth')).to.include({ value: '5', reportedText: old.reportedText });
  });

  it('names every wrong figure at once, in words, and writes nothing', async () => {
    const before = await newest();
    expect(await faultOf({ lod: 'abc', upper: '-1' })).to.match(/^422 .*“abc”.*“-1”/);
    expect(await faultOf({ lod: '9', loq: '8', limitRule: 'stated' })).to.contain('限值须递增');
    expect(await faultOf({ lod: '1', loq: '3', limitRule: 'HJ168' })).to.contain('4 倍，即 4；');
    expect(await faultOf({ loq: '', limitRule: 'stated' })).to.match(/^422/);
    expect(await faultOf({ lod: '1.5', loq: '8' }, { source: ' ' })).to.contain('请写明数据出处');
    expect(await faultOf({ loq: before.loq })).to.contain('没有差别');
    expect((await newest()).version).to.equal(before.version);
  });

  it('is for the quality manager, and on the newest version only', async () => {
    expect((await revise({ lod: '1', loq: '8' }, laboratory.technician)).status).to.equal(403);
    const { items } = ok<{ items: Method[] }>(await manager.get('/api/methods'));
    const first = items.find((one) => one.analyteId === 'meth' && one.matrix === 'sewage' && one.version === 1);
    expect((await revise({ lod: '1', loq: '8' }, manager, { from: first?.id })).status).to.equal(412);
  });
});
