import { expect } from 'chai';
import { analyteIds } from '../../../models/reference/analytes.ts';
import { compareConstants, constants, consumptionConstants, readConstants, type Constants } from '../../../models/reference/constants.ts';

const copy = (): Constants => structuredClone(constants);

describe('constants of the analysis', () => {
  it('cite a source and a grade of evidence for every number', () => {
    const cited = [...constants.molarMasses, ...constants.consumption, ...constants.doses, ...constants.markers, ...constants.halfLives, ...constants.stable, constants.amphetamineFromMethamphetamine, ...Object.values(constants.uncertainty), ...Object.values(constants.ratios)];
    for (const one of cited) {
      expect(one.source.length).to.be.greaterThan(10);
      expect(['V', 'C', 'K']).to.include(one.grade);
    }
  });

  it('speak of analytes that exist', () => {
    for (const { biomarker } of constants.consumption) expect(analyteIds.has(biomarker), biomarker).to.equal(true);
  });

  it('give no consumption where there is no safe default', () => {
    for (const { drug } of constants.noSafeDefault) expect(constants.consumption.some((one) => one.drug === drug)).to.equal(false);
    expect(consumptionConstants('fen')).to.equal(undefined);
  });

  it('are refused with the path of what is wrong', () => {
    const share = copy();
    if (share.consumption[0]) share.consumption[0].excretedFraction = 1.5;
    expect(() => readConstants(share)).to.throw('/consumption/0/excretedFraction');
    const twice = copy();
    twice.doses.push(...twice.doses.slice(0, 1));
    expect(() => readConstants(twice)).to.throw('stands twice');
    const masses = copy();
    masses.molarMasses = masses.molarMasses.filter((one) => one.analyte !== 'be');
    expect(() => readConstants(masses)).to.throw('molar mass of "be"');
    expect(() => readConstants({ ...copy(), extra: 1 })).to.throw('constants.json');
  });

  it('show what a new version changes, by name and not by place', () => {
    const after = copy();
    const meth = after.consumption.find((one) => one.id === 'meth');
    if (meth) meth.excretedFraction = 0.429;
    after.version = '2027-1';
    after.doses.reverse();
    expect(compareConstants(constants, after)).to.deep.equal([
      { path: '/consumption/meth/excretedFraction', before: 0.41, after: 0.429 },
      { path: '/version', before: '2026-1', after: '2027-1' },
    ]);
    expect(compareConstants(constants, copy())).to.deep.equal([]);
  });
});
