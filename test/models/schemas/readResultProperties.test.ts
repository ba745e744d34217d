import { expect } from 'chai';
import fc from 'fast-check';
import { readResult, type ReadingMethod } from '../../../models/schemas/readResult.ts';
import { Exact } from '../../../models/schemas/rounding.ts';

const SEED = { seed: 20180331, numRuns: 3000 };
const positive = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 5 })).map(([digits, places]) => new Exact(digits.toString()).div(new Exact(10).pow(places)).toFixed());
const method = fc
  .record({
    lod: positive,
    gap: fc.integer({ min: 1, max: 10 }),
    span: fc.integer({ min: 2, max: 1000 }),
    significantDigits: fc.integer({ min: 1, max: 8 }),
    maximumDecimals: fc.option(fc.integer({ min: 0, max: 6 })),
    rounding: fc.constantFrom('gb-t-8170' as const, 'half-up' as const),
    manualLimits: fc.boolean(),
  })
  .map(({ lod, gap, span, ...rest }): ReadingMethod => ({ ...rest, unit: 'ng/L', lod, loq: new Exact(lod).times(gap).toFixed(), upper: new Exact(lod).times(gap).times(span).toFixed(), uncertainty: [] }));
const dilution = fc.constantFrom('1', '2', '10', '12.5', '1000');

describe('readResult: for any method and text', () => {
  it('never throws, whatever is typed, and never reads NaN or a negative', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.,<>=+-eE LND() ±１２．٣µ未检出'), maxLength: 14 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string({ unit: 'binary', maxLength: 30 })), method, dilution, (text, given, factor) => {
        const reading = readResult(text, given, { dilution: factor });
        if (!reading.ok) return reading.zh !== '' && reading.en !== '';
        return [reading.value, reading.limit, reading.parsed].every((each) => each === null || /^(0|[1-9]\d*)(\.\d+)?$/.test(each)) && reading.reportedText.length <= 60;
      }),
      SEED,
    );
  });

  it('a number is exactly one of: below LOD, between LOD and LOQ, in range, above', () => {
    fc.assert(
      fc.property(positive, method, dilution, (text, given, factor) => {
        const reading = readResult(text, given, { dilution: factor });
        if (!reading.ok) return false;
        const measured = new Exact(text);
        const state = measured.lt(given.lod) ? ['<', reading.lod, false] : measured.lt(given.loq) ? ['<', reading.loq, true] : measured.gt(given.upper) ? ['>', reading.upper, true] : ['=', null, true];
        return reading.qualifier === state[0] && reading.limit === state[1] && reading.detected === state[2] && new Exact(reading.value ?? 'NaN').eq(measured.times(factor));
      }),
      SEED,
    );
  });

  it('the same amount in another unit reads the same', () => {
    fc.assert(
      fc.property(positive, method, (text, given) => {
        const first = readResult(text, given, { unit: 'ng/L' });
        const second = readResult(new Exact(text).div(1000).toFixed(), given, { unit: 'µg/L' });
        return first.ok && second.ok && first.reportedText === second.reportedText && first.value === second.value;
      }),
      SEED,
    );
  });

  it('what a limit reports can be typed again and reads the same (no dilution)', () => {
    fc.assert(
      fc.property(positive, method, (text, given) => {
        const first = readResult(text, given);
        if (!first.ok || first.qualifier === '=') return first.ok;
        const again = readResult(first.reportedText, given);
        return again.ok && again.reportedText === first.reportedText && again.detected === first.detected && again.value === null;
      }),
      SEED,
    );
  });

  it('reads the same text the same way twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), method, (text, given) => {
        expect(readResult(text, given)).to.deep.equal(readResult(text, given));
      }),
      { ...SEED, numRuns: 500 },
    );
  });
});
