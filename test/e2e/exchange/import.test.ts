/** An instrument's file on the bench and a signature at the review desk, in a real browser: dropped, refused, cancelled, written, looked at line by line, taken back, signed. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PASSWORD } from '../../support/app.ts';
import { ok } from '../../usecases/support/laboratory.ts';
import { gridOf, openBench, openBenchStage, ROUND, type BenchStage, type Grid } from '../support/bench.ts';
import { openVisitor, signInByLink, visit, WIDE, type Visitor } from '../support/visitor.ts';

/** Lets a file fall on the import panel as from a folder of the desktop. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const carried = await page.evaluateHandle(([fileName, body]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([body ?? ''], fileName ?? 'file.csv', { type: 'text/csv' }));
    return transfer;
  }, [name, text] as const);
  const panel = page.getByRole('region', { name: 'Import a file', exact: true });
  await panel.dispatchEvent('dragover', { dataTransfer: carried });
  await page.locator('section[data-over]').waitFor();
  await panel.dispatchEvent('drop', { dataTransfer: carried });
}

describe('browser: an instrument file and a signature', function () {
  this.timeout(120_000);
  let bench: BenchStage;
  let technician: Visitor;
  let grid: Grid;
  const file = (rows: readonly [number, string, string][]): string => `sample,analyte,value,unit\n${rows.map(([row, analyte, value]) => `${bench.samples[row]?.number ?? ''},${analyte},${value},ng/L`).join('\n')}\n`;

  before(async () => {
    bench = await openBenchStage(5);
    technician = await openBench(bench.stage, { size: WIDE });
    grid = gridOf(technician.page, bench.samples);
    await technician.page.getByRole('button', { name: 'Import a file' }).click();
  });
  after(async () => {
    await technician.close();
    await bench.stage.close();
  });

  it('names every error at once, in its row, and writes nothing', async () => {
    const { page } = technician;
    await dropFile(page, 'wrong.csv', file([[0, 'meth', '12'], [1, 'meth', 'twelve'], [2, 'nothing', '3'], [9, 'meth', '4']]));
    const errors = page.getByRole('region', { name: /^3 errors/ });
    await errors.waitFor();
    expect(await errors.locator('tbody tr td:first-child').allTextContents()).to.deep.equal(['3', '4', '5']);
    await errors.getByText('"twelve" is not a number', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: /^Write/ }).isDisabled()).to.equal(true);
    expect(await grid.value(0, 'meth')).to.equal('');
  });

  it('a check that takes long is cancelled, and the panel says so', async () => {
    const { page } = technician;
    await page.route('**/api/imports', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await route.abort().catch(() => undefined);
    });
    await dropFile(page, 'long.csv', file([[0, 'meth', '12']]));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled; nothing was written.').waitFor();
    await page.unroute('**/api/imports');
  });

  it('is looked at before it is written; then each of its values has its line', async () => {
    const { page } = technician;
    await dropFile(page, 'day.csv', file([[0, 'meth', '12.5'], [0, 'ket', '<2'], [1, 'meth', '40']]));
    await page.getByRole('button', { name: 'Write 3' }).waitFor();
    expect(await grid.value(0, 'meth'), 'a look writes nothing').to.equal('');
    await page.getByRole('button', { name: 'Write 3' }).click();
    await grid.shows(0, 'meth', '12.5');
    await page.getByRole('button', { name: 'Each value…' }).first().click();
    const lines = page.getByTestId('import-lines');
    await lines.locator('tbody tr').nth(2).waitFor();
    expect(await lines.locator('tbody tr').first().innerText()).to.contain(bench.samples[0]?.number ?? '?').and.to.contain('written');
    await lines.getByLabel('Filter').fill('ket');
    expect(await lines.locator('tbody tr').count()).to.equal(1);
  });

  it('a value that stands otherwise is a conflict until a person has chosen', async () => {
    const { page } = technician;
    await dropFile(page, 'again.csv', file([[0, 'meth', '13'], [2, 'meth', '7']]));
    const write = page.getByRole('button', { name: /^Write/ });
    await write.waitFor();
    expect(await write.isDisabled()).to.equal(true);
    await page.getByRole('button', { name: 'Keep all' }).first().click();
    await page.getByRole('button', { name: 'Write 1' }).click();
    await grid.shows(2, 'meth', '7.00');
    expect(await grid.value(0, 'meth')).to.equal('12.5');
  });

  it('is taken back as a whole, with a reason', async () => {
    const { page } = technician;
    await page.getByTestId('import-log').filter({ hasText: 'day.csv' }).getByRole('button', { name: 'Take back…' }).click();
    const undo = page.getByTestId('import-log').filter({ hasText: 'day.csv' });
    await undo.getByLabel('Why it is taken back').fill('the wrong batch');
    await undo.getByRole('button', { name: 'Take the whole file back' }).click();
    await undo.getByText('the wrong batch').waitFor();
    await grid.reads(0, 'meth', /^$/);
  });

  it('a signature asks for the password again, keeps the choice when it is wrong, and is bound to what was seen', async () => {
    const admin = await bench.stage.app.as('admin');
    ok(await admin.patch('/api/settings/requireStepUp', { value: true }, 0));
    await technician.page.getByRole('button', { name: 'Submit 1', exact: true }).click();
    await technician.page.getByText('Submitted: 1.', { exact: false }).waitFor();
    const verifier = await openVisitor({ url: bench.stage.url, language: 'en', size: WIDE });
    const { page } = verifier;
    await signInByLink(verifier, await bench.stage.link('verifier'));
    await visit(page, `/review?round=${ROUND}&step=verify`);
    await page.getByRole('button', { name: 'Choose all 1' }).click();
    await page.getByRole('button', { name: 'Verify 1' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('the signature is bound to the hash of each revision', { exact: false }).waitFor();
    await dialog.getByLabel('Password again').fill('not the password');
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await dialog.getByRole('alert').first().waitFor();
    expect(await dialog.getByLabel('Password again').inputValue(), 'what was typed stays').to.equal('not the password');
    await dialog.getByLabel('Password again').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('Nothing waits for verification').waitFor();
    await verifier.close();
  });
});
