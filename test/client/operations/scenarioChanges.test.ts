/** A scenario in the address: what is written is read again, and what is no change is left out. */
import { expect } from 'chai';
import { readChange, writeChange, type ScenarioChange } from '../../../client/views/operations/plans/scenarioChanges.ts';

describe('a scenario in the address', () => {
  it('reads what it wrote, also where a code holds a colon', () => {
    const changes: ScenarioChange[] = [
      { kind: 'cap', unit: 'U:1 甲', by: 2 },
      { kind: 'caps', by: 1 },
      { kind: 'unit', level: 'county', area: '445224106' },
      { kind: 'absent', unit: 'U-1', from: '2018-04-02', to: '2018-04-08' },
      { kind: 'operation', from: '2018-04-02', to: '2018-04-30' },
    ];
    for (const change of changes) expect(readChange(writeChange(change))).to.deep.equal(change);
  });

  it('reads nothing out of what is no change', () => {
    for (const text of ['', 'caps', 'caps:0', 'caps:99', 'cap::1', 'unit:village:A', 'unit:town:', 'absent:U:soon:later', 'operation:2018-04-02', 'else:1', '%E0%A4%A']) expect(readChange(text), text).to.equal(undefined);
  });
});
