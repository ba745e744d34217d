/** Held, returned and refused values at the bench: what is good is submitted, and the rest is found by a key and answered. */
import { expect } from 'chai';
import { gridOf, openBench, openBenchStage, ROUND, type BenchStage, type Grid } from '../support/bench.ts';
import { WIDE, type Visitor } from '../support/visitor.ts';
import { ok, type Moved } from '../../usecases/support/laboratory.ts';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';

describe('browser: held, returned and refused values', function () {
  this.timeout(240_000);
  let bench: BenchStage;
  let visitor: Visitor;
  let grid: Grid;
  const cellOf = async (row: number, analyteId: string): Promise<Cell> => {
    const found = ok<{ cells: Cell[] }>(await bench.technician.get(`/api/rounds/${ROUND}/grid`)).cells.find((cell) => cell.sampleId === bench.samples[row]?.id && cell.analyteId === analyteId);
    if (found === undefined) throw new Error(`no cell ${String(row)} ${analyteId}`);
    return found;
  };
  const type = async (row: number, analyte: string, text: string): Promise<void> => {
    await grid.click(row, analyte);
    await visitor.page.keyboard.type(text);
    await grid.keys('Enter');
  };

  before(async () => {
    bench = await openBenchStage(8);
    visitor = await openBench(bench.stage, { size: WIDE });
    grid = gridOf(visitor.page, bench.samples);
  });
  after(async () => {
    expect(visitor.complaints).to.deep.equal([]);
    await visitor.close();
    await bench.stage.close();
  });

  it('one refused text and two held values hold up no other: the notice says how many of each', async () => {
    const { page } = visitor;
    await type(0, 'meth', '40');
    await type(1, 'meth', '41');
    await type(0, 'amph', '400');
    await type(1, 'amph', '410');
    await type(2, 'meth', 'abc');
    await page.getByText('1 cell was not taken').waitFor();
    await page.getByText('2 values are held for a look').waitFor();
    await page.getByRole('button', { name: 'Submit 4' }).click();
    await page.getByText('Submitted: 2.').waitFor();
    await page.getByText('Not submitted: 2.').waitFor();
    await page.getByText('1 text was not taken and is not submitted.').waitFor();
    expect([(await cellOf(0, 'meth')).state, (await cellOf(0, 'amph')).state]).to.deep.equal(['submitted', 'entered']);
  });

  it('F8 goes from one that wants a look to the next, and around', async () => {
    const { page } = visitor;
    await grid.click(0, 'meth');
    const panel = page.getByTestId('cell-panel');
    const titles: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await grid.keys('F8');
      await page.waitForTimeout(150);
      titles.push((await panel.locator('p').first().innerText()).slice(0, 14) + (await panel.locator('h2').innerText()).slice(0, 3));
    }
    expect(titles[0]).to.equal(titles[3]);
    expect(new Set(titles).size).to.equal(3);
  });

  it('held values are confirmed together, each with its words', async () => {
    const { page } = visitor;
    const bar = page.getByTestId('held');
    await bar.getByRole('button', { name: 'Look at them' }).click();
    const fields = bar.getByPlaceholder('What was looked at');
    await fields.first().fill('chromatogram checked');
    await bar.getByPlaceholder('The same words for all others').fill('second injection agrees');
    await bar.getByRole('button', { name: 'Fill in' }).click();
    await bar.getByRole('button', { name: 'Confirm 2' }).click();
    await bar.waitFor({ state: 'detached' });
    const reasons: (string | null | undefined)[] = [];
    for (const row of [0, 1]) {
      const cell = await cellOf(row, 'amph');
      expect(cell.flags.map(({ code }) => code)).to.include('hold-confirmed');
      reasons.push(ok<{ revisions: { reason: string | null }[] }>(await bench.technician.get(`/api/results/${String(cell.resultId)}`)).revisions.at(-1)?.reason);
    }
    expect(reasons).to.deep.equal(['chromatogram checked', 'second injection agrees']);
    await page.getByRole('button', { name: 'Submit 2' }).click();
    await page.getByText('Submitted: 2.').waitFor();
  });

  it('a returned value says why, and goes back only with an answer', async () => {
    const { page } = visitor;
    const verifier = await bench.stage.app.as('verifier');
    const cell = await cellOf(0, 'meth');
    ok<Moved>(await verifier.post('/api/result-transitions', { action: 'return', results: [{ id: cell.resultId, revision: cell.revision }], reasonCode: 'integration', reason: 'peak looks split' }));
    await grid.click(0, 'meth');
    await page.getByTestId('cell-panel').getByText('returned: Peak integrated again; peak looks split').first().waitFor();
    await page.getByRole('button', { name: 'Submit 1' }).click();
    await page.getByText('it was returned and not answered').waitFor();
    await page.getByTestId('cell-actions').getByRole('button', { name: 'It stands…' }).click();
    await page.getByTestId('cell-action').getByLabel('In words').fill('one peak, checked at 2 wavelengths');
    await page.getByTestId('cell-action').getByRole('button', { name: 'Submit with this answer' }).click();
    await page.getByTestId('cell-actions').getByText('Done.').waitFor();
    expect((await cellOf(0, 'meth')).state).to.equal('submitted');
  });

  it('a scanned bottle is the row that is gone to, in the same column, and no sign of it stays in a cell', async () => {
    const { page } = visitor;
    await grid.click(0, 'mdma');
    for (const char of bench.samples[6]?.number ?? '') await page.keyboard.press(char, { delay: 4 });
    await page.keyboard.press('Enter');
    await page.getByTestId('cell-panel').getByText(bench.samples[6]?.number ?? '').waitFor();
    expect(await page.getByTestId('cell-panel').locator('h2').innerText()).to.contain('MDMA');
    await page.keyboard.type('7');
    await grid.keys('Enter');
    await grid.shows(6, 'mdma', '7.00');
    expect(await grid.value(0, 'mdma')).to.equal('');
    await grid.looks(6, 'mdma', 'sj-saved');
    expect([(await cellOf(6, 'mdma')).rawText, (await cellOf(0, 'mdma')).rawText]).to.deep.equal(['7', null]);
  });
});
