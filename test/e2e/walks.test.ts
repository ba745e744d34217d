/**
 * Two people who read grades: a narcotics officer in Chinese, who has to know where to look and how sure that is, and a
 * critic in English on a phone, who wants to take it apart. Both begin at the map and follow what it offers.
 */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { loadExample } from '../../server/example/loadExample.ts';
import { ok } from '../usecases/support/laboratory.ts';
import { openStage, type Stage } from './support/stage.ts';
import { openVisitor, overflow, PHONE, settled, signInByLink, type Visitor } from './support/visitor.ts';

const ROUNDS = ['2018-Q1', '2018-Q2'] as const;
const WAITING = '2018-Q3';

describe('browser: a narcotics officer and a critic read the grades', function () {
  this.timeout(300_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage();
    await loadExample(stage.app.store, { seed: 20180101, at: Date.UTC(2018, 6, 20), rounds: ROUNDS });
    ok(await (await stage.app.as('technician')).post('/api/rounds', { code: WAITING, plan: 'huilai' }));
  });
  after(() => stage.close());

  const aside = (page: Page) => page.locator('aside').last();
  const choose = async (page: Page, place: RegExp): Promise<void> => {
    await aside(page).getByRole('button', { name: place }).click();
    await aside(page).getByRole('heading', { level: 2, name: place }).waitFor();
    await settled(page);
  };
  const walk = async (role: 'viewer' | 'auditor', options: Partial<Parameters<typeof openVisitor>[0]>, steps: (visitor: Visitor) => Promise<void>): Promise<void> => {
    const visitor = await openVisitor({ url: stage.url, ...options });
    try {
      await signInByLink(visitor, await stage.link(role));
      await steps(visitor);
      expect(visitor.complaints).to.deep.equal([]);
    } finally {
      await visitor.close();
    }
  };

  it('the officer: which towns, how sure, why, which village, what the counts of others say', () =>
    walk('viewer', { language: 'zh-CN' }, async ({ page }) => {
      await page.getByRole('link', { name: '毒情地图' }).first().click();
      await page.getByRole('heading', { level: 1, name: /2018年第二季度/ }).waitFor();
      await settled(page);
      expect(new URL(page.url()).searchParams.get('round'), 'nobody had to choose a round').to.equal(null);
      await page.getByText(/2018年第三季度是更新的轮次，尚待评估/).waitFor();
      await page.getByText(/岐石镇.*为严重/).waitFor();

      await choose(page, /岐石镇/);
      const panel = aside(page);
      await panel.getByText(/岐石镇：严重（确定，概率/).waitFor();
      const words = await panel.innerText();
      expect(words, 'what would change it, in the unit of the laboratory').to.match(/ng\/L/);
      expect(words, 'the stream').to.match(/河段之间指数升至/);
      expect(words).to.include('不说明谁有责任');

      await panel.getByRole('link', { name: '华清村' }).click();
      await panel.getByRole('heading', { level: 2, name: /华清村/ }).waitFor();
      await panel.getByText('少于公布下限 5000').waitFor();
      await panel.getByText('决定岐石镇等级的点位').waitFor();
      expect(await panel.getByText('位于本村').count()).to.equal(1);
      await panel.getByText('合成，仅供演示').waitFor();
      await panel.getByRole('link', { name: '岐石镇' }).first().click();
      await panel.getByRole('heading', { level: 2, name: /岐石镇/ }).waitFor();

      await page.getByRole('radio', { name: /2018 一季/ }).click();
      await page.getByRole('heading', { level: 1, name: /2018年第一季度/ }).waitFor();
      await page.getByRole('link', { name: '趋势' }).first().click();
      await page.getByText('其他部门计数').click();
      await page.getByRole('heading', { name: '与水样是否一致' }).waitFor();
      await settled(page);
      expect(await page.locator('main').innerText()).to.match(/q = 0\.0/).and.to.include('没有任何个人资料');
    }));

  it('the critic: too little evidence, the rule with its sources, the same bytes again, what the rule says where nothing is, and the trail', () =>
    walk('auditor', { language: 'en', size: PHONE }, async ({ page }) => {
      await page.goto('/map?round=2018-Q1');
      await settled(page);
      await choose(page, /Xian'an/);
      const panel = aside(page);
      await panel.getByText(/valid sites? and 0 composite days/).waitFor();
      expect(await panel.innerText()).to.match(/Insufficient evidence/);

      await panel.getByText('Weights and sources of uncertainty').click();
      await panel.getByText(/Castiglioni et al\. 2013/).waitFor();
      await panel.getByRole('button', { name: 'Make this assessment again' }).click();
      await panel.getByText(/The same to the last byte/).waitFor();
      expect(await overflow(page), 'nothing to scroll sideways').to.equal(0);

      await page.getByRole('button', { name: 'Validation' }).click();
      await panel.getByText(/at most 0\.1\d* % of the town rounds came out severe/).waitFor();
      await panel.getByText('How much hangs on the weights?').waitFor();
      await panel.getByText(/p adjusted for the number of tests/).waitFor();

      await page.getByRole('button', { name: 'Surface' }).click();
      await panel.getByText('no grade and no task derives from a surface').waitFor();

      await page.goto('/audit');
      await settled(page);
      await page.getByRole('button', { name: 'Check the chain' }).click();
      await page.getByText(/The chain is whole/).waitFor();
    }));
});
