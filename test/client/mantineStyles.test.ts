/** The styles that the client takes from Mantine are those of the components that it draws: one that is missing is seen only by who looks. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';

const LIBRARY = 'node_modules/@mantine/core';
const ENTRY = resolve(LIBRARY, 'esm/index.mjs');
/** Of no component: variables, resets and what every one builds on. */
const GROUND = ['baseline', 'default-css-variables', 'global'];

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

/** What the client imports by name, types left out. */
function namedComponents(): Set<string> {
  const names = new Set<string>();
  for (const text of sources('client')) {
    for (const [, list = ''] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const part of list.split(',')) {
        const name = part.trim().split(' as ')[0] ?? '';
        if (name !== '' && !name.startsWith('type ')) names.add(name);
      }
    }
  }
  return names;
}

const importsOf = (text: string): { names: string; path: string }[] => [...text.matchAll(/^(?:import|export) (?:\{([^}]*)\}|[^"{]*) ?(?:from )?"(\.[^"]+)"/gm)].map(([, names = '', path = '']) => ({ names, path }));

/** Files of the library's index that bring these names. */
function filesOf(names: ReadonlySet<string>): string[] {
  const where = new Map(importsOf(readFileSync(ENTRY, 'utf8')).flatMap(({ names: list, path }) => list.split(',').map((part): [string, string] => [part.trim().split(' as ').at(-1) ?? '', resolve(dirname(ENTRY), path)])));
  return [...names].map((name) => where.get(name) ?? expect.fail(`@mantine/core has no ${name}`));
}

/** Styles of everything that these files import, themselves included. */
function stylesBehind(files: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const styles = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const sheet = /([\w-]+)\.module\.mjs$/.exec(file)?.[1];
    if (sheet !== undefined && existsSync(join(LIBRARY, 'styles', `${sheet}.css`))) styles.add(sheet);
    for (const { path } of importsOf(readFileSync(file, 'utf8'))) waiting.push(resolve(dirname(file), path));
  }
  return styles;
}

const listed = [...readFileSync('client/theme/mantineStyles.ts', 'utf8').matchAll(/@mantine\/core\/styles\/([\w-]+)\.css/g)].map(([, name = '']) => name);

describe('client: styles of the component library', () => {
  it('are there for each component in use, and for no other', () => {
    const names = namedComponents();
    expect(names.size).to.be.greaterThan(20);
    const needed = stylesBehind(filesOf(names));
    expect([...needed].filter((name) => !listed.includes(name)), 'missing in client/theme/mantineStyles.ts').to.deep.equal([]);
    expect(listed.filter((name) => !needed.has(name) && !GROUND.includes(name)), 'no longer needed there').to.deep.equal([]);
    expect(listed).to.include.members(GROUND);
  });

  it('stand in the library\'s order, in which a later one may build on an earlier one', () => {
    const whole = readFileSync(join(LIBRARY, 'styles.css'), 'utf8');
    const places = listed.map((name) => ({ name, at: whole.indexOf(readFileSync(join(LIBRARY, 'styles', `${name}.css`), 'utf8').slice(0, 60)) }));
    expect(places.filter(({ at }) => at === -1)).to.deep.equal([]);
    expect(places.map(({ name }) => name)).to.deep.equal([...places].sort((a, b) => a.at - b.at).map(({ name }) => name));
  });
});
