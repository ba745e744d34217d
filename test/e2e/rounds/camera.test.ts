/** A phone at the receiving desk: the label's Data Matrix is read from a photo, in the browser, without any other server. */
import bwipjs from 'bwip-js/node';
import { expect } from 'chai';
import { listSamples, ok } from '../../usecases/support/laboratory.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { openVisitor, PHONE, signInByLink, visit, type Visitor } from '../support/visitor.ts';

const ROUND = '2018-Q1';

describe('browser: scanning with a phone', function () {
  this.timeout(120_000);
  let stage: Stage;
  let phone: Visitor;

  before(async () => {
    stage = await openStage({ plan: true });
    phone = await openVisitor({ url: stage.url, language: 'en', size: PHONE });
  });
  after(async () => {
    await phone.close();
    await stage.close();
  });

  it('a photo of the label receives the bottle with what the box says; one that shows nothing says what to do', async () => {
    const agent = await stage.app.as('technician');
    ok(await agent.post('/api/rounds', { code: ROUND, plan: 'huilai' }));
    const [bottle] = await listSamples(agent, ROUND);
    if (bottle === undefined) throw new Error('the round has no bottle');
    ok(await agent.post('/api/custody-events', { events: [{ sampleId: bottle.id, revision: bottle.revision, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }] }));
    await signInByLink(phone, await stage.link('technician'));
    const { page } = phone;
    await visit(page, `/rounds/receive?round=${ROUND}`);
    await page.getByLabel('Temperature on receipt, °C').fill('4');
    await page.getByLabel('Handed over by (body)').fill('Sampling team 2');
    await page.getByLabel('Seal number').fill('S-17');
    const photo = page.locator('input[type="file"]');
    await photo.setInputFiles({ name: 'wall.png', mimeType: 'image/png', buffer: await bwipjs.toBuffer({ bcid: 'ean13', text: '2112345678900', scale: 1, height: 2 }) });
    await page.getByText('No code could be read in the photo').waitFor();
    await photo.setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer: await bwipjs.toBuffer({ bcid: 'datamatrix', text: bottle.number, scale: 6, padding: 12, backgroundcolor: 'FFFFFF' }) });
    await page.getByText('1 of 65 received').or(page.getByText('received', { exact: false }).filter({ hasText: bottle.number })).first().waitFor();
    const [received] = (await listSamples(agent, ROUND)).filter(({ id }) => id === bottle.id);
    expect(received).to.include({ state: 'received', receiptTemperatureC: 4 });
    expect(received?.custody.at(-1)).to.include({ kind: 'receive', from: 'Sampling team 2', to: null, seal: 'S-17', temperatureC: 4 });
    expect(phone.complaints).to.deep.equal([]);
  });
});
