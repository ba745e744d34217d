/** Every property of the grid library is decided in ADR 4: what changes rows, columns or order behind our sheet is off. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { LIBRARY_OFF } from '../../../client/views/results/bench/gridLibrary.ts';

const DECISIONS = readFileSync('docs/adr/0004-grid.md', 'utf8');
/** Of the grid that the page really gets: the one that the library's own wrapper brings, wherever it was put. */
const GRID = createRequire(resolve('node_modules/@revolist/react-datagrid/package.json')).resolve('@revolist/revogrid');
const TYPES = readFileSync(join(dirname(GRID), 'types/components.d.ts'), 'utf8');

/** Properties, without methods, of the element itself. */
function properties(): string[] {
  const body = TYPES.slice(TYPES.indexOf('    interface RevoGrid {'), TYPES.indexOf('    interface RevogrAttribution'));
  return [...body.matchAll(/^ {8}"(\w+)"\??: ([\s\S]*?);$/gm)].filter(([, , type]) => type?.includes('=> Promise<') === false).map(([, name]) => name ?? '');
}

describe('client: the library under the grid', () => {
  it('each of its properties is decided, and those that are off are off', () => {
    const all = properties();
    expect(all).to.include.members(['filter', 'canMoveColumns', 'grouping', 'trimmedRows', 'source', 'resize']).and.to.have.length.above(35);
    const rows = new Map([...DECISIONS.matchAll(/^\| (`[^|]+`) \| (on|off|unset|ours) \|/gm)].flatMap((match) => [...(match[1] ?? '').matchAll(/`(\w+)`/g)].map((name): [string, string] => [name[1] ?? '', match[2] ?? ''])));
    expect(all.filter((name) => !rows.has(name)), 'not decided in ADR 4').to.deep.equal([]);
    expect([...rows.keys()].filter((name) => !all.includes(name)), 'decided and no longer there').to.deep.equal([]);
    expect([...rows].filter(([, what]) => what === 'off').map(([name]) => name).sort()).to.deep.equal(Object.keys(LIBRARY_OFF).sort());
    expect(Object.values(LIBRARY_OFF).every((value) => !value)).to.equal(true);
  });

  it('nothing that is unset is given to it, and columns neither sort, filter, move nor edit', () => {
    const given = readFileSync('client/views/results/bench/ResultGrid.tsx', 'utf8');
    const element = /<RevoGrid ([^>]*)\/>/.exec(given)?.[1] ?? '';
    expect([...element.matchAll(/(?:^| )([a-zA-Z]+)(?==| |$)/g)].map((match) => match[1])).to.deep.equal(['theme', 'source', 'columns', 'range', 'resize', 'readonly', 'rowSize', 'canFocus', 'accessible']);
    expect(readFileSync('client/views/results/bench/gridColumns.ts', 'utf8')).not.to.match(/\b(sortable|filter|rowDrag|editor|cellCompare|autoSize)\b\s*:/);
  });
});
