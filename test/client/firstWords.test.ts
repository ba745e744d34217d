/** The words that come before anything is drawn are all that the first page says; the rooms' words come with the rooms. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { LANGUAGES } from '../../models/schemas/vocabulary.ts';
import { findUsedKeys } from './support/usedKeys.ts';

/** What is drawn before any room but Today has been entered, and what every room shares. */
const FIRST_DRAWN = ['client/shell', 'client/components', 'client/state', 'client/api', 'client/views/rounds/today', 'client/views/administration/entrance'];

const listIn = (path: string): string[] => (/\{([\w,]+)\}\.json/.exec(readFileSync(path, 'utf8'))?.[1] ?? '').split(',');

describe('client: words of the first page', () => {
  const first = listIn('client/i18n/en.ts');

  it('are the same files in both languages, and the second chunk holds the others', () => {
    expect(first).to.have.length.greaterThan(2);
    for (const language of LANGUAGES) for (const part of ['', '.rooms']) expect(listIn(`client/i18n/${language}${part}.ts`), `${language}${part}`).to.deep.equal(first);
  });

  for (const folder of FIRST_DRAWN) {
    it(`${folder} says nothing else`, () => {
      const { exact, beginnings } = findUsedKeys(folder);
      const late = [...exact, ...beginnings].filter((key) => !first.includes(key.split(':')[0] ?? ''));
      expect(late, `words of these files come later: ${first.join(', ')} come first`).to.deep.equal([]);
    });
  }

  it('are named there at all', () => {
    expect(FIRST_DRAWN.flatMap((folder) => [...findUsedKeys(folder).exact]).length).to.be.greaterThan(50);
  });
});
