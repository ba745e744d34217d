/** First visits weigh what they may: bytes are the same each time, unlike milliseconds. `npm run bench -- pages` names each file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { clientBuild } from './support/clientBuild.ts';
import { PAGES, weighPages, type Visits } from './support/pageWeights.ts';

const KIB = 1024;
const kib = (files: Visits['files']): number => files.reduce((sum, { wire }) => sum + wire, 0) / KIB;

describe('browser: the weight of a first visit', function () {
  this.timeout(180_000);
  let visits: Visits[];
  before(async () => {
    visits = await weighPages(PAGES.filter(({ role }) => role !== 'planner'));
  });
  const visit = (name: string): Visits => visits.find(({ page }) => page === name) ?? expect.fail(`${name} was not visited`);

  for (const name of ['today', 'bench', 'map', 'audit']) {
    it(`${name} stays below its target`, () => {
      const { files, target } = visit(name);
      expect(files.length).to.be.greaterThan(20);
      const heaviest = [...files].sort((a, b) => b.wire - a.wire).slice(0, 8).map(({ url, wire }) => `${url} ${(wire / KIB).toFixed(1)}`);
      expect(kib(files), `KiB; the heaviest: ${heaviest.join(', ')}`).to.be.below(target);
    });
  }

  it('the library\'s styles are read before our own, which build on them', async () => {
    const folder = await clientBuild();
    const sheets = [...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/<link rel="stylesheet"[^>]*href="([^"]+)"/g)].map(([, href = '']) => readFileSync(join(folder, href), 'utf8'));
    expect(sheets.length).to.be.greaterThan(1);
    expect(sheets.map((sheet) => /\.m_[0-9a-f]{7,8}\b/.test(sheet))).to.deep.equal(sheets.map((_, index) => index === 0));
  });

  it('a second visit asks the server whether grid and map still stand, and is told so in a few bytes', () => {
    for (const [name, path] of [['bench', '/grid'], ['map', '/api/map']] as const) {
      const [first, next] = [visit(name).files, visit(name).again].map((files) => files.find(({ url }) => url.includes(path)));
      expect(first?.wire, name).to.be.greaterThan(5 * KIB);
      expect(next?.wire, name).to.be.within(1, KIB);
    }
    expect(kib(visit('today').again), 'files are kept').to.be.below(20);
  });
});
