import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FAULT_CODES, Fault } from '../../../models/errors.ts';
import { LANGUAGES } from '../../../models/schemas/vocabulary.ts';
import { catalogue, detailSentence, sentence } from '../../../server/messages/index.ts';
import { problemOf } from '../../../server/problems.ts';

const ROOMS = ['server', 'models', 'sampling-plans'];
/** The sentences themselves; and `analyse`, which is no part of the server and speaks English at the terminal. */
const OTHERS = [join('server', 'messages'), join('server', 'cli', 'analyse')];
/** `message: 'key.of-a-sentence'` as details of a Fault name it. */
const USE = /\bmessage:\s*(?:[^'"`\n]*\?\s*)?'([a-z][\w-]*(?:\.[\w-]+)+)'(?:\s*:\s*'([a-z][\w-]*(?:\.[\w-]+)+)')?/g;

async function keysInUse(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const room of ROOMS) {
    const entries = await readdir(room, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !path.endsWith('.ts') || OTHERS.some((folder) => path.startsWith(folder))) continue;
      for (const match of (await readFile(path, 'utf8')).matchAll(USE))
        for (const key of match.slice(1)) if (key !== undefined) found.set(key, path);
    }
  }
  return found;
}

/** `{zh}` in the Chinese sentence and `{en}` in the English one are filled with words in that language. */
const holes = (text: string, own: 'zh' | 'en'): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => (name === own ? 'words' : name.replace(own === 'zh' ? /Zh$/ : /En$/, ''))).sort();

describe('sentences of the server', () => {
  it('exist in both languages for every key that is used', async () => {
    const used = await keysInUse();
    expect(used.size).to.be.above(30);
    expect([...used].filter(([key]) => !catalogue.has(key)).map(([key, path]) => `${key} (${path})`)).to.deep.equal([]);
  });

  it('exist for every code of a fault', () => {
    for (const code of FAULT_CODES) {
      for (const language of LANGUAGES) {
        const problem = problemOf(new Fault(code, 'the message for developers'), language);
        expect(problem.title, code).not.to.be.oneOf(['', problem.code]);
        expect(problem.status).to.be.within(400, 599);
      }
    }
  });

  it('say the same in both languages: the same holes, Chinese in one, none in the other', () => {
    for (const [key, { zh, en }] of catalogue) {
      expect(holes(zh, 'zh'), key).to.deep.equal(holes(en, 'en'));
      expect(zh, key).to.match(/\p{Script=Han}|\{zh\}/u);
      expect(en, key).not.to.match(/\p{Script=Han}(?![^(]*\))/u);
    }
  });

  it('are filled from the detail; a hole without a value stays visible; a value is taken as it is', () => {
    expect(sentence('validation.range', 'en', { got: '<b>', expected: '$&' })).to.equal('Got <b>; it must be $&.');
    expect(sentence('validation.range', 'en', { got: '5' })).to.equal('Got 5; it must be {expected}.');
    expect(sentence('no.such.key', 'en')).to.equal(undefined);
    expect(detailSentence({ message: 'no.such.key' }, 'zh-CN', 'what the developer wrote')).to.equal('what the developer wrote');
  });

  it('of something under embargo are those of something that is not there', () => {
    const hidden = problemOf(
      new Fault('embargoed', 'schedule S-1 is secret', {
        facts: { schedule: 'S-1' },
        details: [{ message: 'http.no-such-path', got: 'S-1' }],
      }),
      'en',
    );
    expect(hidden).to.deep.equal(problemOf(new Fault('not-found', 'Not found'), 'en'));
    expect(JSON.stringify(hidden)).not.to.contain('S-1');
  });
});
