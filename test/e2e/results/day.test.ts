/**
 * A technician's and a verifier's day in the browser, in both languages: bottles scanned, a round of
 * 65 × 10 pasted, submitted, verified by somebody else, one returned. Clicks, keys and seconds are
 * counted and printed; the counts of clicks are held, seconds are for reading.
 */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../../models/schemas/vocabulary.ts';
import { localDateAt } from '../../../sampling-plans/calendar.ts';
import { listSamples, ok, receiveAll } from '../../usecases/support/laboratory.ts';
import { shoot } from '../support/screenshots.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { openVisitor, settled, signInByLink, WIDE, type Visitor } from '../support/visitor.ts';

/** Collected yesterday, received today: bottles of another year would be held for a look. */
const YESTERDAY = localDateAt(Date.now() - 24 * 3_600_000, 'Asia/Shanghai');
const ROUND = `${YESTERDAY.slice(0, 4)}-Q${String(Math.ceil(Number(YESTERDAY.slice(5, 7)) / 3))}`;
const SCANNED = 5;
const COLUMNS = 10;

interface Effort {
  clicks: number;
  keys: number;
  seconds: number;
}

/** Counts what a person does with mouse and keyboard, across pages. */
async function effort(visitor: Visitor, work: () => Promise<void>): Promise<Effort> {
  const counted = { clicks: 0, keys: 0 };
  await visitor.page.exposeFunction('countEffort', (what: 'clicks' | 'keys') => { counted[what] += 1; });
  const watch = (): void => {
    const tell = (what: string) => (): void => { void (globalThis as unknown as { countEffort: (what: string) => unknown }).countEffort(what); };
    window.addEventListener('pointerdown', tell('clicks'), true);
    window.addEventListener('keydown', tell('keys'), true);
  };
  await visitor.page.addInitScript(watch);
  await visitor.page.evaluate(watch);
  const began = performance.now();
  await work();
  return { ...counted, seconds: (performance.now() - began) / 1000 };
}

/** A scanner types within a few milliseconds and ends with Enter, wherever the cursor is. */
async function scan(page: Page, code: string): Promise<void> {
  await page.evaluate((text) => {
    for (const key of [...text, 'Enter']) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, code);
}

const room = async (page: Page, name: string): Promise<void> => {
  await page.locator(`main[data-room="${name}"]`).waitFor();
  await settled(page);
};

describe('browser: a day on the bench and a day of verifying', function () {
  this.timeout(300_000);
  /** One laboratory for each language: both work on the quarter that runs. */
  const stages = new Map<Language, Stage>();
  const stageOf = (language: Language): Stage => {
    const stage = stages.get(language);
    if (stage === undefined) throw new Error(`no stage for ${language}`);
    return stage;
  };
  const report: string[] = [];
  const note = (who: string, language: string, { clicks, keys, seconds }: Effort): void => {
    report.push(`${who.padEnd(11)} ${language.padEnd(6)} ${String(clicks).padStart(3)} clicks ${String(keys).padStart(4)} keys ${seconds.toFixed(1).padStart(6)} s`);
  };

  before(async () => {
    for (const language of LANGUAGES) {
      const stage = await openStage({ plan: true });
      stages.set(language, stage);
      const technician = await stage.app.as('technician');
      ok(await technician.post('/api/rounds', { code: ROUND, plan: 'huilai' }));
      const samples = await listSamples(technician, ROUND);
      await receiveAll(technician, samples.slice(SCANNED), YESTERDAY);
      const collected = samples.slice(0, SCANNED).map((sample) => ({ sampleId: sample.id, revision: sample.revision, kind: 'collect', at: `${YESTERDAY}T09:00:00+08:00` }));
      ok(await technician.post('/api/custody-events', { events: collected }));
    }
  });
  after(async () => {
    for (const stage of stages.values()) await stage.close();
    process.stdout.write(`\n${report.map((line) => `    ${line}`).join('\n')}\n`);
  });

  for (const language of LANGUAGES) {
    const round = ROUND;

    it(`a technician receives ${String(SCANNED)} by scanner, pastes 650 and submits (${language})`, async () => {
      const stage = stageOf(language);
      const technician = await stage.app.as('technician');
      const numbers = (await listSamples(technician, round)).slice(0, SCANNED).map((sample) => sample.number);
      const visitor = await openVisitor({ url: stage.url, language, size: WIDE });
      const { page } = visitor;
      page.setDefaultTimeout(20_000);
      try {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await signInByLink(visitor, await stage.link('technician'));
        await page.goto(`/rounds/receive?round=${round}`);
        await room(page, 'rounds');
        const done = await effort(visitor, async () => {
          await page.locator('main input').first().fill('4.0');
          for (const number of numbers) {
            await scan(page, number);
            await page.getByText(number).first().waitFor();
          }
          await page.getByText(language === 'en' ? '65 of 65 received' : '已收 65 / 65').first().waitFor();
          await page.locator('nav a[href*="/bench"]').first().click();
          await room(page, 'bench');
          await page.locator('[data-key$="|meth"]').first().waitFor();
          const block = Array.from({ length: 65 }, (_, y) => Array.from({ length: COLUMNS }, (_each, x) => (20 + ((y * 37 + x * 11) % 300) / 2).toFixed(1)).join('\t')).join('\r\n');
          await page.evaluate((text) => navigator.clipboard.writeText(text), `${block}\r\n`);
          await page.locator('[data-key$="|meth"]').first().click();
          await page.keyboard.press('Control+V');
          await page.locator('[data-testid="save-state"][data-clean="true"]').waitFor();
          await shoot(page, `day-bench.${language}`);
          await page.getByRole('button', { name: /^(Submit|提交) 650/ }).click();
          await page.getByText(/^(Submitted: 650|已提交 650)/).waitFor();
        });
        note('technician', language, done);
        expect(done.clicks, 'clicks for a whole round').to.be.at.most(6);
        expect(visitor.complaints).to.deep.equal([]);
      } finally {
        await visitor.close();
      }
    });

    it(`a verifier returns one with a reason and verifies 649 (${language})`, async () => {
      const stage = stageOf(language);
      const visitor = await openVisitor({ url: stage.url, language, size: WIDE });
      const { page } = visitor;
      page.setDefaultTimeout(30_000);
      try {
        await signInByLink(visitor, await stage.link('verifier'));
        const done = await effort(visitor, async () => {
          await page.goto(`/today?round=${round}`);
          await settled(page);
          await page.locator('main a[href*="/review"]').first().click();
          await room(page, 'review');
          await page.getByTestId('review-row').first().waitFor();
          await shoot(page, `day-review.${language}`);
          await page.getByTestId('review-row').first().getByRole('checkbox').click();
          await page.getByRole('combobox', { name: language === 'en' ? 'Reason (code)' : '退回原因' }).click();
          await page.getByRole('option', { name: /^(Typing error|录入错误)$/ }).click();
          await page.getByRole('button', { name: /^(Return|退回) 1/ }).click();
          await page.getByRole('button', { name: /^(Choose all|全选) 649/ }).click();
          await page.getByRole('button', { name: /^(Verify|复核) 649/ }).click();
          await page.getByText(/^(649 done|完成 649|已完成 649)/).waitFor();
        });
        note('verifier', language, done);
        expect(done.clicks, 'clicks to look through a round').to.be.at.most(8);
        expect(visitor.complaints).to.deep.equal([]);
      } finally {
        await visitor.close();
      }
    });
  }
});
