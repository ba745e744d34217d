/**
 * Migrations are frozen: somebody's data folder was made by each of them. A change of one would leave folders that no
 * program knows. To change the schema, write a new migration (models/migrations/README.md).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { migrations } from '../../../models/migrations/index.ts';

const FOLDER = 'models/migrations';
/** SHA-256 of each file, added with it and never changed. */
const FROZEN: Readonly<Record<string, string>> = {
  '0001-initial.ts': 'c0f4181f59a2005279b397e1a89b0a507419bfa778872e41af07c454c9460917',
  '0002-withdrawal-times-and-guards.ts': '64b016346eba4c12c7c74b002cd407154e222f178c4e01f9adcb07f7c33d3573',
};

describe('migrations are frozen', () => {
  const files = readdirSync(FOLDER).filter((name) => /^\d{4}-/.test(name)).sort();
  const hashOf = (file: string): string => createHash('sha256').update(readFileSync(join(FOLDER, file))).digest('hex');

  it('each is as it was when it was written', () => {
    expect(Object.fromEntries(files.map((file) => [file, hashOf(file)]))).to.deep.equal(FROZEN);
  });

  it('each is run, in the order of its number, and no number stands twice', () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).to.deep.equal(files.map((_, index) => index + 1));
    expect(migrations).to.have.length(files.length);
    const times = migrations.map(({ name }) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  });
});
