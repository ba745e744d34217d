import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { gradingRules } from '../../../analysis/grading/rules/index.ts';
import { analytes, casCheckDigit, readAnalytes } from '../../../models/reference/analytes.ts';
import { huilaiAreas, readAreas } from '../../../models/reference/areas.ts';
import { glossary, term } from '../../../models/reference/glossary.ts';
import { methodFor, methods, readMethods } from '../../../models/reference/methods.ts';
import { readReferenceValues, referenceFor, referenceValues, referenceVersion, ungraded } from '../../../models/reference/referenceValues.ts';
import { sourceWords } from '../../../models/reference/sources.ts';
import { units } from '../../../models/reference/units.ts';
import { UNITS } from '../../../models/schemas/analyte.ts';
import { readResult } from '../../../models/schemas/readResult.ts';

type Json = Record<string, unknown>;
const raw = (name: string): Json => JSON.parse(readFileSync(new URL(`../../../models/reference/${name}.json`, import.meta.url), 'utf8')) as Json;
const known = new Set(analytes.map(({ id }) => id));

/** A file after one change, deep inside. */
function changed(name: string, change: (file: { [list: string]: Json[] }) => void): Json {
  const file = raw(name);
  change(file as unknown as { [list: string]: Json[] });
  return file;
}

describe('models/reference', () => {
  it('analytes: the panel first, every CAS number with its check digit, every record with a source', () => {
    expect(analytes.slice(0, 5).map(({ id }) => id)).to.deep.equal(['meth', 'amph', 'mdma', 'ket', 'norket']);
    expect(new Set(analytes.map(({ order }) => order)).size).to.equal(analytes.length);
    expect(analytes.every(({ source }) => source.length > 20)).to.equal(true);
    expect(['537-46-2', '42542-10-9', '2504100-70-1'].every(casCheckDigit)).to.equal(true);
    expect(['537-46-3', '53746-2', '537-46-2 '].some(casCheckDigit)).to.equal(false);
  });

  it('methods: limits rise, ranges of uncertainty are contiguous, HJ 168 is four times the LOD', () => {
    expect(methods.length).to.be.above(90);
    for (const matrix of ['sewage', 'surface-water', 'soil'] as const) {
      for (const analyte of ['meth', 'amph', 'mdma', 'ket', 'norket', 'mor', 'mam6', 'cod', 'be', 'eph']) expect(methodFor(analyte, matrix), `${analyte} ${matrix}`).not.to.equal(undefined);
    }
    for (const method of methods) {
      expect(Number(method.lod), method.id).to.be.below(Number(method.loq));
      if (method.limitRule === 'HJ168' && method.code !== 'HJ535') expect(Number(method.loq) / Number(method.lod), method.id).to.be.closeTo(4, 1e-9);
      method.uncertainty.forEach((range, i) => { expect(range.to, method.id).to.equal(method.uncertainty[i + 1]?.from ?? null); });
      expect(method.source.includes('Editable default') || method.source.includes('HJ 535-2009'), method.id).to.equal(true);
    }
    expect(methodFor('meth', 'soil')?.unit).to.equal('ng/g');
    expect(methodFor('nh3n', 'soil')).to.equal(undefined);
  });

  it('methods can be read by the laboratory: a value at the LOQ is a number, just below it is not', () => {
    for (const method of methods) {
      const at = readResult(method.loq, method);
      const below = readResult(String(Number(method.loq) * 0.9), method);
      expect(at.ok && at.qualifier === '=' && at.expandedUncertainty !== null, method.id).to.equal(true);
      expect(below.ok && below.qualifier === '<' && below.detected, method.id).to.equal(true);
    }
  });

  it('reference values: one per analyte, matrix and basis, in the unit of its basis, each above what its method determines', () => {
    for (const value of referenceValues) {
      expect(value.unit).to.equal(value.basis !== 'concentration' ? 'mg/1000inh/d' : value.matrix === 'soil' ? 'ng/g' : 'ng/L');
      expect(value.version).to.equal(referenceVersion);
      expect(value.source.length > 10 && value.reason.length > 10).to.equal(true);
      const method = methodFor(value.analyte, value.matrix);
      // a non-detect must be able to say something
      if (value.basis === 'concentration') expect(Number(method?.loq), `${value.analyte} ${value.matrix}`).to.be.below(value.value);
    }
    expect(referenceFor('meth', 'sewage', 'load')?.value).to.equal(65.8);
    expect(referenceFor('meth', 'sewage', 'pnml')?.source).to.include('Wu et al. 2021');
    expect(referenceFor('eph', 'sewage', 'concentration')).to.equal(undefined);
    expect(ungraded.get('eph')).to.include('season');
    expect([...ungraded.keys()].filter((analyte) => referenceValues.some((value) => value.analyte === analyte))).to.deep.equal([]);
  });

  it('places: two code systems never share an identity, made-up figures say so', () => {
    const towns = huilaiAreas.areas.filter(({ level }) => level === 'town');
    expect(towns).to.have.length(14);
    expect(towns.every(({ id, codeSystem, code }) => id === `${codeSystem}.${code}`)).to.equal(true);
    expect(towns.every(({ synthetic, populationBasis }) => synthetic === (populationBasis === 'synthetic'))).to.equal(true);
    expect(towns.filter(({ seatBasis }) => seatBasis === 'sourced').map(({ nameEn }) => nameEn)).to.have.members(['Huicheng', 'Longjiang']);
    const joined = huilaiAreas.members.map(({ memberAreaId }) => huilaiAreas.areas.find(({ id }) => id === memberAreaId)?.nameZh);
    expect(joined).to.deep.equal(['惠城镇', '寄陇村']);
    expect([...huilaiAreas.sources.values()].every((source) => source.length > 5)).to.equal(true);
  });

  it('sources: every shipped rule, uncertainty, method, analyte and reference value says in Chinese too what it rests on', () => {
    const shipped = [
      ...gradingRules.flatMap(({ source, uncertainty }) => [source, ...(uncertainty ?? []).map((each) => each.source)]),
      ...[...methods, ...analytes, ...referenceValues].map(({ source }) => source),
    ];
    for (const source of shipped) if (source !== 'Efron 1979') expect(sourceWords(source).zh, source).to.match(/\p{Script=Han}/u);
    expect(sourceWords('Validation report 2026-07'), 'what a laboratory wrote is shown as it wrote it').to.deep.equal({ zh: 'Validation report 2026-07', en: 'Validation report 2026-07' });
  });

  it('words: the three classes are those of the field', () => {
    expect([term('grade_severe').zh, term('grade_moderately_severe').zh, term('grade_general').zh]).to.deep.equal(['严重', '较严重', '一般严重']);
    expect([term('grade_severe').en, term('grade_moderately_severe').en, term('grade_general').en]).to.deep.equal(['Severe', 'Moderately severe', 'General']);
    expect(glossary.size).to.equal(192);
    expect(() => term('no_such_word')).to.throw(RangeError, 'no_such_word');
    expect([...units.keys()]).to.have.members([...UNITS]);
  });

  describe('a wrong file stops the program with file, path, expected and got', () => {
    const cases: [string, () => unknown, RegExp][] = [
      ['analytes: CAS', () => readAnalytes(changed('analytes', ({ analytes: list }) => { (list?.[3] ?? {})['cas'] = '6740-88-2'; })), /analytes\.json.*\/analytes\/3\/cas.*check digit.*6740-88-2/s],
      ['analytes: missing name', () => readAnalytes(changed('analytes', ({ analytes: list }) => { delete list?.[0]?.['nameZh']; })), /analytes\.json.*\/analytes\/0.*nameZh/s],
      ['analytes: twice', () => readAnalytes(changed('analytes', ({ analytes: list }) => { (list?.[1] ?? {})['id'] = 'meth'; })), /analyte "meth" stands twice/],
      ['methods: unknown analyte', () => readMethods(changed('methods', ({ methods: list }) => { ((list?.[0]?.['limits'] as Json[])[0] ?? {})['analyte'] = 'methh'; }), known), /\/methods\/0\/limits\/0\/analyte.*methh/],
      ['methods: limits fall', () => readMethods(changed('methods', ({ methods: list }) => { ((list?.[1]?.['limits'] as Json[])[2] ?? {})['loq'] = '0.01'; }), known), /\/methods\/1\/limits\/2: expected 0 < LOD <= LOQ/],
      ['methods: a decimal comma', () => readMethods(changed('methods', ({ methods: list }) => { ((list?.[0]?.['limits'] as Json[])[0] ?? {})['lod'] = '0,5'; }), known), /\/methods\/0\/limits\/0\/lod.*0,5/s],
      ['methods: a gap', () => readMethods(changed('methods', ({ methods: list }) => { ((list?.[0]?.['uncertainty'] as Json[])[0] ?? {})['to'] = '5loq'; }), known), /\/methods\/0\/uncertainty\/0\/to/],
      ['references: zero', () => readReferenceValues(changed('referenceValues', ({ values: list }) => { (list?.[4] ?? {})['value'] = 0; }), known), /\/values\/4\/value.*got 0/s],
      ['references: twice', () => readReferenceValues(changed('referenceValues', ({ values: list }) => { list?.push({ ...list[0] }); }), known), /reference "meth sewage concentration" stands twice/],
      ['areas: orphan', () => readAreas('areas.huilai.json', changed('areas.huilai', ({ areas: list }) => { (list?.[5] ?? {})['parent'] = '999999'; })), /\/areas\/5\/parent.*999999/],
      ['areas: swapped seat', () => readAreas('areas.huilai.json', changed('areas.huilai', ({ areas: list }) => { (list?.[5] ?? {})['seat'] = [23.005, 116.34]; })), /\/areas\/5\/seat\/1.*116\.34/s],
    ];
    for (const [name, read, message] of cases) it(name, () => { expect(read).to.throw(Error, message); });
  });
});
