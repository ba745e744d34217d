import { expect } from 'chai';
import { GRADE_LOOKS, GRADES_BY_RANK } from '../../../client/state/grades.ts';
import { GRADES } from '../../../models/schemas/vocabulary.ts';

const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string): number =>
  (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

describe('client: looks of the grades', () => {
  it('are the colours agreed on', () => {
    expect(GRADE_LOOKS.general.fill).to.equal('#F2C879');
    expect(GRADE_LOOKS['moderately-severe'].fill).to.equal('#E0792F');
    expect(GRADE_LOOKS.severe.fill).to.equal('#9E2A2B');
  });

  it('grow darker with severity, so that they survive greyscale', () => {
    const ramp = (['general', 'moderately-severe', 'severe'] as const).map((grade) => luminance(GRADE_LOOKS[grade].fill ?? ''));
    expect(ramp[0]).to.be.greaterThan((ramp[1] ?? Number.NaN) * 1.5);
    expect(ramp[1]).to.be.greaterThan((ramp[2] ?? Number.NaN) * 1.5);
  });

  it('carry text with a contrast of at least 4.5', () => {
    for (const grade of GRADES) {
      const { fill, ink } = GRADE_LOOKS[grade];
      if (fill !== null) expect(contrast(fill, ink), grade).to.be.at.least(4.5);
    }
  });

  it('what is unknown has no colour of its own', () => {
    expect(GRADE_LOOKS.insufficient).to.include({ fill: null, pattern: 'hatch' });
    expect(GRADE_LOOKS['not-graded']).to.include({ fill: null, pattern: 'outline' });
    expect(GRADES_BY_RANK).to.deep.equal(['severe', 'moderately-severe', 'general', 'insufficient', 'not-graded']);
  });
});
