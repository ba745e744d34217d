import { expect } from 'chai';
import { readResult, relativeUncertainty, type Reading, type ReadingMethod, type Refusal } from '../../../models/schemas/readResult.ts';

const METHOD: ReadingMethod = {
  unit: 'ng/L', lod: '10', loq: '20', upper: '1000', significantDigits: 3, maximumDecimals: null,
  rounding: 'gb-t-8170', uncertainty: [{ from: '20', to: '100', relative: 0.3 }, { from: '100', to: null, relative: 0.2 }], manualLimits: false,
};
const read = (text: string, given: Parameters<typeof readResult>[2] = {}, method: Partial<ReadingMethod> = {}): Reading => {
  const reading = readResult(text, { ...METHOD, ...method }, given);
  if (!reading.ok) throw new Error(`"${text}" was refused: ${reading.code}`);
  return reading;
};
const refusal = (text: string, given: Parameters<typeof readResult>[2] = {}, method: Partial<ReadingMethod> = {}): Refusal => {
  const reading = readResult(text, { ...METHOD, ...method }, given);
  if (reading.ok) throw new Error(`"${text}" was read as ${reading.reportedText}`);
  return reading;
};

describe('readResult: limits', () => {
  const cases: [typed: string, reported: string, qualifier: string, value: string | null, limit: string | null, detected: boolean][] = [
    ['5', '< 10', '<', '5', '10', false],
    ['0', '< 10', '<', '0', '10', false],
    ['9.9999', '< 10', '<', '9.9999', '10', false],
    ['10', '< 20 (detected)', '<', '10', '20', true],
    ['15', '< 20 (detected)', '<', '15', '20', true],
    ['20', '20.0', '=', '20', null, true],
    ['1000', '1000', '=', '1000', null, true],
    ['1000.4', '> 1000', '>', '1000.4', '1000', true],
    ['1001', '> 1000', '>', '1001', '1000', true],
    ['<10', '< 10', '<', null, '10', false],
    ['< 10', '< 10', '<', null, '10', false],
    ['10L', '< 10', '<', null, '10', false],
    ['10 L', '< 10', '<', null, '10', false],
    ['ND', '< 10', '<', null, '10', false],
    ['n.d.', '< 10', '<', null, '10', false],
    ['未检出', '< 10', '<', null, '10', false],
    ['No Peak', '< 10', '<', null, '10', false],
    ['< 0', '< 10', '<', null, '10', false],
    ['<LOD', '< 10', '<', null, '10', false],
    ['<20', '< 20', '<', null, '20', false],
    ['< 20 (detected)', '< 20 (detected)', '<', null, '20', true],
    ['<20（检出）', '< 20 (detected)', '<', null, '20', true],
    ['> 1000', '> 1000', '>', null, '1000', true],
    ['123.45', '123', '=', '123.45', null, true],
  ];
  for (const [typed, reported, qualifier, value, limit, detected] of cases) {
    it(`reads ${typed} as ${reported}`, () => {
      const { reportedText, ...reading } = read(typed);
      expect(reportedText).to.equal(reported);
      expect(reading).to.include({ qualifier, value, limit, detected, unit: 'ng/L' });
    });
  }

  it('keeps no number where only a limit was typed', () => {
    expect(read('<10').parsed).to.equal(null);
    expect(read('5').parsed).to.equal('5');
    expect(read('5').typedQualifier).to.equal('=');
  });

  it('refuses a limit that is not of the method unless manual limits are on', () => {
    expect(refusal('<15').code).to.equal('limit-not-of-method');
    expect(refusal('<15').en).to.contain('< 10, < 20 ng/L');
    expect(refusal('>500').code).to.equal('limit-not-of-method');
    expect(refusal('<10 (detected)').code).to.equal('limit-not-of-method');
    const manual = read('<15', {}, { manualLimits: true });
    expect(manual).to.include({ qualifier: '<', limit: '15', value: null, parsed: null, reportedText: '< 15' });
    expect(refusal('<0.0', {}, { manualLimits: true }).code).to.equal('limit-not-of-method');
  });

  it('scales the limits with the dilution', () => {
    expect(read('<10', { dilution: '10' })).to.include({ reportedText: '< 100', limit: '100', lod: '100', loq: '200', upper: '10000' });
    expect(read('12.5', { dilution: 10 }, { loq: '12' })).to.include({ reportedText: '125', value: '125', parsed: '12.5', dilution: '10' });
    expect(read('12.5', { dilution: 10 })).to.include({ value: '125', reportedText: '< 200 (detected)' });
    expect(read('999', { dilution: '10' }).reportedText).to.equal('9990');
    expect(read('1001', { dilution: '10' }).reportedText).to.equal('> 10000');
    for (const dilution of ['0', '-1', '', 'x', '1e3', '10000000', 'NaN']) expect(refusal('5', { dilution }).code).to.equal('dilution-invalid');
  });
});

describe('readResult: units', () => {
  for (const unit of ['\u00b5g/L', '\u03bcg/L', 'ug/L', 'µg/l', ' µg / L ']) {
    it(`converts ${unit} and keeps the original`, () => {
      expect(read('0.5', { unit })).to.include({ parsed: '0.5', typedUnit: 'µg/L', value: '500', unit: 'ng/L', reportedText: '500' });
    });
  }
  it('converts mg/L, and ng/g equals µg/kg', () => {
    expect(read('0.0005', { unit: 'mg/L' }).value).to.equal('500');
    expect(read('33', { unit: 'µg/kg' }, { unit: 'ng/g' })).to.include({ value: '33', unit: 'ng/g' });
    expect(read('<0.01', { unit: 'µg/L' }).reportedText).to.equal('< 10');
  });
  it('refuses a unit that is unknown or of another kind', () => {
    expect(refusal('5', { unit: 'ppm' }).code).to.equal('unknown-unit');
    expect(refusal('5', { unit: '' }).code).to.equal('unknown-unit');
    expect(refusal('5', { unit: 'ng/g' }).code).to.equal('unit-mismatch');
    expect(refusal('5', { unit: 'constructor' }).code).to.equal('unknown-unit');
  });
});

describe('readResult: what was typed', () => {
  const normalised: [string, string, string][] = [
    ['１２．５', '12.5', '< 20 (detected)'],
    ['１２.５', '12.5', '< 20 (detected)'],
    ['＜１０', '<10', '< 10'],
    ['12。5', '12.5', '< 20 (detected)'],
    ['1e2', '100', '100'],
    ['1.2E+2', '120', '120'],
    ['.5e3', '500', '500'],
    ['50.', '50', '50.0'],
    ['+50', '50', '50.0'],
    ['10L', '<10', '< 10'],
    ['未检出', '< LOD', '< 10'],
  ];
  for (const [typed, seen, reported] of normalised) {
    it(`says that ${typed} was read as ${seen}`, () => {
      expect(read(typed)).to.include({ normalisedText: seen, reportedText: reported });
    });
  }
  it('says nothing where only spaces differ', () => {
    for (const typed of ['12.5', ' 12.5 ', '< 10', '<10', '12.50', '\t30\n', '007']) expect(read(typed)).not.to.have.property('normalisedText');
  });

  const refused: [string, string][] = [
    ['', 'blank'], ['   ', 'blank'], ['\u3000', 'blank'],
    ['abc', 'not-a-number'], ['1e', 'not-a-number'], ['1.2.3', 'not-a-number'], ['0x1F', 'not-a-number'], ['<', 'not-a-number'], ['12.5 ng/L', 'not-a-number'], ['10l', 'not-a-number'], ['<ND', 'not-a-number'], ['微量', 'not-a-number'], ['>10 (detected)', 'not-a-number'],
    ['NaN', 'not-finite'], ['Infinity', 'not-finite'], ['-inf', 'not-finite'], ['∞', 'not-finite'],
    ['1e400', 'out-of-range'], ['1e-400', 'out-of-range'], ['1e99999999', 'out-of-range'], ['1e21', 'out-of-range'],
    ['-1', 'negative'], ['−1', 'negative'], ['－１', 'negative'], ['-0', 'negative'], ['<-5', 'negative'],
    ['1,234.5', 'ambiguous-separator'], ['1,234', 'ambiguous-separator'], ['1 234', 'ambiguous-separator'], ["1'234", 'ambiguous-separator'], ['１，２３４', 'ambiguous-separator'],
    ['12,5', 'decimal-comma'], ['0,25', 'decimal-comma'], ['<12,5', 'decimal-comma'],
    ['١٢', 'other-digits'], ['१२', 'other-digits'], ['1٢', 'other-digits'],
    ['1234567890123456789012345678901234567890', 'too-many-digits'], [`0.${'1'.repeat(40)}`, 'too-many-digits'],
    ['5<', 'qualifier-after'], ['5 >', 'qualifier-after'],
    ['≤10', 'qualifier-unsupported'], ['<=10', 'qualifier-unsupported'], ['~10', 'qualifier-unsupported'],
    ['2023-01-02', 'date'], ['1-2', 'date'], ['3/4', 'date'], ['2018年1月', 'date'], ['2-Jan', 'date'], ['Jan-18', 'date'], ['2018/1/9 10:30', 'date'],
    ['=1+1', 'formula'], ['#DIV/0!', 'spreadsheet-error'], ['#N/A', 'spreadsheet-error'], ['N/A', 'not-a-result'], ['-', 'not-a-result'], ['/', 'not-a-result'],
    ['9'.repeat(201), 'too-long'],
  ];
  for (const [typed, code] of refused) {
    it(`refuses ${JSON.stringify(typed).slice(0, 50)}: ${code}`, () => {
      const answer = refusal(typed);
      expect(answer.code).to.equal(code);
      expect(answer.zh).to.match(/[。]$/);
      expect(answer.en).to.match(/[.]$/);
    });
  }
  it('tells how to write a decimal comma', () => {
    expect(refusal('12,5').en).to.contain('12.5');
    expect(refusal('5<').en).to.contain('<5');
  });
});

describe('readResult: uncertainty', () => {
  it('takes half-open ranges', () => {
    expect(read('99.9').expandedUncertainty).to.equal('29.97');
    expect(read('100').expandedUncertainty).to.equal('20');
    expect(relativeUncertainty('20', METHOD.uncertainty)).to.equal(0.3);
    expect(relativeUncertainty('19.999', METHOD.uncertainty)).to.equal(undefined);
  });
  it('shows none below a limit or above the range', () => {
    for (const typed of ['5', '15', '1001', 'ND', '15 ± 2']) expect(read(typed).expandedUncertainty).to.equal(null);
  });
  it('keeps a typed uncertainty to the digit', () => {
    expect(read('125.0 ± 3.50').expandedUncertainty).to.equal('3.50');
    expect(read('125 +/- 10')).to.include({ expandedUncertainty: '10', value: '125' });
    expect(read('0.125±0.010', { unit: 'µg/L' }).expandedUncertainty).to.equal('10');
    expect(refusal('<10 ± 2').code).to.equal('not-a-number');
    expect(refusal('12.5 ±').code).to.equal('not-a-number');
  });
});
