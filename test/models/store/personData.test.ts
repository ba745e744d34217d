/** No identity and no mobile number passes; readings, codes and dates do. */
import { expect } from 'chai';
import fc from 'fast-check';
import { findPersonData } from '../../../models/store/index.ts';

const SEED = { seed: 20180115, numRuns: 500 };
const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const wide = (text: string): string => text.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const words = fc.constantFrom('', '电话', 'tel ', 'see: ', '（', '号码为');

describe('person data in text', () => {
  it('finds every mainland mobile number, however it is written', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('', '+86', '+86 ', '86-', '0086'), fc.constantFrom(...'3456789'), digits(9), fc.constantFrom('', ' ', '-', '－', '\u00a0', '–'), fc.boolean(), (before, prefix, second, rest, separator, isWide) => {
        const number = [`1${second}${rest.slice(0, 1)}`, rest.slice(1, 5), rest.slice(5)].join(separator);
        const text = `${before}${prefix}${isWide ? wide(number) : number}。`;
        expect(findPersonData(text), text).to.equal('mobile-number');
      }),
      SEED,
    );
  });

  it('finds every identity number, however it is written', () => {
    fc.assert(
      fc.property(words, digits(17), fc.constantFrom(...'0123456789Xx'), fc.constantFrom('', ' ', '-'), fc.boolean(), (before, body, check, separator, isWide) => {
        const number = [body.slice(0, 6), body.slice(6, 14), `${body.slice(14)}${check}`].join(separator);
        const text = `${before}${isWide ? wide(number) : number}，`;
        expect(findPersonData(text), text).to.be.oneOf(['identity-number', 'mobile-number']);
      }),
      SEED,
    );
  });

  it('lets readings, codes, dates and shorter or longer numbers through', () => {
    for (const text of ['12.30 ng/L, LOQ 4', '2018-01-15 09:30', '样品 HL-2018Q1-0045', 'lot 20180115001', '1234567890123', '110 5.6 7.8', 'CAS 537-46-2', '12000 m³/d', '019c0d2e-7a5b-7cde-8f01-23456789abcd', '']) {
      expect(findPersonData(text), text).to.equal(undefined);
    }
  });
});
