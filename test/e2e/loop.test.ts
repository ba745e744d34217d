/**
 * The whole loop as a person walks it: `npm run demo` as it is, one browser per role, from a bottle on
 * the bench to a released and exported schedule. Pictures are left for looking at.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import ICAL from 'ical.js';
import { parse } from 'csv-parse/sync';
import { closeBrowser } from './support/browser.ts';
import { shootEverywhere, PICTURED } from './support/screenshots.ts';
import { openVisitor, settled, signInByLink, visit, type Visitor } from './support/visitor.ts';

interface Demo {
  url: string;
  links: { role: string; username: string; url: string }[];
}

const ROUND = '2019-Q4';
const TOWN = { code: '445224106', zh: '前詹镇' };

describe('browser: the loop, from the bottle to the exported schedule', function () {
  this.timeout(400_000);
  let demo: Demo;
  let child: ChildProcess;
  const folder = mkdtempSync(join(tmpdir(), 'shuijian-loop-'));
  const open: Visitor[] = [];

  before(async () => {
    child = spawn(process.execPath, ['--import', 'tsx', 'server/demo.ts', '--fresh', '--json'], {
      env: { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { stdout } = child;
    if (stdout === null) throw new Error('the demo has no standard output');
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: stdout }).once('line', resolve);
      child.once('exit', (code) => reject(new Error(`the demo ended with ${String(code)} before it listened`)));
    });
    demo = JSON.parse(line) as Demo;
  });

  after(async () => {
    for (const visitor of open) await visitor.close();
    await closeBrowser();
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  const linkOf = (username: string): string => {
    const link = demo.links.find((one) => one.username === username);
    if (link === undefined) throw new Error(`the demo printed no link for ${username}`);
    return link.url;
  };

  async function enter(username: string, path: string): Promise<Visitor> {
    const visitor = await openVisitor({ url: demo.url, language: 'en' });
    open.push(visitor);
    await signInByLink(visitor, linkOf(username));
    await visitor.page.goto(path);
    await settled(visitor.page);
    return visitor;
  }

  it('a technician receives a bottle, types its results as fast as a scanner, sees why one is refused, and submits', async () => {
    const { page, complaints } = await enter('demo-technician', `/rounds/receive?round=${ROUND}`);
    await page.getByText('39 of 65 received').waitFor();
    const [temperature, number] = [page.getByLabel('Temperature on receipt, °C'), page.getByLabel('Sample number', { exact: true })];
    await temperature.fill('4.0');
    await number.fill('2019Q4-HL109-1');
    await number.press('Enter');
    await page.getByText('40 of 65 received').waitFor();

    await page.goto(`/bench?round=${ROUND}&area=${TOWN.code}`);
    await page.locator('[data-key]').first().waitFor();
    const before = await page.locator('[data-key$="|meth"]').allInnerTexts();
    const firstEmpty = before.findIndex((text) => text === '');
    expect(firstEmpty, 'an empty cell to type into').to.be.at.least(0);
    await page.locator('[data-key$="|meth"]').nth(firstEmpty).click();
    await page.keyboard.type('12.34');
    await page.keyboard.press('Tab');
    await page.keyboard.type('5L?');
    await page.keyboard.press('Enter');
    await page.getByText('1 cell was not taken').waitFor();
    await page.locator('[data-key$="|amph"]').nth(firstEmpty).click();
    await page
      .getByTestId('cell-panel')
      .getByRole('button', { name: /Discard/ })
      .click();
    await page.getByText('Everything is saved').waitFor();
    expect(await page.locator('[data-key$="|meth"]').nth(firstEmpty).innerText()).to.contain('12.3');

    await page.getByRole('button', { name: /^Submit \d+/ }).click();
    await page.getByText(/^Submitted: \d+|Not submitted: \d+/).waitFor();
    await page.reload();
    await page.locator('[data-key]').first().waitFor();
    expect(await page.locator('[data-key$="|meth"]').nth(firstEmpty).getAttribute('aria-readonly'), 'a submitted cell is locked').to.equal(
      'true',
    );
    expect(complaints).to.deep.equal([]);
  });

  it('a verifier verifies what others wrote, in bulk', async () => {
    const { page, complaints } = await enter('demo-verifier', `/review?round=${ROUND}&step=verify`);
    await page.getByTestId('review-row').first().waitFor();
    await page.getByRole('button', { name: /^Choose all/ }).click();
    await page.getByRole('button', { name: /^Verify \d+/ }).click();
    const done = await page.getByText(/^\d+ done/).innerText();
    expect(Number(/^(\d+) done/.exec(done)?.[1]), done).to.be.greaterThan(0);
    expect(complaints).to.deep.equal([]);
  });

  it('the signatory releases what is verified', async () => {
    const { page, complaints } = await enter('demo-signatory', `/review?round=${ROUND}&step=release`);
    await page.getByTestId('review-row').first().waitFor();
    await page.getByRole('button', { name: /^Choose all/ }).click();
    await page.getByRole('button', { name: /^Release \d+/ }).click();
    const done = await page.getByText(/^\d+ done/).innerText();
    expect(Number(/^(\d+) done/.exec(done)?.[1]), done).to.be.greaterThan(0);
    expect(complaints).to.deep.equal([]);
  });

  it('the quality manager assesses the round, and the map says what it shows', async () => {
    const { page, complaints } = await enter('demo-quality', `/map?round=${ROUND}`);
    await page.getByRole('button', { name: 'Assess this round' }).click();
    await page.getByText(/Assessment 1 ·/).waitFor();
    await page.locator('[data-testid="map-canvas"][data-ready="true"]').waitFor({ timeout: 60_000 });
    expect(complaints).to.deep.equal([]);
  });

  it('a viewer traces a colour to its bottles; severe, moderately severe and general are the words, in both languages', async () => {
    const { page, complaints } = await enter('demo-viewer', '/map?round=2018-Q1');
    await page.locator('[data-testid="map-canvas"][data-ready="true"]').waitFor({ timeout: 60_000 });
    const ranked = await page.locator('aside li button').allInnerTexts();
    expect(
      ranked
        .slice(0, 3)
        .map((text) => text.split('\n')[0])
        .sort(),
    ).to.deep.equal(['Huicheng', 'Longjiang', 'Qishi']);
    expect(ranked[0]).to.contain('Severe');
    await page.locator('aside li button', { hasText: 'Qishi' }).click();
    const panel = page.getByRole('region', { name: 'Evidence for Qishi' });
    await panel.waitFor();
    expect(await panel.locator('summary').first().innerText()).to.match(/HL109-\d/);
    expect(await panel.innerText()).to.match(/A grade says where to look, never who is guilty/);
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /惠来县/ }).waitFor();
    const legend = await page.getByRole('group', { name: /图例/ }).innerText();
    for (const word of ['严重', '较严重', '一般严重', '证据不足']) expect(legend).to.contain(word);
    expect(complaints).to.deep.equal([]);
  });

  it('a planner plans, a second planner approves, the plan is released and exported in two formats that others can read', async () => {
    const first = await enter('demo-planner', '/operations?round=2019-Q3');
    await first.page.getByRole('button', { name: 'Plan the schedule' }).click();
    await first.page.getByTestId('task').first().waitFor();
    expect(await first.page.getByTestId('unserved').innerText()).to.match(/Required \d+ = served \d+ \+ not served \d+/);
    expect(await first.page.getByRole('button', { name: 'Approve' }).isDisabled(), 'nobody approves a plan of their own').to.equal(true);

    const second = await enter('demo-planner-2', '/operations?round=2019-Q3');
    await second.page.getByRole('button', { name: 'Approve' }).click();
    await second.page.getByText('Approved', { exact: true }).waitFor();
    await second.page.getByRole('button', { name: 'Release to units' }).click();
    await second.page.getByText('Released', { exact: true }).waitFor();
    await second.page.getByTestId('task').first().click();
    expect(await second.page.getByTestId('order').innerText()).to.match(/not a search or inspection authori[sz]ation/i);

    const download = async (name: string): Promise<string> => {
      const [file] = await Promise.all([second.page.waitForEvent('download'), second.page.getByRole('link', { name }).click()]);
      return readFileSync(await file.path(), 'utf8');
    };
    const rows = parse<Record<string, string>>(await download('CSV'), { bom: true, columns: true });
    expect(rows.length).to.be.greaterThan(100);
    const calendar = new ICAL.Component(ICAL.parse(await download('Calendar (iCalendar)')) as unknown[]);
    expect(calendar.getAllSubcomponents('vevent')).to.have.length(rows.length);
    expect([...first.complaints, ...second.complaints]).to.deep.equal([]);
  });

  it('a week of the plan is read when it is turned to, and an order stays open meanwhile', async () => {
    const { page, complaints } = await enter('demo-planner', '/today');
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (/^\/api\/schedules\/[^/]+$/.test(pathname)) asked.push(search);
    });
    await visit(page, '/operations?round=2019-Q3');
    const board = page.getByRole('list', { name: /^Week of/ });
    await board.getByTestId('task').first().click();
    // what is asked for beside the order comes when it comes: its text is what must stay
    const order = await page.getByTestId('order').locator('dl').innerText();
    const week = await board.getAttribute('aria-label');
    await page.getByRole('button', { name: 'Week after' }).click();
    await page.waitForFunction((before) => document.querySelector('[role="list"][aria-label^="Week of"]')?.getAttribute('aria-label') !== before, week);
    await board.getByTestId('task').first().waitFor();
    expect(await page.getByTestId('order').locator('dl').innerText()).to.equal(order);
    expect(asked).to.have.length(2);
    for (const search of asked) expect(search).to.match(/^\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$/);
    await page.getByTestId('blind-share').locator('summary').click();
    await page.getByTestId('blind-share').getByRole('row').nth(1).waitFor();
    expect(asked.slice(2)).to.deep.equal(['?tasks=blind']);
    expect(complaints).to.deep.equal([]);
  });

  it('a planner looks at a day of the plan on the map, and at another plan beside it', async () => {
    const { page, complaints } = await enter('demo-planner', '/operations?round=2019-Q3');
    await page.getByRole('link', { name: 'Day on the map' }).click();
    await page.locator('[data-testid="map-canvas"][data-ready="true"]').waitFor({ timeout: 60_000 });
    const heading = page.getByRole('heading', { level: 1 });
    const shown = await heading.innerText();
    const units = page.getByTestId('day-units');
    expect(await units.innerText()).to.match(/A1\b[\s\S]*km[\s\S]*Back home/);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, shown);
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { level: 1, name: shown }).waitFor();

    await page.getByRole('link', { name: 'To the schedules' }).click();
    await page.getByRole('button', { name: 'Plan another' }).click();
    await page.getByLabel('Weeks').fill('1');
    await page.getByRole('button', { name: 'Plan the schedule' }).click();
    await page.getByText('Draft', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Compare' }).click();
    const figures = page.getByTestId('compare-figures');
    await figures.waitFor();
    expect(await figures.innerText()).to.match(/Tasks required/);
    await page.waitForURL(/before=.+after=|after=.+before=/);
    expect(await page.getByTestId('comparison').innerText()).to.match(/different days/).and.to.match(/Load of each unit/);
    expect(complaints).to.deep.equal([]);
  });

  // for people to look at: `npm run pictures`
  if (PICTURED) it('leaves pictures of every room in both languages, wide and on a phone', async () => {
    const rooms = [
      ['demo-technician', `/bench?round=${ROUND}`, 'bench'],
      ['demo-verifier', '/runs?round=2018-Q1', 'runs'],
      ['demo-viewer', '/map?round=2018-Q1', 'map'],
      ['demo-viewer', '/trends?round=2018-Q1', 'trends'],
      ['demo-planner', '/operations?round=2018-Q2', 'operations'],
      ['demo-planner', '/operations/compare?round=2019-Q3', 'compare'],
    ] as const;
    for (const [username, path, name] of rooms) expect(await shootEverywhere(demo.url, linkOf(username), path, name)).to.have.length(4);
  });
});
