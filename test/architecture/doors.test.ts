/**
 * No capability without a door: what is exported is reached from where the program begins (a screen, a verb, a job, a route),
 * or it stands in ALLOWED with what will reach it. What is reached by tests alone is deleted or connected; a helper of
 * tests belongs into test/.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { reachedFrom, readSources, type Sources, type Unit } from './support/reach.ts';

/** Files that are started and not imported. A verb, a thread and a script are named by their path alone. */
const BEGINNINGS = [
  /^server\/(main|demo|cli)\.ts$/,
  /^server\/cli\/(writeSummaries\.ts$|verbs\/)/,
  /^server\/build\/(compressFiles|bundle\/bundle)\.ts$/,
  /^server\/workers\/(worker|plannerThread)\.ts$/,
  /^models\/store\/backupWorker\.ts$/,
  /^models\/migrations\/write\.ts$/,
  /^client\/main\.tsx$/,
];

/** Reached by tests alone for now, each with what will reach it. A name that has got its door is taken off. */
const ALLOWED: Readonly<Record<string, string>> = {
  'analysis/quality/westgard.ts westgard': 'control charts across runs judge their points with it',
  'analysis/quality/westgard.ts westgardFinding': 'a run says in words which rule its control broke',
  'analysis/quality/calibration.ts fitCalibration': 'the calibration of a run is fitted with it, and on the command line',
  'analysis/robust/scores.ts zScore': 'results of proficiency tests are scored with it',
  'analysis/robust/scores.ts zetaScore': 'results of proficiency tests are scored with it, uncertainty included',
  'analysis/loads/normalise.ts normalise': 'results, trends and exports show loads and loads per head',
  'analysis/loads/load.ts pnmlChineseUnits': 'exports write loads per head in the units of Chinese reports',
  'analysis/loads/amphetamineNet.ts amphetamineNet': 'one drug is not counted twice: amphetamine that methamphetamine left is taken off',
  'analysis/loads/decay.ts decayFactor': 'walking up a stream to its source reckons with what was lost on the way',
  'analysis/loads/decay.ts survivingShare': 'walking up a stream to its source reckons with what was lost on the way',
  'analysis/loads/decay.ts halfLifeAt': 'walking up a stream to its source reckons with the temperature of the water',
  'analysis/stream/streamNetwork.ts streamNetwork': 'walking up a stream to its source',
  'analysis/stream/streamDistance.ts streamDistance': 'walking up a stream to its source, and surfaces along a stream',
  'analysis/stream/rankReaches.ts rankReaches': 'walking up a stream to its source begins at the reach that is most probable',
  'analysis/sources/scoreSources.ts scoreSources': 'ratio charts of sources tell use, dumping and manufacture apart',
  'analysis/spatial/contours.ts contours': 'the map draws contours with labels',
  'analysis/trend/trendMany.ts trendMany': 'linked charts show trends of several sites and analytes at once',
  'analysis/trend/spaceTime.ts spaceTimeCategory': 'the space-time heat map names what became a hot spot, stayed one or ceased to be',
  'server/workers/spatialJobs.ts drawOnPool': 'the assessment of a province shares its permutations among the workers',
  'server/workers/spatialJobs.ts surfaceOnPool': 'the assessment of a province shares its surfaces among the workers',
  'models/schemas/assessment.ts surface': 'a table of the first migration, which is frozen: surfaces kept with their assessment',
  'models/reference/constants.ts compareConstants': 'a new version of the constants shows on screen what it changes',
  'models/reference/glossary.ts term': 'the words of the pages are held against one list',
  'models/reference/referenceValues.ts ungraded': 'the screen of reference values says what is measured and never graded',
  'models/reference/units.ts units': 'units are written out where analytes and references are edited',
};

/** Packages that nothing imports, each with how it works or what it waits for. */
const NOT_IMPORTED: Readonly<Record<string, string>> = {
  'dependency-cruiser': 'started as a program by imports.test.ts',
  eslint: 'started as a program by npm run lint',
};

/** Threads ask for it where the program runs from its sources; an installation is compiled. */
const RUNS_SOURCES = 'tsx';

const sourcesIn = (...folders: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.startsWith('analysis/kernels/assembly/') && existsSync(file));

const nameOf = ({ file, name }: Unit): string => `${file} ${name}`;
const begins = (file: string): boolean => BEGINNINGS.some((one) => one.test(file));

const unitsOf = ({ units, loading }: Sources): Unit[] => [...loading.values(), ...units];
const beginningsOf = (sources: Sources): Unit[] => unitsOf(sources).filter(({ file }) => begins(file));
const allowedOf = (sources: Sources): Unit[] => unitsOf(sources).filter((unit) => nameOf(unit) in ALLOWED);

/** Values that nothing outside their file mentions, tests included. */
function ownOnly(sources: Sources): Unit[] {
  const usedElsewhere = new Set(unitsOf(sources).flatMap((unit) => [...unit.uses].filter(({ file }) => file !== unit.file)));
  return sources.units.filter((unit) => unit.value && unit.exported && !usedElsewhere.has(unit) && !begins(unit.file));
}

describe('architecture: doors', function () {
  this.timeout(120_000);
  let sources: Sources;
  /** From the beginnings alone, and from the allowed ones too. */
  let reached: ReadonlySet<Unit>;
  let opened: ReadonlySet<Unit>;
  const isOfTests = ({ file }: Unit): boolean => file.startsWith('test/');

  before(() => {
    sources = readSources(sourcesIn('models', 'analysis', 'sampling-plans', 'server', 'client', 'test'));
    reached = reachedFrom(beginningsOf(sources));
    opened = reachedFrom([...beginningsOf(sources), ...allowedOf(sources)]);
    expect(reached.size).to.be.greaterThan(3000);
  });

  it('every beginning is there', () => {
    expect(BEGINNINGS.filter((one) => ![...sources.loading.keys()].some((file) => one.test(file))).map(String)).to.deep.equal([]);
  });

  it('whatever is exported is reached from a beginning, or is allowed by name', () => {
    const closed = sources.units.filter((unit) => unit.value && unit.exported && !isOfTests(unit) && !opened.has(unit));
    expect(closed.map(nameOf), 'exported and reached by tests alone: connect it, move it into test/, or delete it').to.deep.equal([]);
  });

  it('the allowed ones exist and have no door yet', () => {
    const known = new Set(allowedOf(sources).map(nameOf));
    expect(Object.keys(ALLOWED).filter((name) => !known.has(name)), 'gone or renamed: take it off the list').to.deep.equal([]);
    expect([...reached].map(nameOf).filter((name) => name in ALLOWED), 'it has got a door: take it off the list').to.deep.equal([]);
  });

  it('every file is loaded by something', () => {
    const loaded = new Set([...opened].map(({ file }) => file));
    expect([...sources.loading.keys()].filter((file) => !file.startsWith('test/') && !loaded.has(file))).to.deep.equal([]);
  });

  it('nothing is exported that only its own file uses', () => {
    expect(ownOnly(sources).filter((unit) => !isOfTests(unit)).map(nameOf), 'drop the word export').to.deep.equal([]);
  });

  it('every package of package.json is imported, and stands where it is used', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    const named = (files: string[]): Set<string> =>
      new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:from|import|import\(|resolve\(|require\()\s*['"]((?:@[\w.-]+\/)?[\w.-]+)/g)].map((match) => match[1] ?? '')));
    const product = named(sourcesIn('models', 'analysis', 'sampling-plans', 'server', 'client'));
    const all = new Set([...product, ...named([...sourcesIn('test'), 'vite.config.ts', 'eslint.config.js'])]);
    expect(Object.keys(dependencies).filter((name) => !product.has(name) && !(name in NOT_IMPORTED)), 'dependencies that the program does not import').to.deep.equal([]);
    expect(Object.keys(devDependencies).filter((name) => !name.startsWith('@types/') && !all.has(name) && !(name in NOT_IMPORTED)), 'development dependencies that nothing imports').to.deep.equal([]);
    expect(Object.keys(NOT_IMPORTED).filter((name) => all.has(name) || !(name in dependencies || name in devDependencies)), 'it is imported, or gone: take it off the list').to.deep.equal([]);
    expect([...product].filter((name) => name in devDependencies && name !== RUNS_SOURCES), 'imported by the program and missing in an installation').to.deep.equal([]);
  });
});

describe('architecture: doors, of a planted house', () => {
  const files: Readonly<Record<string, string>> = {
    'main.ts': "import { used } from './barrel.ts';\nimport * as all from './space.ts';\nused(all.named);\nvoid import('./later.ts').then(({ late }) => late());\n",
    'barrel.ts': "export { used, closed } from './work.ts';\n",
    'work.ts': "import { inner } from './inner.ts';\nexport const used = (n: number): number => inner + n;\nexport const closed = (): number => used(deep());\nexport function deep(): number { return 1; }\nexport const alone = 1;\n",
    'inner.ts': 'export const inner = 1;\nexport const shadowed = 2;\nexport const f = (shadowed: number): number => shadowed;\n',
    'space.ts': "export const named = 1;\nexport const unnamed = 2;\nexport type Kind = 'a';\n",
    'later.ts': 'export const late = (): void => undefined;\n',
  };
  let folder: string;
  let planted: Sources;
  const short = (unit: Unit): string => `${relative(folder, unit.file)} ${unit.name}`;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'shuijian-doors-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    planted = readSources(Object.keys(files).map((name) => join(folder, name)));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('a re-export is no use, a parameter of the same name neither, a name of a namespace is one', () => {
    const reached = reachedFrom([...planted.loading.values()].filter(({ file }) => file.endsWith('main.ts')));
    const closed = planted.units.filter((unit) => unit.value && !reached.has(unit)).map(short).sort();
    expect(closed).to.deep.equal(['inner.ts f', 'inner.ts shadowed', 'space.ts unnamed', 'work.ts alone', 'work.ts closed', 'work.ts deep']);
  });

  it('an export that its own file alone uses is named', () => {
    expect(ownOnly(planted).map(short).sort()).to.deep.equal(['inner.ts f', 'inner.ts shadowed', 'space.ts unnamed', 'work.ts alone', 'work.ts closed', 'work.ts deep']);
  });
});
