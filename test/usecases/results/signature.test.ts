import { expect } from 'chai';
import { resultRevision } from '../../../models/schemas/index.ts';
import { signatureText } from '../../../models/schemas/reasons.ts';
import { rowDigest } from '../../../models/store/index.ts';
import { PASSWORD } from '../../support/app.ts';
import { ok, sampleAt, startLaboratory, type Laboratory, type Problem } from '../support/laboratory.ts';

interface Signed { action: string; revisionSha256: string | null; meaning: string | null; confirmedBy: string | null; actorName: string }
interface Detail { events: Signed[]; audit: { action: string; signature?: { revisionSha256: string; meaning: string; confirmedBy: string } }[] }

describe('signatures over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 4 }); });
  after(() => laboratory.close());
  const detail = async (id: string | null): Promise<Detail> => ok<Detail>(await laboratory.technician.get(`/api/results/${String(id)}`));
  const require = async (value: boolean): Promise<void> => {
    const admin = await laboratory.app.as('admin');
    const { items } = ok<{ items: { id: string; revision: number }[] }>(await admin.get('/api/settings'));
    ok(await admin.patch('/api/settings/requireStepUp', { value }, items.find((each) => each.id === 'requireStepUp')?.revision ?? 0));
  };

  it('a verification and a release sign the hash of the revision that was seen, with their meaning, in the result and in the audit trail', async () => {
    const released = await laboratory.bring(sampleAt(laboratory, 0), 'meth', '40', 'released');
    const { events, audit } = await detail(released.resultId);
    const [revision] = await laboratory.app.store.read.find(resultRevision, { where: { resultId: String(released.resultId) } });
    const hash = revision === undefined ? '' : rowDigest(resultRevision, revision);
    expect(events.map(({ action, revisionSha256, meaning, confirmedBy }) => [action, revisionSha256, meaning, confirmedBy])).to.deep.equal([
      ['submit', null, null, null], ['verify', hash, signatureText('verify'), 'session'], ['release', hash, signatureText('release'), 'session'],
    ]);
    expect(audit.map(({ action, signature }) => [action, signature?.revisionSha256, signature?.meaning])).to.deep.equal([
      ['result.enter', undefined, undefined], ['result.submit', undefined, undefined], ['result.verify', hash, signatureText('verify')], ['result.release', hash, signatureText('release')],
    ]);
    const auditor = await laboratory.app.as('auditor');
    expect((await auditor.get('/api/audit-entries?limit=5')).text).to.contain('Released: approved for reporting').and.to.contain(hash);
  });

  it('where the laboratory asks for it, the password is given again at each signature, and the record says so', async () => {
    await require(true);
    const cell = await laboratory.bring(sampleAt(laboratory, 1), 'meth', '40', 'submitted');
    const results = [{ id: cell.resultId, revision: cell.revision }];
    const before = await laboratory.auditCount();
    for (const password of [undefined, '', 'not the password']) {
      const answer = await laboratory.verifier.post('/api/result-transitions', { action: 'verify', results, ...(password === undefined ? {} : { password }) });
      expect(answer.status, answer.text).to.equal(403);
      expect(answer.as<Problem>().details[0]?.pointer).to.equal('/password');
    }
    // the wrong one is written down; nothing else is
    expect(await laboratory.auditCount()).to.equal(before + 1);
    ok(await laboratory.verifier.post('/api/result-transitions', { action: 'verify', results, password: PASSWORD }));
    expect((await detail(cell.resultId)).events.at(-1)).to.include({ action: 'verify', confirmedBy: 'password', actorName: 'verifier' });
    // what is no signature asks for none
    const verified = await laboratory.cell(sampleAt(laboratory, 1).id, 'meth');
    expect((await laboratory.move('return', [verified], { reasonCode: 'typing-error' }, laboratory.signatory)).done).to.equal(1);
    await require(false);
  });

  it('a wrong password is refused also where none is asked for', async () => {
    const cell = await laboratory.bring(sampleAt(laboratory, 2), 'meth', '40', 'submitted');
    const answer = await laboratory.verifier.post('/api/result-transitions', { action: 'verify', results: [{ id: cell.resultId, revision: cell.revision }], password: 'not the password' });
    expect(answer.status).to.equal(403);
    expect((await laboratory.cell(cell.sampleId, 'meth')).state).to.equal('submitted');
  });
});
