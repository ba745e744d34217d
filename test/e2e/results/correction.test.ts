/** What is released is corrected and withdrawn from the cell itself: clicks counted, two persons at two browsers, nothing blank meanwhile. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openBench, openBenchStage, ROUND, gridOf, type BenchStage } from '../support/bench.ts';
import { openVisitor, signInByLink, visit, WIDE, type Visitor } from '../support/visitor.ts';
import { ok, type Moved } from '../../usecases/support/laboratory.ts';
import type { Agent } from '../../support/app.ts';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';

describe('browser: correcting and withdrawing what is released', function () {
  this.timeout(240_000);
  let bench: BenchStage;
  let technician: Visitor;
  let signatory: Visitor;
  let people: { verifier: Agent; signatory: Agent; viewer: Agent };
  const cells = async (): Promise<Cell[]> => ok<{ cells: Cell[] }>(await bench.technician.get(`/api/rounds/${ROUND}/grid`)).cells;
  const cellOf = async (row: number, analyteId = 'meth'): Promise<Cell> => {
    const found = (await cells()).find((cell) => cell.sampleId === bench.samples[row]?.id && cell.analyteId === analyteId);
    if (found === undefined) throw new Error(`no cell ${String(row)}`);
    return found;
  };
  const release = async (row: number, rawText: string): Promise<void> => {
    ok(await bench.technician.post('/api/results', { round: ROUND, cells: [{ sampleId: bench.samples[row]?.id, analyteId: 'meth', revision: 0, rawText }] }));
    for (const [action, agent] of [['submit', bench.technician], ['verify', people.verifier], ['release', people.signatory]] as const) {
      const cell = await cellOf(row);
      expect(ok<Moved>(await agent.post('/api/result-transitions', { action, results: [{ id: cell.resultId, revision: cell.revision }] })).done).to.equal(1);
    }
  };
  const panel = (page: Page) => page.getByTestId('cell-actions');

  before(async () => {
    bench = await openBenchStage(8);
    people = { verifier: await bench.stage.app.as('verifier'), signatory: await bench.stage.app.as('signatory'), viewer: await bench.stage.app.as('viewer') };
    for (const [row, text] of ['40', '41', '42', '43'].entries()) await release(row, text);
    technician = await openBench(bench.stage, { size: WIDE });
    signatory = await openVisitor({ url: bench.stage.url, language: 'en', size: WIDE });
    await signInByLink(signatory, await bench.stage.link('signatory'));
  });
  after(async () => {
    expect([...technician.complaints, ...signatory.complaints]).to.deep.equal([]);
    await technician.close();
    await signatory.close();
    await bench.stage.close();
  });

  it('a released value is corrected with four clicks; the old one stands until the new one is released', async () => {
    const { page } = technician;
    const grid = gridOf(page, bench.samples);
    let clicks = 0;
    const click = async (what: { click: () => Promise<void> }): Promise<void> => {
      clicks += 1;
      await what.click();
    };
    await click({ click: () => grid.click(0, 'meth') });
    await click(panel(page).getByRole('button', { name: 'Correct…' }));
    // the value lies chosen under the keys
    await page.keyboard.type('44');
    await click(panel(page).getByLabel('Typing error'));
    await click(panel(page).getByRole('button', { name: 'Correct', exact: true }));
    await panel(page).getByText('Done.').waitFor();
    expect(clicks).to.equal(4);
    await grid.shows(0, 'meth', '44.0');
    expect(await cellOf(0)).to.include({ rawText: '44', state: 'entered', attempt: 2 });
    await panel(page).getByText('Corrects the released 40.0 (attempt 1), which stands until this is released.').waitFor();
    const seen = ok<{ cells: Cell[] }>(await people.viewer.get(`/api/rounds/${ROUND}/grid`)).cells.find((cell) => cell.sampleId === bench.samples[0]?.id && cell.analyteId === 'meth');
    expect(seen).to.include({ reportedText: '40.0', state: 'released' });
  });

  it('the verifier of a correction sees what was released, why it is corrected and by how much', async () => {
    const cell = await cellOf(0);
    ok(await bench.technician.post('/api/result-transitions', { action: 'submit', results: [{ id: cell.resultId, revision: cell.revision }] }));
    const verifier = await openVisitor({ url: bench.stage.url, language: 'en', size: WIDE });
    await signInByLink(verifier, await bench.stage.link('verifier'));
    await visit(verifier.page, `/review?round=${ROUND}&step=verify`);
    const row = verifier.page.getByTestId('review-row').first();
    await row.waitFor();
    expect(await row.innerText()).to.match(/released as 40\.0 · × 1\.1 Typing error/);
    await verifier.close();
  });

  it('given up, the correction gives the cell back to the value that stood', async () => {
    const { page } = technician;
    const grid = gridOf(page, bench.samples);
    await grid.click(0, 'meth');
    await panel(page).getByRole('button', { name: 'Void…', exact: true }).click();
    await panel(page).getByLabel('Samples mixed up').click();
    await panel(page).getByRole('button', { name: 'Void', exact: true }).click();
    await grid.shows(0, 'meth', '40.0');
    expect(await cellOf(0)).to.include({ state: 'released', attempt: 1 });
  });

  it('a technician asks to withdraw; the signatory finds it at a desk of its own, with who and why, and agrees; the bench hears of it', async () => {
    const { page } = technician;
    const grid = gridOf(page, bench.samples);
    await grid.click(1, 'meth');
    await panel(page).getByRole('button', { name: 'Ask to void…' }).click();
    await panel(page).getByLabel('Other (say what)').click();
    const ask = panel(page).getByRole('button', { name: 'Ask to void', exact: true });
    expect(await ask.isDisabled()).to.equal(true);
    await panel(page).getByLabel('In words').fill('bottle of the neighbouring site');
    await ask.click();
    await panel(page).getByText('Asked for. It stands until another person with the right to release decides.').waitFor();
    expect(await cellOf(1)).to.include({ state: 'released', reportedText: '41.0' });
    const desk = signatory.page;
    await visit(desk, '/today');
    await desk.getByText('to withdraw or keep').click();
    const row = desk.getByTestId('review-row').first();
    await row.getByText('asks to void it').waitFor();
    expect(await row.innerText()).to.contain('bottle of the neighbouring site');
    await row.getByRole('checkbox').click();
    await desk.getByRole('button', { name: 'Withdraw 1' }).click();
    await desk.getByText('Nobody asks to withdraw a released result').waitFor();
    expect(await cellOf(1)).to.include({ state: 'voided' });
    await grid.looks(1, 'meth', 'sj-locked');
  });

  it('a request that is turned down leaves the value as it was, with the reason of both', async () => {
    const { page } = technician;
    const grid = gridOf(page, bench.samples);
    await grid.click(2, 'meth');
    await panel(page).getByRole('button', { name: 'Ask to invalidate…' }).click();
    await panel(page).getByLabel('Implausible').click();
    await panel(page).getByRole('button', { name: 'Ask to invalidate', exact: true }).click();
    await panel(page).getByText('Asked for.').waitFor();
    const desk = signatory.page;
    await visit(desk, `/bench?round=${ROUND}`);
    await gridOf(desk, bench.samples).click(2, 'meth');
    await panel(desk).getByRole('button', { name: 'Let it stand…' }).click();
    await panel(desk).getByLabel('Looked at again and found right').click();
    await panel(desk).getByRole('button', { name: 'Let it stand', exact: true }).click();
    await panel(desk).getByText('Done.').waitFor();
    expect(await cellOf(2)).to.include({ state: 'released', reportedText: '42.0' });
    expect((await cellOf(2)).asked).to.equal(undefined);
  });

  it('a whole bottle is taken back at once: what is released is asked for, the rest is voided', async () => {
    const { page } = technician;
    const grid = gridOf(page, bench.samples);
    ok(await bench.technician.post('/api/results', { round: ROUND, cells: [{ sampleId: bench.samples[3]?.id, analyteId: 'mdma', revision: 0, rawText: '5' }] }));
    await grid.shows(3, 'mdma', '5.00');
    await grid.click(3, 'meth');
    await panel(page).getByRole('button', { name: 'Whole bottle…' }).click();
    await panel(page).getByLabel('Samples mixed up').click();
    await panel(page).getByRole('button', { name: 'Void 2 values' }).click();
    await panel(page).getByText('2 done; 1 of them are released and stand until another person with the right to release decides.').waitFor();
    expect([(await cellOf(3)).state, (await cellOf(3)).asked?.action, (await cellOf(3, 'mdma')).state]).to.deep.equal(['released', 'void', 'voided']);
  });

  it('an empty cell is marked as not analysed where nothing will be measured', async () => {
    const { page } = technician;
    const grid = gridOf(page, bench.samples);
    await grid.click(4, 'meth');
    await panel(page).getByRole('button', { name: 'Not analysed…' }).click();
    await panel(page).getByLabel('Too little sample').click();
    await panel(page).getByRole('button', { name: 'Mark as not analysed' }).click();
    await panel(page).getByText('Done.').waitFor();
    expect(await cellOf(4)).to.include({ state: 'not-analysed' });
  });
});
