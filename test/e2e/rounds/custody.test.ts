/** From the plan to the received bottle, clicked and scanned as each role would. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from '../support/stage.ts';
import { openVisitor, PHONE, signInByLink, visit, type Visitor } from '../support/visitor.ts';

interface SampleRow {
  number: string;
  state: string;
  receiptTemperatureC: number | null;
  collectedOn: string | null;
  custody: { kind: string; deviation: string | null; reasons: string[] }[];
}

const ROUND = '2018-Q1';
/** A scanner types a few milliseconds apart and ends with Enter; nobody puts the cursor anywhere first. */
async function scan(page: Page, code: string): Promise<void> {
  await page.evaluate((text) => {
    for (const key of [...text, 'Enter'])
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, code);
}

describe('browser: a round from its plan to receipt', function () {
  this.timeout(240_000);
  let stage: Stage;
  let technician: Visitor;
  let numbers: string[];

  const samples = async (): Promise<SampleRow[]> => {
    const agent = await stage.app.as('technician');
    return (await agent.get(`/api/rounds/${ROUND}/samples`)).as<{ items: SampleRow[] }>().items;
  };
  const stateOf = async (number: string | undefined): Promise<string | undefined> =>
    (await samples()).find((one) => one.number === number)?.state;

  before(async () => {
    stage = await openStage({ plan: true });
    technician = await openVisitor({ url: stage.url, language: 'en' });
    await signInByLink(technician, await stage.link('technician'));
  });
  after(async () => {
    await technician.close();
    await stage.close();
  });

  it('the plan makes 65 samples, and 0 when asked again; the page says so', async () => {
    const { page } = technician;
    await visit(page, '/rounds/new');
    await page.getByLabel('Round', { exact: true }).last().fill(ROUND);
    await page.getByRole('button', { name: 'Make the round' }).click();
    await page.getByText(`${ROUND} now has 65 new samples.`).waitFor();
    await page.getByRole('button', { name: 'Make the round' }).click();
    await page.getByText(`${ROUND} already had all its samples; nothing was added.`).waitFor();
    numbers = (await samples()).map((one) => one.number);
    expect(numbers).to.have.length(65);
  });

  it('a sampler collects bottles on a phone, with what was measured', async () => {
    const sampler = await openVisitor({ url: stage.url, language: 'zh-CN', size: PHONE });
    try {
      await signInByLink(sampler, await stage.link('sampler'));
      const { page } = sampler;
      await visit(page, `/rounds?round=${ROUND}&sample=${numbers[0] ?? ''}`);
      await page.getByRole('button', { name: '采样', exact: true }).click();
      await page.getByLabel('pH', { exact: true }).fill('7,2');
      await page.getByRole('button', { name: '登记采样（1）' }).click();
      await page.getByText('有一项测定值不是数字').waitFor();
      expect(await page.getByLabel('pH', { exact: true }).inputValue(), 'what was typed is kept').to.equal('7,2');
      await page.getByLabel('pH', { exact: true }).fill('7.2');
      await page.getByRole('button', { name: '登记采样（1）' }).click();
      await page.getByRole('list', { name: '样品流转（保管链）' }).getByText('pH 7.2').waitFor();
      expect(sampler.complaints).to.deep.equal([]);
    } finally {
      await sampler.close();
    }
    expect(await stateOf(numbers[0])).to.equal('collected');
  });

  it('many are collected at once, and the boxes ticked name how many', async () => {
    const { page } = technician;
    await visit(page, `/rounds?round=${ROUND}&state=planned`);
    await page.getByRole('checkbox', { name: 'Choose all rows' }).check();
    await page.getByText('64 samples chosen').waitFor();
    await page.getByRole('button', { name: 'Record collection of 64' }).click();
    await page.getByText('No sample passes the filters').waitFor();
    expect((await samples()).every((one) => one.state === 'collected')).to.equal(true);
  });

  it('a scan receives a bottle wherever the cursor is, and the temperature field keeps what it held', async () => {
    const { page } = technician;
    await visit(page, `/rounds/receive?round=${ROUND}`);
    await page.getByText('0 of 65 received').waitFor();
    await page.getByLabel('Temperature on receipt, °C').fill('4.5');
    await page.getByLabel('Temperature on receipt, °C').focus();
    await scan(page, numbers[0] ?? '');
    await page.getByText('1 of 65 received').waitFor();
    expect(await page.getByLabel('Temperature on receipt, °C').inputValue()).to.equal('4.5');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await scan(page, numbers[1] ?? '');
    await page.getByText('2 of 65 received').waitFor();
    await page.getByRole('heading', { name: 'On the way (63)' }).waitFor();
    expect((await samples()).find((one) => one.number === numbers[1])?.receiptTemperatureC).to.equal(4.5);
  });

  it('a code that is no sample, and one scanned twice, are said and change nothing', async () => {
    const { page } = technician;
    await scan(page, 'NOT-A-SAMPLE');
    await page.getByRole('alert').getByText('is no sample of this round').waitFor();
    await scan(page, numbers[0] ?? '');
    await page.getByRole('alert').getByText('was received before').waitFor();
    await page.getByText('2 of 65 received').waitFor();
  });

  it('a box that is too warm waits for a reason; then the bottle carries the deviation', async () => {
    const { page } = technician;
    await page.getByLabel('Temperature on receipt, °C').fill('9');
    await scan(page, numbers[2] ?? '');
    await page
      .getByRole('alert')
      .getByText(/^waiting/)
      .waitFor();
    expect(await stateOf(numbers[2])).to.equal('collected');
    await page.getByLabel('Why it is accepted all the same').fill('Ice had melted; on the road for two hours only.');
    await page.getByRole('button', { name: 'Receive the one waiting' }).click();
    await page.getByText('3 of 65 received').waitFor();
    const bottle = (await samples()).find((one) => one.number === numbers[2]);
    expect(bottle?.custody.at(-1)).to.include({ kind: 'receive', deviation: 'Ice had melted; on the road for two hours only.' });
    expect(bottle?.custody.at(-1)?.reasons).to.deep.equal(['temperature']);
  });

  it('a bottle is rejected with a coded reason, not without', async () => {
    const { page } = technician;
    await visit(page, `/rounds?round=${ROUND}&sample=${numbers[3] ?? ''}`);
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByRole('button', { name: 'Reject this sample' }).click();
    await page.getByText('Choose at least one reason.').waitFor();
    await page.getByRole('checkbox', { name: 'Leaking' }).check();
    await page.getByRole('button', { name: 'Reject this sample' }).click();
    await page.getByRole('list', { name: 'Chain of custody' }).getByText('Leaking').waitFor();
    expect(await stateOf(numbers[3])).to.equal('rejected');
  });

  it('nothing was complained about', () => {
    expect(technician.complaints).to.deep.equal([]);
  });
});
