/** Wrong passwords at the sign-in: the owner is told, the administrator ends the wait, and the own password is changed from the menu. */
import { expect } from 'chai';
import { openStage, type Stage } from '../support/stage.ts';
import { openVisitor, visit, WIDE, type Visitor } from '../support/visitor.ts';
import { PASSWORD } from '../../support/app.ts';

describe('browser: wrong passwords', function () {
  this.timeout(180_000);
  let stage: Stage;
  let person: Visitor;
  let admin: Visitor;

  before(async () => {
    stage = await openStage({});
    await stage.app.person({ roles: ['verifier'], username: 'liu' });
    for (let n = 0; n < 6; n += 1) await stage.app.anonymous.post('/api/session', { username: 'liu', password: `wrong ${String(n)}` });
    person = await openVisitor({ url: stage.url, language: 'en', size: WIDE });
    admin = await openVisitor({ url: stage.url, language: 'en', size: WIDE });
  });
  after(async () => {
    await person.close();
    await admin.close();
    await stage.close();
  });
  const signIn = async ({ page }: Visitor, username: string, password: string): Promise<void> => {
    await page.goto('/');
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('the account waits, in words, also for the right password', async () => {
    await signIn(person, 'liu', PASSWORD);
    await person.page.getByText(/Too many wrong passwords; try again in \d+ seconds/).first().waitFor();
  });

  it('an administrator sees it in the accounts and ends the wait', async () => {
    await stage.app.person({ roles: ['admin'], username: 'root-too' });
    await signIn(admin, 'root-too', PASSWORD);
    await admin.page.waitForURL((url) => url.pathname === '/today', { waitUntil: 'commit' });
    await admin.page.locator('main[data-room="today"] h1').waitFor();
    await visit(admin.page, '/settings/users');
    await admin.page.getByText(/waits until .* after 5 wrong passwords/).waitFor();
    await admin.page.getByRole('button', { name: 'End the wait' }).click();
    await admin.page.getByText(/waits until/).waitFor({ state: 'detached' });
  });

  it('the owner is told once, and changes the password', async () => {
    const { page } = person;
    await signIn(person, 'liu', PASSWORD);
    await page.getByText(/5 wrong passwords were given for your account/).waitFor();
    await page.getByRole('button', { name: 'It was me, or I have seen it' }).click();
    await page.getByText(/wrong passwords were given/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /liu/ }).click();
    await page.getByText('Change the password…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await dialog.getByLabel(/^New password( \*)?$/).fill('reeds and river stones');
    await dialog.getByLabel('New password again').fill('reeds and river stone');
    expect(await dialog.getByRole('button', { name: 'Change', exact: true }).isDisabled()).to.equal(true);
    await dialog.getByLabel('New password again').fill('reeds and river stones');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByText('The password is changed.').waitFor();
    expect((await stage.app.anonymous.post('/api/session', { username: 'liu', password: PASSWORD })).status).to.equal(401);
  });
});
