/**
 * The round grid under real keys and the real clipboard: every key that a technician has in Excel does here what it does there.
 */
import { expect } from 'chai';
import { gridOf, openBench, openBenchStage, TALL, type BenchStage, type Grid } from '../support/bench.ts';
import { WIDE, type Visitor } from '../support/visitor.ts';

const RECEIVED = 25;

describe('browser: the keys of the round grid', function () {
  this.timeout(240_000);
  let bench: BenchStage;
  let visitor: Visitor;
  let grid: Grid;
  const type = (text: string): Promise<void> => visitor.page.keyboard.type(text);

  before(async () => {
    bench = await openBenchStage(RECEIVED);
    visitor = await openBench(bench.stage);
    grid = gridOf(visitor.page, bench.samples);
  });
  after(async () => {
    await visitor.close();
    await bench.stage.close();
  });

  it('typing replaces; Enter goes down, Shift+Enter up, arrows leave the cell they typed into', async () => {
    await grid.click(0, 'meth');
    await type('11');
    await grid.keys('Enter');
    await type('12');
    await grid.keys('ArrowDown');
    await type('13');
    await grid.keys('Shift+Enter');
    await type('14');
    await grid.keys('ArrowRight');
    await type('15');
    await grid.keys('ArrowUp', 'ArrowLeft');
    await type('16');
    await grid.keys('Enter');
    for (const [row, analyte, text] of [[0, 'meth', '16.0'], [1, 'meth', '14.0'], [2, 'meth', '13.0'], [1, 'amph', '15.0']] as const) await grid.shows(row, analyte, text);
  });

  it('Tab goes right, Shift+Tab left, and Enter returns to the column where Tab began', async () => {
    await grid.click(3, 'meth');
    for (const text of ['21', '22', '23']) {
      await type(text);
      await grid.keys('Tab');
    }
    await grid.keys('Shift+Tab');
    await type('24');
    await grid.keys('Enter');
    await type('25');
    await grid.keys('Enter');
    for (const [row, analyte, text] of [[3, 'meth', '21.0'], [3, 'amph', '22.0'], [3, 'mdma', '24.0'], [4, 'meth', '25.0']] as const) await grid.shows(row, analyte, text);
  });

  it('F2 edits what stands, with the caret at the end; Esc leaves it as it was', async () => {
    await grid.click(0, 'meth');
    await grid.keys('F2');
    await type('.5');
    await grid.keys('ArrowLeft', 'ArrowLeft');
    await type('9');
    await grid.keys('Enter');
    await grid.shows(0, 'meth', '170');
    await grid.click(0, 'meth');
    await type('777');
    await grid.keys('Escape');
    await grid.shows(0, 'meth', '170');
    await grid.keys('F2', 'Escape', 'ArrowDown');
    await type('14');
    await grid.keys('Enter');
    await grid.shows(1, 'meth', '14.0');
  });

  it('Home and End go to the ends of the row, with Ctrl of the grid, and what is out of sight comes into sight', async () => {
    await visitor.page.setViewportSize(WIDE);
    await grid.click(1, 'mdma');
    await grid.keys('End');
    await type('31');
    await grid.keys('Enter');
    await grid.click(1, 'mdma');
    await grid.keys('Home');
    await type('32');
    await grid.keys('Enter');
    await grid.shows(1, 'meth', '32.0');
    await grid.keys('Control+End', 'Control+Home');
    await type('33');
    await grid.keys('Enter');
    await grid.shows(0, 'meth', '33.0');
    await grid.click(1, 'mdma');
    await grid.keys('End');
    await visitor.page.getByTestId('cell-panel').getByText('EPH').first().waitFor();
    await grid.keys('Home', 'Control+ArrowDown', 'Shift+Control+ArrowUp', 'Control+C');
    expect((await grid.copied()).split('\r\n'), 'a column of 65').to.have.length(65);
    await visitor.page.setViewportSize(TALL);
    await grid.keys('Control+Home');
    for (const row of [0, 14]) await grid.cell(row, 'meth').waitFor();
  });

  it('a copy takes the rectangle as it is at that moment, however fast the arrows came', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await grid.click(3, 'meth');
      await grid.keys('Shift+ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Control+C');
      expect(await grid.copied(), `turn ${String(turn)}`).to.equal('21\t22\t24\r\n25\t\t');
    }
    await grid.keys('Shift+ArrowLeft', 'Control+C');
    expect(await grid.copied()).to.equal('21\t22\r\n25\t');
  });

  it('a rectangle from Excel is pasted from the top left corner, and its last line break blanks nothing', async () => {
    await grid.toClipboard('41\t42\t<2\r\n43\tND\t0\r\n');
    await grid.click(6, 'meth');
    await grid.keys('Control+V');
    for (const [row, analyte, text] of [[6, 'meth', '41.0'], [6, 'amph', '42.0'], [7, 'meth', '43.0']] as const) await grid.shows(row, analyte, text);
    await grid.reads(6, 'mdma', /^< /);
    await grid.reads(7, 'amph', /^< /);
    await grid.saved();
    expect(await grid.value(8, 'meth')).to.equal('');
  });

  it('one value fills what is selected, a block is repeated into an even multiple; cut takes away; fill down fills', async () => {
    await grid.toClipboard('51');
    await grid.click(9, 'meth');
    await grid.keys('Shift+ArrowDown', 'Shift+ArrowRight', 'Control+V');
    for (const [row, analyte] of [[9, 'meth'], [9, 'amph'], [10, 'meth'], [10, 'amph']] as const) await grid.shows(row, analyte, '51.0');
    await grid.toClipboard('52\t53');
    await grid.click(11, 'meth');
    await grid.keys('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Control+V');
    for (const row of [11, 12, 13]) await grid.shows(row, 'amph', '53.0');
    await grid.click(12, 'meth');
    await grid.keys('Shift+ArrowRight', 'Control+X');
    expect(await grid.copied()).to.equal('52\t53');
    await grid.shows(12, 'meth', '');
    await grid.click(14, 'meth');
    await grid.keys('Control+V');
    await grid.shows(14, 'amph', '53.0');
    await grid.keys('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Control+D');
    for (const row of [15, 16]) await grid.shows(row, 'amph', '53.0');
    await grid.click(17, 'amph');
    await grid.keys('Control+D');
    await grid.shows(17, 'amph', '53.0');
    await grid.keys('Delete');
    await grid.shows(17, 'amph', '');
  });

  it('undo and redo go step by step, across what was saved meanwhile; a paste is one step', async () => {
    await grid.saved();
    await grid.click(20, 'meth');
    await type('61');
    await grid.keys('Enter');
    await grid.saved();
    await grid.toClipboard('62\t63\r\n64\t65');
    await grid.click(20, 'meth');
    await grid.keys('Control+V');
    await grid.saved();
    await grid.shows(21, 'amph', '65.0');
    await grid.keys('Control+Z');
    await grid.shows(20, 'meth', '61.0');
    await grid.shows(21, 'amph', '');
    await grid.saved();
    await grid.keys('Control+Z');
    await grid.shows(20, 'meth', '');
    await grid.keys('Control+Y', 'Control+Y');
    await grid.shows(21, 'amph', '65.0');
    await grid.saved();
    await grid.keys('Control+Z', 'Control+Shift+Z', 'Control+Z');
    await grid.shows(20, 'meth', '61.0');
    await grid.saved();
  });

  it('a locked cell looks locked, keeps its value, and what fell on it is counted', async () => {
    const { page } = visitor;
    await grid.click(RECEIVED - 1, 'meth');
    expect(await grid.cell(RECEIVED, 'meth').getAttribute('aria-readonly')).to.equal('true');
    await grid.looks(RECEIVED, 'meth', 'sj-locked');
    await grid.toClipboard('71\r\n72\r\n73');
    await grid.keys('Control+V');
    await grid.shows(RECEIVED - 1, 'meth', '71.0');
    await page.getByTestId('left-out').getByText(/\(2\): .*METH.* “72”.*“73”/).waitFor();
    await grid.click(RECEIVED, 'meth');
    await type('9');
    await page.getByText('1 locked cell kept its value.').waitFor();
    expect(await grid.value(RECEIVED, 'meth')).to.equal('');
    await page.getByTestId('cell-panel').getByText(/received/i).first().waitFor();
    await grid.click(RECEIVED - 1, 'meth');
  });

  it('dilution, unit and remark stand beside the result, and a dilution typed first waits for it', async () => {
    const { page } = visitor;
    await page.getByRole('combobox', { name: 'Columns' }).click({ force: true });
    for (const name of ['dilution', 'unit', 'remark']) await page.getByRole('option', { name }).click();
    await page.keyboard.press('Escape');
    await grid.click(22, 'meth', 'dilution');
    await type('10');
    await grid.keys('Enter');
    await page.getByText('1 cell waits for its result').waitFor();
    await grid.click(22, 'meth');
    await type('12.5');
    await grid.keys('Tab', 'Tab');
    await type('ug/L');
    await grid.keys('Tab');
    await type('cloudy');
    await grid.keys('Enter');
    await grid.shows(22, 'meth', '> 40000');
    await grid.saved();
    await grid.click(22, 'meth', 'unit');
    await grid.keys('Delete');
    await grid.shows(22, 'meth', '125');
    await grid.saved();
    const cell = await grid.cell(22, 'meth', 'remark').textContent();
    expect(cell).to.contain('cloudy');
    await grid.click(23, 'meth');
    await type('5');
    await grid.keys('Tab');
    await type('0');
    await grid.keys('Enter');
    await page.getByText('1 cell was not taken').waitFor();
    await grid.click(23, 'meth', 'dilution');
    await page.getByTestId('cell-panel').getByText(/Dilution "0" is not usable/).waitFor();
    await grid.keys('Delete');
    await grid.saved();
    await page.getByRole('combobox', { name: 'Columns' }).click({ force: true });
    for (const name of ['dilution', 'unit', 'remark']) await page.getByRole('option', { name }).click();
    await page.keyboard.press('Escape');
  });

  it('transposed, analytes go down and samples across, with the same keys', async () => {
    const { page } = visitor;
    await page.getByRole('switch', { name: 'Transpose' }).press('Space');
    await page.getByText('LOD · LOQ').first().waitFor();
    await grid.click(0, 'ket');
    await type('81');
    await grid.keys('Enter');
    await type('82');
    await grid.keys('Tab');
    await type('83');
    await grid.keys('Enter');
    await grid.shows(0, 'ket', '81.0');
    await grid.toClipboard('84\t85\r\n86\t87');
    await grid.click(1, 'meth');
    await grid.keys('Control+V');
    await grid.shows(1, 'meth', '84.0');
    await grid.shows(2, 'amph', '87.0');
    await grid.keys('Control+C');
    expect(await grid.copied()).to.equal('84');
    await grid.saved();
    await page.getByRole('switch', { name: 'Transpose' }).press('Space');
    await grid.shows(2, 'amph', '87.0');
  });

  it('nothing was complained about', () => {
    expect(visitor.complaints).to.deep.equal([]);
  });
});
