/** No identity and no mobile number passes, however it is written; readings, codes, coordinates and dates do. */
import { expect } from 'chai';
import fc from 'fast-check';
import { findPersonData } from '../../../../models/schemas/index.ts';
import { FREE, REFUSED, SEPARATORS, withCheck, WRITTEN } from './personDataCorpus.ts';

const SEED = { seed: 20180115, numRuns: 500 };
const YEAR = 2026;
const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const mobile = fc.tuple(fc.constantFrom(...'3456789'), digits(9)).map(([second, rest]) => `1${second}${rest}`);
const two = (most: number): fc.Arbitrary<string> => fc.integer({ min: 1, max: most }).map((value) => String(value).padStart(2, '0'));
const place = fc.tuple(fc.constantFrom('11', '23', '35', '44', '51', '65'), two(20), two(99)).map((parts) => parts.join(''));
const day = fc.tuple(two(12), two(28)).map((parts) => parts.join(''));
const identity = fc.tuple(place, fc.integer({ min: 1930, max: YEAR }), day, digits(3)).map(([code, year, date, order]) => withCheck(`${code}${String(year)}${date}${order}`));
const short = fc.tuple(place, fc.integer({ min: 30, max: 99 }), day, digits(3)).map(([code, year, date, order]) => `${code}${String(year)}${date}${order}`);
const writing = fc.constantFrom(...Object.values(WRITTEN));
const words = fc.constantFrom('', '电话', 'tel ', 'see: ', '（', '号码为', '王某', '23.5 ng/L; ');
const cut = (number: string, lengths: readonly number[], separator: string): string => {
  let from = 0;
  return [...lengths, number.length].map((length) => number.slice(from, (from += length))).filter((group) => group !== '').join(separator);
};

describe('person data in text', () => {
  it('a corpus of both kinds: every number is found and nothing else', () => {
    expect(REFUSED.length).to.be.greaterThan(150);
    expect(FREE.length).to.be.greaterThan(150);
    expect(REFUSED.filter(([text, kind]) => findPersonData(text, YEAR) !== kind).map(([text]) => text), 'passed').to.deep.equal([]);
    expect(FREE.filter((text) => findPersonData(text, YEAR) !== undefined), 'refused').to.deep.equal([]);
  });

  it('finds every mobile number, whatever separates and writes its digits', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('', '+86', '+86 ', '0086', '86-'), mobile, fc.constantFrom('', ...SEPARATORS), writing, (before, prefix, number, separator, write) => {
        const text = `${before}${prefix}${write(cut(number, [3, 4], separator))}。`;
        expect(findPersonData(text, YEAR), text).to.equal('mobile-number');
      }),
      SEED,
    );
  });

  it('finds every identity number of 18 in any grouping, and of 15 in the usual ones', () => {
    fc.assert(
      fc.property(words, identity, fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }), fc.constantFrom(...SEPARATORS, ', ', '、', '\n'), writing, (before, number, lengths, separator, write) => {
        const text = `${before}${write(cut(number, lengths, separator))}，`;
        expect(findPersonData(text, YEAR), text).to.equal('identity-number');
      }),
      SEED,
    );
    fc.assert(
      fc.property(words, short, fc.constantFrom([], [6, 6], [6], [6, 2, 2, 2]), fc.constantFrom(...SEPARATORS), writing, (before, number, lengths, separator, write) => {
        // 445224.900101123 is a decimal
        fc.pre(!(lengths.length === 1 && /[.．。]/.test(separator)));
        const text = `${before}${write(cut(number, lengths, separator))}，`;
        expect(findPersonData(text, YEAR), text).to.equal('identity-number');
      }),
      SEED,
    );
  });

  it('an identity number proves itself: one digit off, a place or a day that is none, a birth to come', () => {
    fc.assert(
      fc.property(identity, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, at, add) => {
        const wrong = `${number.slice(0, at)}${String((Number(number[at]) + add) % 10)}${number.slice(at + 1)}`;
        expect(findPersonData(wrong, YEAR), wrong).to.equal(undefined);
      }),
      SEED,
    );
    for (const body of ['44522419900230112', '44522419901301112', '99010119900101112', '44520019900101112', '44522418990101112', '44522420270101112']) expect(findPersonData(withCheck(body), YEAR), body).to.equal(undefined);
    expect(findPersonData(withCheck('44522420270101112'), 2027)).to.equal('identity-number');
  });

  it('lets readings, coordinates, instants and numbers of samples through', () => {
    const reading = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 999 })).map(([whole, part]) => `${String(whole)}.${String(part).padStart(2, '0')}`);
    const instant = fc.date({ min: new Date('1980-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
    const free = fc.oneof(
      fc.tuple(fc.array(reading, { minLength: 1, maxLength: 9 }), fc.constantFrom(' ', ', ', '; ', '、', '\t', '\n', ' ng/L, ')).map(([values, sign]) => values.join(sign)),
      fc.tuple(fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 1, maxLength: 9 }), fc.constantFrom(', ', '; ', '、', '\t', '\n')).map(([values, sign]) => values.join(sign)),
      fc.tuple(fc.double({ min: 73, max: 136, noNaN: true }), fc.double({ min: 18, max: 54, noNaN: true }), fc.integer({ min: 2, max: 8 }), fc.constantFrom(', ', ',', ' ', ';')).map(([x, y, places, sign]) => `${x.toFixed(places)}${sign}${y.toFixed(places)}`),
      instant,
      fc.tuple(instant, instant).map(([from, to]) => `${from.slice(0, 10)} ${from.slice(11, 16)}–${to.slice(11, 16)}`),
      fc.tuple(fc.constantFrom('HL', 'SJ', 'QS'), fc.integer({ min: 2018, max: 2040 }), fc.integer({ min: 1, max: 4 }), fc.nat({ max: 9999 })).map(([county, year, quarter, order]) => `${county}-${String(year)}Q${String(quarter)}-${String(order).padStart(4, '0')}`),
      fc.tuple(fc.constantFrom('SN', 'BX', 'S/N ', 'lot ', '批号'), digits(11)).map((parts) => parts.join('')),
      fc.uuid(),
    );
    fc.assert(fc.property(free, (text) => void expect(findPersonData(text, YEAR), text).to.equal(undefined)), { ...SEED, numRuns: 4000 });
  });
});
