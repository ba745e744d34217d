/** A double click on Submit, Verify and Release: one request, and the answer of that one stands. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { gridOf, openBench, openBenchStage, ROUND, type BenchStage } from '../support/bench.ts';
import { openVisitor, signInByLink, visit, type Visitor } from '../support/visitor.ts';

const RECEIVED = 6;

/** Transitions that the page asks for from now on. */
function asked(page: Page): string[] {
  const all: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/result-transitions')) all.push((JSON.parse(request.postData() ?? '{}') as { action: string }).action);
  });
  return all;
}

/** Two clicks before the page can be drawn again, then the two of a double click. */
async function clickTwice(page: Page, name: RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await button.evaluate((element: HTMLElement) => {
    element.click();
    element.click();
  });
}

describe('browser: one intent, one request', function () {
  this.timeout(240_000);
  let bench: BenchStage;
  const visitors: Visitor[] = [];

  before(async () => {
    bench = await openBenchStage(RECEIVED);
  });
  after(async () => {
    for (const visitor of visitors) await visitor.close();
    await bench.stage.close();
  });

  async function desk(role: 'verifier' | 'signatory'): Promise<Visitor> {
    const visitor = await openVisitor({ url: bench.stage.url, language: 'en' });
    visitors.push(visitor);
    await signInByLink(visitor, await bench.stage.link(role));
    await visit(visitor.page, `/review?round=${ROUND}&step=${role === 'verifier' ? 'verify' : 'release'}`);
    await visitor.page.getByTestId('review-row').first().waitFor();
    return visitor;
  }

  it('Submit, at once and as a double click', async () => {
    const visitor = await openBench(bench.stage);
    visitors.push(visitor);
    const { page } = visitor;
    const grid = gridOf(page, bench.samples);
    const actions = asked(page);
    for (const [row, clicks] of [[0, clickTwice], [2, (on: Page, name: RegExp) => on.getByRole('button', { name }).dblclick({ delay: 20 })]] as const) {
      await grid.toClipboard('11\t12\r\n13\t14');
      await grid.click(row, 'meth');
      await grid.keys('Control+V');
      await grid.saved();
      await page.getByRole('button', { name: 'Submit 4' }).waitFor();
      await clicks(page, /^Submit 4$/);
      await page.getByText('Submitted: 4.').waitFor();
      expect(await page.getByText(/^Not submitted:/).count()).to.equal(0);
    }
    expect(actions).to.deep.equal(['submit', 'submit']);
  });

  it('Verify and Release', async () => {
    for (const [role, label, action] of [['verifier', 'Verify', 'verify'], ['signatory', 'Release', 'release']] as const) {
      const { page, complaints } = await desk(role);
      const actions = asked(page);
      for (const [left, clicks] of [[4, clickTwice], [0, (on: Page, name: RegExp) => on.getByRole('button', { name }).first().dblclick({ delay: 20 })]] as const) {
        for (const box of (await page.getByTestId('review-row').getByRole('checkbox').all()).slice(0, 4)) await box.check();
        await clicks(page, new RegExp(`^${label} 4`));
        await page.waitForFunction((count) => document.querySelectorAll('[data-testid="review-row"]').length === count, left);
        await page.getByText('4 done.', { exact: true }).waitFor();
      }
      expect(actions).to.deep.equal([action, action]);
      expect(complaints).to.deep.equal([]);
    }
  });

  it('a lost answer asked for again does nothing twice', async () => {
    const { page } = visitors[0] ?? (await openBench(bench.stage));
    const grid = gridOf(page, bench.samples);
    await grid.toClipboard('15\t16');
    await grid.click(4, 'meth');
    await grid.keys('Control+V');
    await grid.saved();
    let lost = 0;
    await page.route('**/api/result-transitions', async (route) => {
      await route.fetch();
      lost += 1;
      await route.abort();
    }, { times: 1 });
    await page.getByRole('button', { name: 'Submit 2' }).click();
    await page.waitForFunction(() => document.querySelector('[role="alert"]') !== null);
    expect(lost).to.equal(1);
    const again = page.getByRole('button', { name: /^Submit/ });
    if (await again.isEnabled()) await again.click();
    expect(await page.getByText(/^Not submitted:/).count()).to.equal(0);
  });
});
