/** kill -9 during entry: what was acknowledged is there. The long run is test/campaigns/kill.ts. */
import { expect } from 'chai';
import { onBothEngines } from '../../support/engines.ts';
import { killCampaign } from '../../support/killCampaign.ts';

onBothEngines('kill -9 during entry', (engine) => {
  it('loses nothing that was acknowledged, leaves nothing half-written, keeps the chain', async () => {
    const kills = engine.name === 'sqlite' ? 6 : 3;
    const report = await killCampaign(await engine.newPlace(), { kills, seed: 20180115, checkEvery: 3, clients: 10 });
    expect(report).to.include({ kills, lost: 0, half: 0, brokenChains: 0 });
    // it did enter something
    expect(report.acknowledged).to.be.above(kills * 10);
  }).timeout(300_000);
});
