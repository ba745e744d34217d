import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type * as Cli from '../../../../server/cli/cli.ts';

interface Answer { read: number; written: number; unchanged: number; conflicts: number; errors: { row: number; message: string }[]; kind: string }

describe('import results on the command line', function () {
  this.timeout(60_000);
  let folder: string;
  let commandLine: typeof Cli.cli;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-import-cli-'));
    // verbs are found by import(): what they share with a test has to come the same way, or every schema exists twice
    ({ cli: commandLine } = await import('../../../../server/cli/cli.ts'));
  });
  after(() => rm(folder, { recursive: true }));
  const run = async (...args: string[]): Promise<{ code: number; answer: Answer; err: string }> => {
    const texts = { out: '', err: '' };
    const code = await commandLine([...args, '--data', join(folder, 'data'), '--json'], { out: (text) => Promise.resolve(void (texts.out += text)), say: (text) => void (texts.err += `${text}\n`) }, {});
    return { code, answer: (texts.out === '' ? {} : JSON.parse(texts.out)) as Answer, err: texts.err };
  };
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  it('imports by the headings, again changes nothing, and exits 1 on errors and conflicts', async () => {
    expect((await run('round', 'create', '2018-Q1', '--plan', 'huilai')).code).to.equal(0);
    const early = await run('import', 'results', await file('early.csv', 'sample,METH (ng/L)\n2018Q1-HL100-1,5\n'));
    expect([early.code, early.answer.written, early.answer.errors[0]?.row, early.answer.kind]).to.deep.equal([1, 0, 2, 'results-wide']);
    expect(early.answer.errors[0]?.message).to.contain('not received');
    expect(early.err).to.contain('nothing was written');

    const [{ sample }, { openStore }, { operator }, { recordCustody }] = await Promise.all([
      import('../../../../models/schemas/index.ts'), import('../../../../models/store/index.ts'), import('../../../../server/cli/operator.ts'), import('../../../../server/usecases/rounds/custody.ts'),
    ]);
    const store = await openStore({ dataDir: join(folder, 'data') });
    const user = await operator(store, Date.now());
    const [first] = await store.read.find(sample, { where: { number: '2018Q1-HL100-1' } });
    const event = (kind: 'collect' | 'receive', revision: number) => ({ sampleId: first?.id ?? '', revision, kind, at: '2018-01-09T09:00:00+08:00', temperatureC: 4 });
    await recordCustody(store, { user, at: Date.now(), language: 'en', publish: () => undefined, events: [event('collect', 1), event('receive', 1)] });
    await store.close();

    const path = await file('long.csv', 'sample,analyte,value,unit\n2018Q1-HL100-1,METH,5,ng/L\n2018Q1-HL100-1,AMP,ND,ng/L\n');
    const dry = await run('import', 'results', path, '--dry-run');
    expect(dry.answer).to.include({ read: 2, written: 2, kind: 'results-long' });
    const written = await run('import', 'results', path);
    expect(written.code).to.equal(0);
    expect(written.answer).to.deep.include({ read: 2, written: 2, unchanged: 0, conflicts: 0, errors: [] });
    expect((await run('import', 'results', path)).answer).to.deep.include({ written: 0, unchanged: 2 });
    const changed = await file('changed.csv', 'sample,analyte,value,unit\n2018Q1-HL100-1,METH,6,ng/L\n');
    const conflict = await run('import', 'results', changed);
    expect([conflict.code, conflict.answer.conflicts, conflict.answer.written]).to.deep.equal([1, 1, 0]);
    expect((await run('import', 'results', changed, '--reason', 'integrated again')).answer.written).to.equal(1);
  });

  it('exits 2 for a file that is not there, and 1 for one that is no text', async () => {
    expect((await run('import', 'results', join(folder, 'nowhere.csv'))).code).to.equal(2);
    expect((await run('import', 'results', await file('x.csv', 'PK\u0003\u0004'))).code).to.equal(1);
    expect((await run('import', 'results', await file('y.csv', 'a,b\n1,2\n'), '--kind', 'nonsense')).code).to.equal(2);
  });
});
