/** The editor of grading rules in a real browser: what is wrong is said at its field, what was typed stays, a version is kept. */
import { expect } from 'chai';
import { openStage, type Stage } from '../support/stage.ts';
import { openVisitor, signInByLink, visit } from '../support/visitor.ts';

describe('browser: rules of the laboratory', function () {
  this.timeout(240_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage({ plan: true });
  });
  after(() => stage.close());

  it('a rule is refused field by field with the typing kept, then kept as version 1', async () => {
    const visitor = await openVisitor({ url: stage.url, language: 'en' });
    const { page } = visitor;
    await signInByLink(visitor, await stage.link('planner'));
    await visit(page, '/settings/rules');
    await page.getByRole('button', { name: 'Write a rule from this' }).first().click();
    const form = page.locator('form');
    await form.getByLabel('Code').fill('county-rule');
    await form.getByLabel('Title (Chinese)').fill('县规则');
    await form.getByLabel('Title (English)').fill('County rule');
    await form.getByLabel('Reference period from').fill('2017-01-01');
    await form.getByLabel('Reference period to').fill('2017-12-31');
    await form.getByLabel('First day').fill('2018-01-01');
    await form.getByLabel('Source').fill('County laboratory');
    await form.getByLabel('Reason').fill('A trial');
    await form.getByLabel('Level').fill('0.5');
    await form.getByLabel('Severity formula').fill('level.constructor');
    await form.getByRole('button', { name: 'Save as a new version' }).click();
    await form.getByText('The weights sum to 1.05; 1 was expected.').waitFor();
    await form.getByText('"level.constructor" (AccessorNode) is not allowed', { exact: false }).waitFor();
    expect(await form.getByLabel('Severity formula').inputValue()).to.equal('level.constructor');
    await form.getByLabel('Level').fill('0.45');
    await form.getByLabel('Severity formula').fill('max(level, breadth)');
    await form.getByRole('button', { name: 'Save as a new version' }).click();
    await page.getByRole('article', { name: 'county-rule@1' }).waitFor();
    const { complaints } = visitor;
    await visitor.close();
    expect(complaints).to.deep.equal([]);
  });
});
