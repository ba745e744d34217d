/** The verbs assess, schedule and export, with the shapes that scripts rely on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStore } from '../../../models/store/index.ts';
import type { AssessAnswer } from '../../../server/usecases/assessment/assess.ts';
import type { ScheduleAnswer } from '../../../server/usecases/operations/plans/scheduleAnswer.ts';
import { tempFolder } from '../../support/tempFolder.ts';
import { seedCounty } from './smallCounty.ts';

describe('assess, schedule and export on the command line', function () {
  this.timeout(60_000);
  const folder = tempFolder();

  before(async () => {
    const store = await openStore({ dataDir: folder });
    await seedCounty(store);
    await store.close();
  });

  const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    let out = '';
    let err = '';
    // verbs are imported when they are called; the line that calls them has to come from the same graph of modules
    const { cli } = await import('../../../server/cli/cli.ts');
    const streams = { out: (text: string) => Promise.resolve(void (out += text)), say: (text: string) => void (err += `${text}\n`) };
    return { code: await cli([...args, '--data', folder], streams, {}), out, err };
  };
  const answer = async <T>(...args: string[]): Promise<T> => {
    const { code, out, err } = await run(...args, '--json');
    expect(code, err).to.equal(0);
    return JSON.parse(out) as T;
  };

  it('assess answers its shape, and the same again for the same seed', async () => {
    const first = await answer<AssessAnswer>('assess', '--round', '2018-Q1', '--seed', '7');
    expect(Object.keys(first)).to.deep.equal(['round', 'rule', 'revision', 'seed', 'areas']);
    expect(first).to.include({ round: '2018-Q1', rule: 'five-components@1.0.0', seed: 7 });
    for (const area of first.areas) {
      expect(Object.keys(area)).to.deep.equal(['code', 'name', 'grade', 'firmness', 'severity', 'probability', 'reasons']);
      for (const { code, zh, en } of area.reasons) for (const text of [code, zh, en]) expect(text).to.match(/\S/);
    }
    expect(first.areas.map(({ code, grade }) => `${code} ${grade}`)).to.deep.equal(['D severe', 'K general', 'L insufficient', 'N not-graded']);
    expect(await answer<AssessAnswer>('assess', '--round', '2018-Q1', '--seed', '7')).to.deep.equal(first);
  });

  it('schedule answers its shape; required is served and unserved, counted one by one', async () => {
    const args = ['schedule', '--round', '2018-Q1', '--start', '2018-04-02', '--weeks', '13', '--seed', '7'];
    const made = await answer<ScheduleAnswer>(...args);
    expect(Object.keys(made)).to.deep.equal(['id', 'seed', 'objective', 'bound', 'gap', 'tasks', 'unserved', 'required', 'served']);
    expect(made.seed).to.equal(7);
    if (made.objective === null || made.bound === null || made.gap === null) return expect.fail('the optimiser proved nothing');
    expect(made.objective).to.be.at.least(made.bound);
    expect(made.gap).to.be.within(0, 0.02);
    expect(made.required).to.equal(made.served + made.unserved.length);
    expect(made.tasks).to.have.length(made.served);
    for (const task of made.tasks) expect(Object.keys(task).filter((key) => key !== 'site')).to.deep.equal(['id', 'kind', 'area', 'units', 'date', 'shift']);
    for (const { reasons } of made.unserved) expect(reasons.length).to.be.greaterThan(0);
    const again = await answer<ScheduleAnswer>(...args);
    const slots = ({ tasks }: ScheduleAnswer): string[] => tasks.map(({ kind, area, site, units, date, shift }) => [kind, area, site, units.join('+'), date, shift].join(' '));
    expect(slots(again)).to.deep.equal(slots(made));
  });

  it('export writes the file and says how long it is', async () => {
    const out = join(folder, 'grades.csv');
    const said = await answer<{ bytes: number }>('export', 'grades', '--format', 'csv', '--out', out, '--language', 'zh-CN');
    const bytes = await readFile(out);
    expect(said).to.deep.equal({ kind: 'grades', format: 'csv', out, bytes: bytes.length });
    expect(bytes.toString('utf8')).to.include('较严重').and.to.include('一般严重');
  });

  it('exits 1 for what cannot be done and 2 for a wrong command line, each with a sentence', async () => {
    for (const [code, sentence, ...args] of [
      [1, /no round 2031-Q1/, 'assess', '--round', '2031-Q1'],
      [2, /--round is missing/, 'assess'],
      [2, /--seed is "x"/, 'assess', '--round', '2018-Q1', '--seed', 'x'],
      [1, /2018-02-30/, 'schedule', '--round', '2018-Q1', '--start', '2018-02-30', '--weeks', '1'],
      [1, /from 1 to 53/, 'schedule', '--round', '2018-Q1', '--start', '2018-04-02', '--weeks', '0'],
      [2, /--weeks is "many"/, 'schedule', '--round', '2018-Q1', '--start', '2018-04-02', '--weeks', 'many'],
      [2, /there is no export "everything"/, 'export', 'everything', '--format', 'csv', '--out', join(folder, 'x')],
      [1, /has no format xls/, 'export', 'results', '--format', 'xls', '--out', join(folder, 'x')],
    ] as [number, RegExp, ...string[]][]) {
      const said = await run(...args);
      expect(said.code, args.join(' ')).to.equal(code);
      expect(said.err).to.match(sentence);
      expect(said.out).to.equal('');
    }
  });
});
