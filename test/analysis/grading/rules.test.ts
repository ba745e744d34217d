/** Every shipped rule: its examples hold, its metadata is complete, its cuts can be compared. */
import { expect } from 'chai';
import { assess } from '../../../analysis/assess.ts';
import { checkCuts } from '../../../analysis/grading/classify.ts';
import { gradingRule, gradingRules } from '../../../analysis/grading/rules/index.ts';

describe('grading rules', () => {
  it('have ids of their own, and the first is found by its id', () => {
    expect(new Set(gradingRules.map(({ id }) => id)).size).to.equal(gradingRules.length);
    expect(gradingRule(gradingRules[0].id)).to.equal(gradingRules[0]);
    expect(gradingRule('no-such-rule')).to.equal(undefined);
  });

  for (const rule of gradingRules) {
    describe(`${rule.id} ${rule.version}`, () => {
      it('says who wrote it, when, why and on what source', () => {
        expect(rule.date).to.match(/^\d{4}-\d{2}-\d{2}$/);
        for (const words of [rule.author, rule.source, rule.reason.zh, rule.reason.en, rule.title.zh, rule.title.en]) expect(words).to.match(/\S/);
        checkCuts(rule.cuts);
        expect(rule.examples.length).to.be.at.least(5);
      });

      for (const example of rule.examples) {
        it(`example: ${example.title.en}`, () => {
          const { areas } = assess(example.inputs, rule, 1).result;
          for (const expected of example.expected) {
            const area = areas.find(({ code }) => code === expected.code);
            expect(area, expected.code).to.include({ grade: expected.grade, firmness: expected.firmness });
            if (expected.index === null) expect(area?.index).to.equal(null);
            else if (expected.index !== undefined) expect(area?.index).to.be.closeTo(expected.index, 1e-12);
            expect(area?.reasons.map(({ code }) => code)).to.include.members([...(expected.reasons ?? [])]);
          }
        });
      }
    });
  }
});
