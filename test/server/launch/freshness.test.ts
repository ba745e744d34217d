/** A changed source never silently runs old code: what was built runs only where every source is as it was then. */
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { program, skeleton, type Skeleton } from './skeleton.ts';

describe('the built program', function () {
  this.timeout(60_000);
  let folder: string;
  let project: Skeleton;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-fresh-'));
    project = await skeleton(join(folder, 'a project'));
  });
  after(() => rm(folder, { recursive: true }));
  const ran = async (): Promise<string> => (await project.launch('cli')).out.trim();
  const build = async (): Promise<void> => {
    const { code, err } = await project.launch('build', 'server');
    expect(code, err).to.equal(0);
  };

  it('runs in place of the sources once it is there, and says so where it is not', async () => {
    const before = await project.launch('cli');
    expect(before.out).to.equal('ran the sources\n');
    expect(before.err).to.match(/not there: running the sources/);
    await build();
    const after = await project.launch('cli');
    expect([after.out, after.err]).to.deep.equal(['ran the build\n', '']);
  });

  it('does not run when a source changed, whatever the times say', async () => {
    const source = join(project.root, 'server/cli.ts');
    await build();
    const { atime } = await stat(source);
    await writeFile(source, program('new'));
    // as a copy that keeps times, or an older checkout, would leave it: the same size, an older time
    await utimes(source, atime, new Date(2020, 1, 1));
    const stale = await project.launch('cli');
    expect(stale.out).to.equal('new the sources\n');
    expect(stale.err).to.match(/older than the sources.*npm run build/);
    await build();
    expect(await ran()).to.equal('new the build');
  });

  it('does not run when a source was added, renamed or removed, and forgets what was removed', async () => {
    const [one, two] = [join(project.root, 'models/one.ts'), join(project.root, 'models/two.ts')];
    await build();
    await writeFile(one, 'export const one = 1;\n');
    expect(await ran()).to.match(/sources$/);
    await build();
    expect(existsSync(join(project.root, 'dist/models/one.js'))).to.equal(true);
    await rename(one, two);
    expect(await ran()).to.match(/sources$/);
    await build();
    expect(existsSync(join(project.root, 'dist/models/one.js'))).to.equal(false);
    await rm(two);
    expect(await ran()).to.match(/sources$/);
  });

  it('does not run after a build that broke off', async () => {
    const source = join(project.root, 'server/cli.ts');
    await build();
    await writeFile(source, 'const word: string = ;\n');
    const broken = await project.launch('build', 'server');
    expect(broken.code).to.equal(1);
    expect(broken.err).to.match(/server\/cli\.ts cannot be read: .*expected/i).and.not.match(/\n\s+at /);
    await writeFile(source, program('mended'));
    expect(await ran()).to.equal('mended the sources');
  });
});
