/** A round on the bench for browser tests: received bottles, cells by row and analyte, and the real clipboard. */
import type { Page } from 'playwright-core';
import type { Agent } from '../../support/app.ts';
import { listSamples, ok, receiveAll, type SampleItem } from '../../usecases/support/laboratory.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { openVisitor, signInByLink, visit, type Visitor, type VisitorOptions } from './visitor.ts';

export const ROUND = '2018-Q1';
/** So large that some 30 rows and all 10 analytes are drawn at once. */
export const TALL = { width: 1800, height: 1300 };

export interface BenchStage {
  stage: Stage;
  samples: SampleItem[];
  technician: Agent;
}

/** @param receive how many of the 65 bottles are received; the others stay planned, so their rows are locked */
export async function openBenchStage(receive: number, options: StageOptions = {}): Promise<BenchStage> {
  const stage = await openStage({ plan: true, ...options });
  const technician = await stage.app.as('technician');
  ok(await technician.post('/api/rounds', { code: ROUND, plan: 'huilai' }));
  await receiveAll(technician, (await listSamples(technician, ROUND)).slice(0, receive));
  return { stage, technician, samples: await listSamples(technician, ROUND) };
}

/** A person on the bench, with the right to the clipboard that a real browser asks for once. */
export async function openBench(stage: Stage, options: Omit<VisitorOptions, 'url'> & { link?: string } = {}): Promise<Visitor> {
  const visitor = await openVisitor({ url: stage.url, language: 'en', size: TALL, ...options });
  visitor.page.setDefaultTimeout(20_000);
  await visitor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInByLink(visitor, options.link ?? (await stage.link('technician')));
  await visit(visitor.page, `/bench?round=${ROUND}`);
  await visitor.page.locator('[data-key]').first().waitFor();
  return visitor;
}

const selector = (sample: SampleItem, analyte: string, field?: string): string => `[data-key="${sample.id}|${analyte}${field === undefined ? '' : `|${field}`}"]`;

/** What can be asked and done of the grid of one page. */
export function gridOf(page: Page, samples: readonly SampleItem[]) {
  const at = (row: number): SampleItem => {
    const sample = samples[row];
    if (sample === undefined) throw new Error(`there is no row ${String(row)}`);
    return sample;
  };
  const cell = (row: number, analyte: string, field?: string) => page.locator(selector(at(row), analyte, field));
  return {
    cell,
    /** Clicks as a person does, who sees the sheet come to rest first: a leap of the keys before may still be under way. */
    click: async (row: number, analyte: string, field?: string): Promise<void> => {
      await cell(row, analyte, field).waitFor();
      await page.evaluate(async () => {
        const look = (): string => [...document.querySelectorAll('.sj-grid [data-key]')].map((each) => `${each.getAttribute('data-key') ?? ''} ${String(each.getBoundingClientRect().top)}`).join();
        for (let calm = 0, before = ''; calm < 6; ) {
          await new Promise(requestAnimationFrame);
          const now = look();
          calm = now === before ? calm + 1 : 0;
          before = now;
        }
      });
      await cell(row, analyte, field).click();
    },
    /** The value as it is drawn, without marks. */
    value: async (row: number, analyte: string, field?: string): Promise<string> => (await cell(row, analyte, field).locator('.sj-value').textContent()) ?? '',
    /** Waits until a cell looks as said; the grid is drawn a frame after what it shows has changed. */
    looks: (row: number, analyte: string, name: string): Promise<void> => page.locator(`${selector(at(row), analyte)}.${name}`).waitFor(),
    /** Waits until the value of a cell is drawn as said. */
    reads: async (row: number, analyte: string, wanted: RegExp): Promise<void> => {
      const path = `${selector(at(row), analyte)} .sj-value`;
      await page.waitForFunction(([where, source]) => new RegExp(source ?? '').test(document.querySelector(where ?? '')?.textContent ?? ''), [path, wanted.source] as const);
    },
    keys: async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    },
    copied: (): Promise<string> => page.evaluate(() => navigator.clipboard.readText()),
    toClipboard: (text: string): Promise<void> => page.evaluate((words) => navigator.clipboard.writeText(words), text),
    /** Everything typed so far has been taken. */
    saved: (): Promise<void> =>
      page.locator('[data-testid="save-state"][data-clean="true"]').waitFor().catch(async (cause: unknown) => {
        const kept = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
        throw new Error(`not saved: "${await page.getByTestId('save-state').innerText()}"; the browser keeps ${kept}`, { cause });
      }),
    /** Waits until a cell is drawn as said. */
    shows: async (row: number, analyte: string, text: string, field?: string): Promise<void> => {
      const value = cell(row, analyte, field).locator('.sj-value');
      await page.waitForFunction(([path, wanted]) => document.querySelector(path ?? '')?.textContent === wanted, [`${selector(at(row), analyte, field)} .sj-value`, text] as const).catch(async () => {
        throw new Error(`row ${String(row)} ${analyte} shows "${(await value.textContent()) ?? ''}", expected "${text}"`);
      });
    },
  };
}
export type Grid = ReturnType<typeof gridOf>;
