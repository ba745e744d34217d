/** First run, signing in, language, search, shortcuts, and the round in the address. */
import { expect } from 'chai';
import { PASSWORD } from '../support/app.ts';
import { openStage, type Stage } from './support/stage.ts';
import { openVisitor, settled, signInByLink, visit, type Visitor } from './support/visitor.ts';

describe('browser: first run', function () {
  this.timeout(120_000);
  let stage: Stage;
  let visitor: Visitor;

  before(async () => {
    stage = await openStage({ firstRun: true });
    visitor = await openVisitor({ url: stage.url, language: 'en' });
  });
  after(async () => {
    await visitor.close();
    await stage.close();
  });

  it('the link makes the administrator, who is signed in; the link works once', async () => {
    const { page } = visitor;
    const link = stage.app.server.setupLink ?? '';
    await page.goto('/');
    await page.getByRole('heading', { name: 'No account exists yet' }).waitFor();
    await page.goto(link);
    await page.getByLabel('Display name').fill('First administrator');
    await page.getByLabel('User name').fill('first.admin');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByLabel('Password again').fill('shorter');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('The password has 5 characters').waitFor();
    await page.getByText('The two passwords differ').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();

    const second = await openVisitor({ url: stage.url, language: 'en' });
    try {
      await second.page.goto(link);
      for (const [label, text] of [
        ['Display name', 'Second'],
        ['User name', 'second'],
        ['Password again', PASSWORD],
      ] as const)
        await second.page.getByLabel(label).fill(text);
      await second.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await second.page.getByRole('button', { name: 'Make the account' }).click();
      await second.page.locator('[role="alert"][data-code="setup-closed"]').waitFor();
    } finally {
      await second.close();
    }
    expect(visitor.complaints).to.deep.equal([]);
  });
});

describe('browser: the shell', function () {
  this.timeout(240_000);
  let stage: Stage;
  let visitor: Visitor;

  before(async () => {
    stage = await openStage({ plan: true });
    const technician = await stage.app.as('technician');
    for (const code of ['2018-Q1', '2018-Q2']) await technician.post('/api/rounds', { code, plan: 'huilai' });
  });
  after(() => stage.close());
  beforeEach(async () => {
    visitor = await openVisitor({ url: stage.url, language: 'en' });
  });
  afterEach(() => visitor.close());

  it('a wrong password says what to do and keeps the name; the right one opens the page that was asked for', async () => {
    await stage.app.as('verifier');
    const { page } = visitor;
    await page.goto('/rounds?round=2018-Q1');
    await page.getByLabel('User name').fill('verifier');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('[role="alert"][data-code="not-signed-in"]').waitFor();
    expect(await page.getByLabel('User name').inputValue()).to.equal('verifier');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: '2018-Q1' }).waitFor();
    await page.getByRole('button', { name: /Account of verifier/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('the language follows the account to the next screen', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('sampler'));
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '今日' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).to.equal('zh-CN');
    const other = await openVisitor({ url: stage.url, language: 'en' });
    try {
      await other.page.goto(await stage.link('sampler'));
      await other.page.getByRole('heading', { level: 1, name: '今日' }).waitFor();
    } finally {
      await other.close();
    }
  });

  it('the round is in the address, steps with its arrows, and goes along to other rooms', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('technician'));
    await visit(page, '/rounds');
    await page.getByRole('heading', { level: 1, name: '2018-Q2' }).waitFor();
    await page.getByRole('button', { name: 'Earlier round' }).click();
    await page.getByRole('heading', { level: 1, name: '2018-Q1' }).waitFor();
    expect(new URL(page.url()).searchParams.get('round')).to.equal('2018-Q1');
    await page.getByRole('link', { name: 'Today' }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    expect(new URL(page.url()).searchParams.get('round')).to.equal('2018-Q1');
    await page.reload();
    await settled(page);
    expect(await page.getByRole('combobox', { name: 'Round' }).inputValue()).to.equal('2018-Q1');
  });

  it('Ctrl K finds a sample by number and a place in either language; ? lists shortcuts; g r goes to Rounds', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('technician'));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('岐石');
    await page.getByRole('option').filter({ hasText: 'Qishi' }).first().waitFor();
    await page.getByRole('combobox', { name: 'Search' }).fill('2018Q2-HL109-2');
    await page.getByRole('option').filter({ hasText: '2018Q2-HL109-2' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has happened to this bottle yet').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Collapse or expand the rail').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    expect(visitor.complaints).to.deep.equal([]);
  });

  it('example data are marked on every room that the account may enter', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('quality-manager'));
    for (const path of ['/today', '/rounds', '/audit', '/settings/users']) {
      await visit(page, path);
      await page.getByText('Example data (synthetic)').first().waitFor();
    }
  });

  it('what is open in two windows follows: a step recorded in one shows in the other', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('technician'));
    await visit(page, '/rounds?round=2018-Q1&q=HL100-1');
    await page.getByText('Planned', { exact: true }).waitFor();
    const sampler = await stage.app.as('sampler');
    const [sample] = (await sampler.get('/api/rounds/2018-Q1/samples')).as<{ items: { id: string; revision: number }[] }>().items;
    await sampler.post('/api/custody-events', {
      events: [{ sampleId: sample?.id, revision: sample?.revision, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }],
    });
    await page.getByRole('row').filter({ hasText: 'HL100-1' }).getByText('Collected', { exact: true }).waitFor();
  });
});
