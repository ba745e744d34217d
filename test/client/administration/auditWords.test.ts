/** Whatever the server writes into the audit trail has words on the screen: no code reaches a reader. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect } from 'chai';
import { things } from '../../../models/schemas/index.ts';

const words = (language: string, file: string): Record<string, Record<string, unknown>> => JSON.parse(readFileSync(`client/i18n/${language}/${file}.json`, 'utf8')) as Record<string, Record<string, unknown>>;

/** Every string that a property `action` beside a property `subject` may be; a template by its beginning. */
function written(): { actions: Set<string>; subjects: Set<string> } {
  const actions = new Set<string>();
  const subjects = new Set<string>();
  const strings = (node: ts.Node): string[] => {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node)) return [`${node.head.text}*`];
    if (ts.isConditionalExpression(node)) return [...strings(node.whenTrue), ...strings(node.whenFalse)];
    return [];
  };
  const walk = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const property = (name: string): ts.Expression | undefined => node.properties.flatMap((one) => (ts.isPropertyAssignment(one) && one.name.getText() === name ? [one.initializer] : []))[0];
      const [action, subject] = [property('action'), property('subject')];
      if (subject !== undefined && node.properties.some((one) => one.name?.getText() === 'actorId')) {
        if (action !== undefined) for (const text of strings(action)) actions.add(text);
        for (const text of strings(subject)) subjects.add(text);
      }
    }
    ts.forEachChild(node, walk);
  };
  for (const file of readdirSync('server', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const path = join('server', file);
    walk(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true));
  }
  return { actions, subjects };
}

describe('client: the audit trail in words', () => {
  const { actions, subjects } = written();

  it('sees what the server writes', () => {
    expect(actions.size).to.be.greaterThan(25);
    expect([...actions]).to.include.members(['round.create', 'task.pin', 'schedule.*']);
    expect(subjects.size).to.be.greaterThan(8);
  });

  for (const language of ['en', 'zh-CN']) {
    it(`has words for every action and subject (${language})`, () => {
      const known = Object.entries(words(language, 'audit')['action'] ?? {}).flatMap(([subject, verbs]) => Object.keys(verbs as object).map((verb) => `${subject}.${verb}`));
      const missing = [...actions].filter((action) => (action.endsWith('*') ? !known.some((one) => one.startsWith(action.slice(0, -1))) : !known.includes(action)));
      expect(missing).to.deep.equal([]);
      const named = Object.keys(words(language, 'words')['thing'] ?? {});
      expect([...subjects, ...[...things.values()].filter(({ keeping }) => keeping === 'record').map(({ name }) => name)].filter((subject) => !named.includes(subject))).to.deep.equal([]);
    });
  }
});
