/** Imports run one way. The checker is asked how many modules it saw, so that it cannot pass on nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const ROOMS = ['models', 'analysis', 'sampling-plans', 'server', 'client'];
const CHECKER = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

interface CruiseResult {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[]; totalCruised: number };
}

function cruise(folder: string, rooms: readonly string[]): CruiseResult {
  const run = spawnSync(process.execPath, [CHECKER, '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', ...rooms], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.stdout === '') throw new Error(`dependency checker printed nothing: ${run.stderr}`);
  return JSON.parse(run.stdout) as CruiseResult;
}

function trackedSources(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...ROOMS], { encoding: 'utf8' });
  return listed.split('\n').filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

describe('architecture: imports', function () {
  this.timeout(120_000);

  it('run one way, over every source file there is', () => {
    const { modules, summary } = cruise('.', ROOMS);
    const seen = new Set(modules.map((module) => module.source));
    const unseen = trackedSources().filter((file) => !seen.has(file));
    expect(unseen, 'source files the checker did not see').to.deep.equal([]);
    expect(seen.size).to.be.greaterThan(60);
    expect(summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`)).to.deep.equal([]);
  });

  it('a planted wrong import is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shuijian-imports-'));
    try {
      for (const room of ['models/schemas', 'server/usecases/rounds', 'server/usecases/quality', 'analysis']) mkdirSync(join(folder, room), { recursive: true });
      writeFileSync(join(folder, 'tsconfig.json'), readFileSync('tsconfig.json'));
      writeFileSync(join(folder, 'server/main.ts'), 'export const a = 1;\n');
      writeFileSync(join(folder, 'models/schemas/x.ts'), "import { a } from '../../server/main.ts';\nexport const b = a;\n");
      writeFileSync(join(folder, 'analysis/y.ts'), "import { readFileSync } from 'node:fs';\nexport const c = readFileSync;\n");
      writeFileSync(join(folder, 'analysis/left.ts'), "import type { Right } from './right.ts';\nexport interface Left { right: Right }\n");
      writeFileSync(join(folder, 'analysis/right.ts'), "import type { Left } from './left.ts';\nexport interface Right { left: Left }\n");
      writeFileSync(join(folder, 'server/usecases/quality/hidden.ts'), 'export const d = 1;\n');
      writeFileSync(join(folder, 'server/usecases/quality/runStanding.ts'), "export * from './hidden.ts';\n");
      writeFileSync(join(folder, 'server/usecases/rounds/z.ts'), "export * from '../quality/hidden.ts';\nexport * as door from '../quality/runStanding.ts';\n");
      const { violations } = cruise(folder, ['models', 'server', 'analysis']).summary;
      const names = violations.map((violation) => violation.rule.name);
      expect(names).to.include('schemas-know-nothing');
      expect(names).to.include('analysis-has-no-io');
      expect(names, 'a circle of types alone').to.include('no-circular');
      expect(violations.filter(({ rule }) => rule.name === 'rooms-of-server-usecases').map(({ from, to }) => `${from} -> ${to}`)).to.deep.equal(['server/usecases/rounds/z.ts -> server/usecases/quality/hidden.ts']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
