/** A kind of task has one Chinese name: on the screen, in the response rules and on printed orders. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { KIND_WORDS } from '../../../server/usecases/operations/tasks/tasksOrderText.ts';

describe('names of kinds of task', () => {
  it('are the same wherever they stand', () => {
    const words = (JSON.parse(readFileSync('client/i18n/zh-CN/words.json', 'utf8')) as { taskKind: Record<string, string> }).taskKind;
    const { rules } = JSON.parse(readFileSync('models/reference/responseRules.json', 'utf8')) as { rules: { kind: string; title: { zh: string } }[] };
    expect(rules).to.have.length(Object.keys(words).length);
    for (const { kind, title } of rules) expect(words[kind], kind).to.equal(title.zh);
    for (const [kind, name] of Object.entries(KIND_WORDS)) expect(words[kind], kind).to.equal(name.zh);
  });
});
