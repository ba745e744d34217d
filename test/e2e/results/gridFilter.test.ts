/** The filter of the bench and pasting by labels, with real keys and the real clipboard: what is not seen is not written. */
import { expect } from 'chai';
import { gridOf, openBench, openBenchStage, ROUND, TALL, type BenchStage, type Grid } from '../support/bench.ts';
import { signInByLink, visit, type Visitor } from '../support/visitor.ts';
import { listSamples, ok, receiveAll } from '../../usecases/support/laboratory.ts';

const RECEIVED = 12;
const OTHER = '2018-Q2';

describe('browser: filter and labels of the round grid', function () {
  this.timeout(240_000);
  let bench: BenchStage;
  let visitor: Visitor;
  let grid: Grid;
  const number = (row: number): string => bench.samples[row]?.number ?? '';
  const type = (text: string): Promise<void> => visitor.page.keyboard.type(text);
  const rows = (): Promise<string[]> => visitor.page.evaluate(() => [...new Set([...document.querySelectorAll('.sj-grid [data-key]')].map((each) => (each.getAttribute('data-key') ?? '').split('|')[0] ?? ''))]);
  const idOf = (row: number): string => bench.samples[row]?.id ?? '';
  const values = async (analyte: string): Promise<Record<string, string>> => {
    const answer = ok<{ cells: { sampleId: string; analyteId: string; rawText: string | null }[] }>(await bench.technician.get(`/api/rounds/${ROUND}/grid`));
    return Object.fromEntries(answer.cells.flatMap((cell) => (cell.analyteId === analyte && cell.rawText !== null ? [[cell.sampleId, cell.rawText]] : [])));
  };

  before(async () => {
    bench = await openBenchStage(RECEIVED);
    ok(await bench.technician.post('/api/rounds', { code: OTHER, plan: 'huilai' }));
    await receiveAll(bench.technician, (await listSamples(bench.technician, OTHER)).slice(0, 3));
    visitor = await openBench(bench.stage);
    grid = gridOf(visitor.page, bench.samples);
  });
  after(async () => {
    await visitor.close();
    await bench.stage.close();
  });

  it('headings neither filter nor sort', async () => {
    const { page } = visitor;
    expect(await page.locator('revo-grid .rv-filter, revo-grid .filter-button, revogr-filter-panel').count()).to.equal(0);
    const before = await rows();
    await page.locator('revogr-header .rgHeaderCell').nth(2).click();
    expect(await rows()).to.deep.equal(before);
  });

  it('what is filtered out gets nothing from paste, fill, Enter and undo; the filter says that it is on', async () => {
    const { page } = visitor;
    await grid.click(1, 'meth');
    await type('50');
    await grid.keys('Enter');
    await grid.saved();
    await page.getByRole('searchbox', { name: 'Number or site' }).fill(number(0).slice(0, -1));
    const shown = bench.samples.map(({ number: one }, row) => ({ one, row })).filter(({ one }) => one.includes(number(0).slice(0, -1))).map(({ row }) => row);
    await page.getByTestId('filter-bar').getByText(`${String(shown.length)} of 65 bottles shown, ${String(65 - shown.length)} hidden.`).waitFor();
    await page.getByRole('searchbox', { name: 'Number or site' }).fill('');
    await page.getByTestId('filter-bar').waitFor({ state: 'detached' });

    // only bottles that are not complete: the second and third leave, one row stays while it is typed into
    for (const row of [1, 2]) {
      await grid.toClipboard('1\t2\t3\t4\t5\t6\t7\t8\t9\t10');
      await grid.click(row, 'meth');
      await grid.keys('Control+V');
    }
    await grid.saved();
    await page.locator('label', { hasText: 'Not complete' }).click();
    await page.getByTestId('filter-bar').waitFor();
    expect(await rows()).not.to.include.members([idOf(1), idOf(2)]);
    await grid.toClipboard('61\r\n62\r\n63\r\n64');
    await grid.click(0, 'meth');
    await grid.keys('Control+V');
    await grid.saved();
    await grid.shows(3, 'meth', '62.0');
    await grid.keys('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+D');
    await grid.saved();
    await grid.click(0, 'amph');
    await type('71');
    await grid.keys('Enter');
    await type('72');
    await grid.keys('Enter');
    await grid.saved();
    const [meth, amph] = [await values('meth'), await values('amph')];
    expect([0, 1, 2, 3, 4, 5].map((row) => meth[idOf(row)])).to.deep.equal(['61', '1', '1', '61', '61', '64']);
    expect([0, 1, 2, 3].map((row) => amph[idOf(row)])).to.deep.equal(['71', '2', '2', '72']);

    // the row stays although it is complete now, until the filter is applied anew
    await grid.toClipboard('1\t2\t3\t4\t5\t6\t7\t8\t9\t10');
    await grid.click(0, 'meth');
    await grid.keys('Control+V');
    await grid.saved();
    expect(await rows()).to.include(idOf(0));
    await page.getByRole('button', { name: /Apply again \(1 changed\)/ }).click();
    await page.locator(`[data-key="${idOf(0)}|meth"]`).waitFor({ state: 'detached' });

    // the last step lies in the row that has left: it is not undone unseen
    await grid.click(3, 'ket');
    await grid.keys('Control+Z');
    await page.getByText(/The last step changed \d+ cells that are not shown now/).waitFor();
    expect((await values('meth'))[idOf(0)]).to.equal('1');
    await page.keyboard.press('Control+Shift+L');
    await page.getByTestId('filter-bar').waitFor({ state: 'detached' });
    await grid.click(3, 'ket');
    await grid.keys('Control+Z');
    await grid.shows(0, 'meth', '61.0');
    await grid.saved();
  });

  it('a block with heading and numbers goes where it says, and is shown first where it does not fit', async () => {
    const { page } = visitor;
    await grid.toClipboard(`Sample\tKET\tMETH\r\n${number(7)}\t81\t82\r\n${number(8)}\t83\t84`);
    await grid.click(5, 'amph');
    await grid.keys('Control+V');
    const preview = page.getByTestId('paste-preview');
    await preview.waitFor();
    expect(await values('ket')).not.to.include.keys(idOf(7));
    await page.keyboard.press('Enter');
    await preview.waitFor({ state: 'detached' });
    await grid.saved();
    await grid.shows(7, 'ket', '81.0');
    await grid.shows(8, 'meth', '84.0');
    expect((await values('amph'))[idOf(5)], 'nothing at the selection').to.equal(undefined);
    await grid.click(9, 'meth');
    await grid.keys('Control+Z');
    await grid.shows(7, 'ket', '');
    await grid.saved();

    await grid.toClipboard(`样品编号\t甲基苯丙胺\tCreatinine\r\n${number(7)}\t91\t1\r\n2017Q1-HL101-1\t92\t1\r\n${number(RECEIVED)}\t93\t`);
    await grid.keys('Control+V');
    for (const said of ['The column names no analyte known here', 'A bottle of another round', 'not received yet']) await preview.getByText(said, { exact: false }).first().waitFor().catch(async () => { throw new Error(`"${said}" is not said in: ${await preview.innerText()}`); });
    await page.keyboard.press('Escape');
    await preview.waitFor({ state: 'detached' });
    expect((await values('meth'))[idOf(7)]).to.equal(undefined);
  });

  it('a copy with headings carries them, by key and by button', async () => {
    const { page } = visitor;
    await grid.click(3, 'meth');
    await grid.keys('Shift+ArrowRight', 'Control+Shift+C');
    await page.getByText('2 cells copied with their headings.').waitFor();
    expect(await grid.copied()).to.match(new RegExp(`^Sample\\tMETH[^\\t]*\\tAMP\\r\\n${number(3)}\\t61\\t72$`));
    await page.getByRole('button', { name: 'Copy with headings' }).click();
    expect(await grid.copied()).to.contain(number(3));
  });

  it('an empty cell shows what was found at its site before', async () => {
    await grid.click(9, 'ket');
    await visitor.page.getByTestId('cell-panel').getByText('Earlier at this site').waitFor();
    await visitor.page.getByTestId('cell-panel').getByText('significant digits', { exact: false }).waitFor();
  });

  it('nothing of one round or person is left in another', async () => {
    const { page } = visitor;
    await page.locator('label', { hasText: 'Not complete' }).click();
    await page.getByTestId('filter-bar').waitFor();
    await grid.toClipboard(`Sample\tKET\r\n${number(7)}\t1\r\nX\t2`);
    await grid.click(5, 'amph');
    await grid.keys('Control+V');
    await page.getByTestId('paste-preview').waitFor();
    await page.getByLabel('Round', { exact: true }).selectOption(OTHER);
    await page.waitForURL(/2018-Q2/);
    await page.getByTestId('paste-preview').waitFor({ state: 'detached' });
    await page.locator('[data-key]').first().waitFor();
    expect(await page.getByTestId('filter-bar').count()).to.equal(0);
    await page.getByRole('searchbox', { name: 'Number or site' }).fill('HL1');
    await page.getByTestId('filter-bar').waitFor();

    await visit(page, `/rounds?round=${ROUND}&q=HL101&state=planned`);
    await page.getByLabel('Round', { exact: true }).selectOption(OTHER);
    await page.waitForURL(/2018-Q2/);
    expect(new URL(page.url()).search).to.equal(`?round=${OTHER}`);

    // the session ends in this page; another person signs in at it
    await visit(page, `/bench?round=${OTHER}`);
    await page.getByTestId('filter-bar').waitFor();
    const second = await visitor.page.context().newPage();
    await signInByLink({ ...visitor, page: second }, await bench.stage.link('quality-manager'));
    await page.waitForURL((url) => url.pathname === '/today' && url.search === '');
    await visit(page, `/bench?round=${OTHER}`);
    await page.locator('[data-key]').first().waitFor();
    expect(await page.getByTestId('filter-bar').count(), 'of the person before').to.equal(0);
    await second.close();
    await page.setViewportSize(TALL);
  });

  it('nothing was complained about', () => {
    expect(visitor.complaints).to.deep.equal([]);
  });
});
