/** Accounts, settings, boundaries and the audit trail, as the administrator, the quality manager and the auditor use them. */
import { expect } from 'chai';
import { openStage, type Stage } from '../support/stage.ts';
import { openVisitor, signInByLink, visit, type Visitor } from '../support/visitor.ts';

const GOOD_PASSWORD = 'lanterns over the estuary';

describe('browser: administration and audit', function () {
  this.timeout(240_000);
  let stage: Stage;
  let visitor: Visitor;

  before(async () => {
    stage = await openStage({ plan: true });
  });
  after(() => stage.close());
  beforeEach(async () => {
    visitor = await openVisitor({ url: stage.url, language: 'en' });
  });
  afterEach(async () => {
    const { complaints } = visitor;
    await visitor.close();
    expect(complaints).to.deep.equal([]);
  });

  it('an account is refused with the field named and everything typed kept, then made, then changed', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('admin'));
    await visit(page, '/settings/users');
    await page.getByRole('button', { name: 'Add an account' }).click();
    const form = page.locator('form');
    await form.getByLabel('Display name').fill('New technician');
    await form.getByLabel('User name').fill('9 lives');
    await form.getByLabel(/^Password/).fill('1234567890');
    await form.getByRole('checkbox', { name: 'Technician' }).check();
    await form.getByRole('button', { name: 'Make the account' }).click();
    await form.getByRole('alert').waitFor();
    expect(await form.getByLabel('Display name').inputValue()).to.equal('New technician');
    expect(await form.getByRole('checkbox', { name: 'Technician' }).isChecked()).to.equal(true);
    await form.getByLabel('User name').fill('new.technician');
    await form.getByLabel(/^Password/).fill(GOOD_PASSWORD);
    await form.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('row').filter({ hasText: 'new.technician' }).waitFor();

    await page.getByRole('button', { name: 'Change New technician' }).click();
    await page.locator('form').getByRole('checkbox', { name: 'Sampler' }).check();
    await page.locator('form').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').filter({ hasText: 'new.technician' }).getByText('Sampler, Technician').waitFor();
  });

  it('two who change one account at once: the second is told and overwrites nothing', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('admin'));
    await visit(page, '/settings/users');
    await page.getByRole('button', { name: 'Change new technician', exact: false }).click();
    await page.locator('form').getByLabel('Display name').fill('Mine');
    const admin = await stage.app.as('admin');
    const account = (await admin.get('/api/users'))
      .as<{ items: { id: string; username: string; revision: number }[] }>()
      .items.find((one) => one.username === 'new.technician');
    await admin.patch(`/api/users/${account?.id ?? ''}`, { displayName: 'Theirs' }, account?.revision);
    await page.locator('form').getByRole('button', { name: 'Save' }).click();
    await page.locator('[role="alert"][data-code="stale-revision"]').waitFor();
    const after = (await admin.get('/api/users'))
      .as<{ items: { username: string; displayName: string }[] }>()
      .items.find((one) => one.username === 'new.technician');
    expect(after?.displayName).to.equal('Theirs');
  });

  it('a setting is saved by itself and holds after a reload', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('admin'));
    await visit(page, '/settings/laboratory');
    await page.getByRole('radio', { name: 'three levels' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    await page.reload();
    expect(await page.getByRole('radio', { name: 'three levels' }).isChecked()).to.equal(true);
  });

  it('boundaries: a dry run names every error and writes nothing; a right file is tried, then imported', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('quality-manager'));
    await visit(page, '/settings/boundaries');
    const square = [
      [
        [116.2, 23.0],
        [116.3, 23.0],
        [116.3, 23.1],
        [116.2, 23.1],
        [116.2, 23.0],
      ],
    ];
    const collection = (code: string) =>
      JSON.stringify({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: square } }],
      });
    const choose = (name: string, text: string) =>
      page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) });
    await choose('wrong.geojson', collection('999999'));
    await page.getByLabel('Credit of the source').fill('Test boundary, synthetic');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('nothing was written').waitFor();
    await page.getByText('999999').waitFor();
    expect(await page.getByRole('button', { name: 'Import' }).isDisabled()).to.equal(true);
    await choose('right.geojson', collection('445224109'));
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('1 would be written').waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('1 boundaries written').waitFor();
    const areas = (await (await stage.app.as('viewer')).get('/api/areas')).as<{
      items: { code: string; geometrySource: string | null }[];
    }>().items;
    expect(areas.find((one) => one.code === '445224109')?.geometrySource).to.equal('official');
  });

  it('the auditor finds who changed an account, sees the entry in full, and checks the chain', async () => {
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('auditor'));
    await visit(page, '/audit?subject=user');
    await page.getByRole('cell', { name: 'Account changed' }).first().waitFor();
    expect(await page.getByRole('cell', { name: 'Setting changed' }).count()).to.equal(0);
    await page
      .getByRole('button', { name: /^Entry \d+ in full$/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /Place in the chain/ }).waitFor();
    // which rows it binds is read when it is opened
    await page.getByRole('listitem').filter({ hasText: /revision \d+ · [0-9a-f]{64}/ }).first().waitFor();
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await page.getByText(/The chain is whole: \d+ entries and \d[\d\s]* rows/).waitFor();
  });
});
