/** What was typed outlives a cut network, a reload and a lost sign-in, and nobody's value is written over another's. */
import { expect } from 'chai';
import type { GridCell } from '../../../server/usecases/results/cellTypes.ts';
import type { Grid as GridAnswer } from '../../../server/usecases/results/grid.ts';
import { ok } from '../../usecases/support/laboratory.ts';
import { gridOf, openBench, openBenchStage, ROUND, type BenchStage, type Grid } from '../support/bench.ts';
import { signInByLink, visit, WIDE, type Visitor } from '../support/visitor.ts';

describe('browser: drafts of the round grid', function () {
  this.timeout(240_000);
  let bench: BenchStage;
  let visitor: Visitor;
  let grid: Grid;
  const type = (text: string): Promise<void> => visitor.page.keyboard.type(text);
  const stored = async (row: number, analyteId: string): Promise<GridCell> => {
    const answer = ok<GridAnswer>(await bench.technician.get(`/api/rounds/${ROUND}/grid`));
    const found = answer.cells.find((cell) => cell.sampleId === bench.samples[row]?.id && cell.analyteId === analyteId);
    if (found === undefined) throw new Error(`no cell ${String(row)} ${analyteId}`);
    return found;
  };

  before(async () => {
    bench = await openBenchStage(10);
    visitor = await openBench(bench.stage, { size: WIDE });
    grid = gridOf(visitor.page, bench.samples);
  });
  after(async () => {
    await visitor.close();
    await bench.stage.close();
  });

  it('each cell has its tick when the server has it', async () => {
    await grid.click(0, 'meth');
    await type('11');
    await grid.keys('Enter');
    await grid.saved();
    await grid.looks(0, 'meth', 'sj-saved');
    expect(await grid.cell(0, 'meth').locator('.sj-mark').textContent()).to.equal('✓');
    expect((await stored(0, 'meth')).rawText).to.equal('11');
  });

  it('through a cut network: said, kept, and saved when it is back', async () => {
    const { page } = visitor;
    await page.context().setOffline(true);
    await grid.click(1, 'meth');
    await type('12');
    await grid.keys('Enter');
    await page.getByText('No connection: 1 kept in this browser, saved when it is back').waitFor();
    expect((await stored(1, 'meth')).rawText).to.equal(null);
    await page.context().setOffline(false);
    await grid.saved();
    expect((await stored(1, 'meth')).rawText).to.equal('12');
  });

  it('through a reload, also in the middle of a word', async () => {
    const { page } = visitor;
    await page.route('**/api/results', (route) => route.abort());
    await grid.click(2, 'meth');
    await type('13');
    await grid.keys('Enter');
    await type('14');
    await page.reload();
    await grid.cell(2, 'meth').waitFor();
    await grid.shows(2, 'meth', '13.0');
    await grid.shows(3, 'meth', '14.0');
    await page.unroute('**/api/results');
    await grid.saved();
    expect((await stored(3, 'meth')).rawText).to.equal('14');
  });

  it('through a lost sign-in; and somebody else who signs in there neither sees nor sends it', async () => {
    const { page } = visitor;
    // typed before the session is lost: afterwards whatever asks the server first brings up the sign-in, and the keys are its own
    await grid.click(4, 'meth');
    await type('15');
    await page.context().clearCookies();
    await grid.keys('Enter');
    await page.getByLabel(/password/i).first().waitFor();
    await signInByLink(visitor, await bench.stage.link('sampler'));
    expect((await stored(4, 'meth')).rawText).to.equal(null);
    await page.context().clearCookies();
    await signInByLink(visitor, await bench.stage.link('technician'));
    await visit(page, `/bench?round=${ROUND}`);
    // what was kept is put back first: before that there is nothing that could be unsaved
    await grid.shows(4, 'meth', '15.0');
    await grid.saved();
    expect((await stored(4, 'meth')).rawText).to.equal('15');
  });

  it('an answer that is lost on the way is no conflict with oneself', async () => {
    const { page } = visitor;
    await page.route('**/api/results', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await grid.click(4, 'mdma');
    await type('16');
    await grid.keys('Enter');
    await page.getByText('No connection: 1 kept in this browser, saved when it is back').waitFor();
    expect((await stored(4, 'mdma')).rawText, 'the server has it all the same').to.equal('16');
    await page.unroute('**/api/results');
    await grid.click(4, 'mdma');
    await type('17');
    await grid.keys('Enter');
    await grid.saved();
    expect((await stored(4, 'mdma')).rawText).to.equal('17');
  });

  it('two people see each other’s saved cells; a conflict is shown with both values and decided by a person', async () => {
    const { page } = visitor;
    const theirs = async (row: number, rawText: string): Promise<void> => {
      const { revision } = await stored(row, 'amph');
      const colleague = await bench.stage.app.as('quality-manager');
      const agent = (await colleague.post('/api/results', { round: ROUND, cells: [] })).status === 200 ? colleague : await bench.stage.app.person({ roles: ['technician'] });
      ok(await agent.post('/api/results', { round: ROUND, cells: [{ sampleId: bench.samples[row]?.id, analyteId: 'amph', revision, rawText }] }));
    };
    await theirs(5, '21');
    await grid.shows(5, 'amph', '21.0');
    for (const [row, mine, button, stands] of [[6, '44', 'Use mine', '44'], [7, '45', 'Keep theirs', '4.0']] as const) {
      await grid.click(row, 'amph');
      await type(mine);
      await theirs(row, '4.0');
      await page.waitForFunction((key) => document.querySelector(`[data-key="${key}"]`)?.textContent?.includes('4.00') === true, `${bench.samples[row]?.id ?? ''}|amph`);
      await grid.keys('Enter');
      const bar = page.getByTestId('conflicts');
      await bar.waitFor();
      expect(await bar.innerText()).to.contain('4.0').and.contain(mine);
      await grid.looks(row, 'amph', 'sj-conflict');
      expect((await stored(row, 'amph')).rawText, 'nothing is written over').to.equal('4.0');
      await bar.getByRole('button', { name: button, exact: true }).click();
      await grid.saved();
      expect((await stored(row, 'amph')).rawText).to.equal(stands);
    }
  });

  it('undo leaves alone what somebody else has changed since', async () => {
    await grid.click(8, 'meth');
    await type('31');
    await grid.keys('Enter');
    await grid.saved();
    const { revision } = await stored(8, 'meth');
    const other = await bench.stage.app.person({ roles: ['technician'] });
    ok(await other.post('/api/results', { round: ROUND, cells: [{ sampleId: bench.samples[8]?.id, analyteId: 'meth', revision, rawText: '32' }] }));
    await grid.shows(8, 'meth', '32.0');
    await grid.keys('Control+Z');
    await visitor.page.getByText('1 cell was changed by somebody else since and stays.').waitFor();
    expect((await stored(8, 'meth')).rawText).to.equal('32');
  });

  /** Typed, then: what is drawn as the value, or the beginning of what it says to do. */
  const TYPED: readonly (readonly [string, { value: RegExp } | { says: RegExp }])[] = [
    ['text', { says: /not a number. Type a number/ }],
    ['#?', { says: /error of a spreadsheet. Mend it there/ }],
    ['< 5', { says: /no limit of the method.*Type the number/ }],
    ['<5', { says: /no limit of the method.*Type the number/ }],
    ['5<', { says: /Write it before, as in <5/ }],
    ['1e', { says: /not a number. Type a number/ }],
    ['１２.５', { value: /^12\.5$/ }],
    ['١٢', { says: /Type it with the digits 0-9/ }],
    ['12,5', { says: /Write 12.5 with a point/ }],
    ['1,234.5', { says: /Leave out thousands separators/ }],
    ['0', { value: /^< / }],
    ['NaN', { says: /Type the number the instrument gave/ }],
    ['1e400', { says: /Check the number and its unit/ }],
    ['-1', { says: /type < and the limit, or ND/ }],
    ['1234567890123456789012345678901234567890', { says: /40 digits; at most 24.*Check it/ }],
  ];
  it('each text of the list of bad input, typed once: it is read, or it stays with what to do', async () => {
    const { page } = visitor;
    for (const [text, expected] of TYPED) {
      await grid.click(9, 'ket');
      await grid.keys('F2', 'Control+A');
      await page.keyboard.insertText(text);
      await grid.keys('Enter', 'ArrowUp');
      if ('value' in expected) await grid.reads(9, 'ket', expected.value);
      else {
        await grid.shows(9, 'ket', text);
        await grid.looks(9, 'ket', 'sj-refused');
        const note = await page.getByTestId('cell-panel').getByRole('alert').innerText();
        expect(note, text).to.match(expected.says).and.contain(text);
      }
    }
  });

  it('a blank and spaces are no value: the cell is empty again, without a refusal', async () => {
    await grid.keys('Delete');
    await grid.shows(9, 'ket', '');
    await grid.keys('F2');
    await visitor.page.keyboard.insertText('   ');
    await grid.keys('Enter');
    await grid.saved();
    await grid.shows(9, 'ket', '');
    expect((await stored(9, 'ket')).value).to.equal(null);
  });

  it('nothing was complained about but the network that was cut', () => {
    expect(visitor.complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(one))).to.deep.equal([]);
  });
});
