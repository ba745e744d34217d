/**
 * Every write of the interface goes through useIntent, so that no button can ask twice for one intent. Read from the
 * sources: a new button that goes past it is found here, without a browser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../../client');
/** Writes that no button begins: texts on their way out of the bench, which know their own echo, and the language of the account. */
const NO_BUTTON = ['api/useSession.ts', 'views/results/bench/useDraftBook.ts'];

const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }));
const naming = (pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name).sort();

describe('architecture: one intent, one request', () => {
  it('only useIntent knows useMutation', () => {
    expect(naming(/\buseMutation\b/)).to.deep.equal(['api/useIntent.ts']);
  });

  it('every file that writes does so through useIntent', () => {
    const writing = naming(/method: (record === undefined \? )?'(POST|PATCH|PUT|DELETE)'/);
    expect(writing).to.include('views/results/bench/Bench.tsx').and.to.have.length.above(30);
    const guarded = new Set(naming(/\buseIntent[<(]/));
    expect(writing.filter((name) => !guarded.has(name) && !NO_BUTTON.includes(name))).to.deep.equal([]);
  });

  it('nobody makes a key anew for each attempt: a lost answer asked for again would be done twice', () => {
    expect(naming(/idempotencyKey: (crypto\.|newIdempotencyKey)/)).to.deep.equal([]);
  });

  it('only request speaks to the server', () => {
    expect(naming(/\bfetch\(/)).to.deep.equal(['api/request.ts']);
  });
});
