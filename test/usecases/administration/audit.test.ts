/** The audit trail over HTTP: a list says how many rows an entry binds, an entry names them when it is opened. */
import { expect } from 'chai';
import type { ListedEntry, NamedEntry } from '../../../server/usecases/administration/audit.ts';
import type { Agent } from '../../support/app.ts';
import { ok, startLaboratory, type Laboratory, type Problem } from '../support/laboratory.ts';

describe('audit entries over HTTP', () => {
  let laboratory: Laboratory;
  let auditor: Agent;
  before(async () => {
    laboratory = await startLaboratory({ receive: 1 });
    auditor = await laboratory.app.as('auditor');
  });
  after(() => laboratory.close());

  const list = async (query = ''): Promise<{ items: ListedEntry[]; next: string | null }> => ok(await auditor.get(`/api/audit-entries${query}`));
  const whole = async (id: string): Promise<NamedEntry> => ok(await auditor.get(`/api/audit-entries/${id}`));

  it('a list counts what each entry binds, and the entry itself names it', async () => {
    const { items } = await list('?subject=round');
    const [made] = items.filter(({ action }) => action === 'round.create');
    if (made === undefined) throw new Error('the round was made without an entry');
    expect(made).not.to.have.property('digests');
    expect(made.digestCount, 'the round and its samples').to.be.greaterThan(60);
    const { digests, ...rest } = await whole(made.id);
    expect(digests).to.have.length(made.digestCount);
    expect(new Set(digests.map(({ thing }) => thing))).to.include('sample');
    for (const { sha256 } of digests) expect(sha256).to.match(/^[0-9a-f]{64}$/);
    expect({ ...rest, digestCount: digests.length }).to.deep.equal(made);
  });

  it('every entry of the trail can be opened, page after page', async () => {
    const counts: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { items: ListedEntry[]; next: string | null } = await list(`?limit=5${after === '' ? '' : `&after=${after}`}`);
      for (const { id, digestCount } of page.items) {
        expect((await whole(id)).digests).to.have.length(digestCount);
        counts.push(digestCount);
      }
      after = page.next;
    }
    expect(counts).to.have.length(await laboratory.auditCount());
  });

  it('one that is not there is said in the reader\'s language, and only who reads the trail opens an entry', async () => {
    const missing = await auditor.get('/api/audit-entries/nothing', { headers: { 'accept-language': 'en' } });
    expect(missing.status).to.equal(404);
    expect(missing.as<Problem>().details[0]?.sentence).to.match(/nothing/);
    const id = (await list('?limit=1')).items[0]?.id ?? '';
    for (const role of ['technician', 'admin', 'viewer'] as const) expect((await (await laboratory.app.as(role)).get(`/api/audit-entries/${id}`)).status, role).to.equal(403);
    expect((await laboratory.app.anonymous.get(`/api/audit-entries/${id}`)).status).to.equal(401);
  });
});
