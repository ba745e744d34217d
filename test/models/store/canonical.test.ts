/** Canonical JSON, and the digest of a row. */
import { expect } from 'chai';
import fc from 'fast-check';
import { area, auditEntry, resultRevision } from '../../../models/schemas/index.ts';
import { canonicalJson, newId, nowInstant, rowDigest, sha256Hex } from '../../../models/store/index.ts';
import { areaRow, revisionRow } from '../../support/laboratoryRows.ts';

const SEED = { seed: 20180115, numRuns: 500 };

describe('canonical JSON', () => {
  it('agrees with the examples of RFC 8785', () => {
    const input = { numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f', literals: [null, true, false] };
    expect(canonicalJson(input)).to.equal('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
    expect(canonicalJson({ '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', '\u00f6': 'o umlaut' })).to.equal(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"o umlaut","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew"}',
    );
  });

  it('is the same for every order of keys, and reads back as what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).to.equal(text);
        expect(canonicalJson(reversed(value))).to.equal(text);
      }),
      SEED,
    );
  });

  it('refuses what JSON cannot say, naming the place', () => {
    for (const [value, place] of [
      [{ a: [1, Number.NaN] }, '/a/1'],
      [{ a: Infinity }, '/a'],
      [{ a: { b: 1n } }, '/a/b'],
      [[undefined], '/0'],
      [{ a: new Date(0) }, '/a'],
      [{ a: new Map() }, '/a'],
      [{ a: () => 1 }, '/a'],
    ] as const) {
      expect(() => canonicalJson(value), place).to.throw(TypeError, `the value at ${place} is`);
    }
    // a hole is no null
    const holed: unknown[] = [1];
    holed[2] = 3;
    expect(() => canonicalJson(holed)).to.throw('/1');
    expect(canonicalJson({ a: undefined, b: 1 })).to.equal('{"b":1}');
    expect(canonicalJson(-0)).to.equal('0');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]));
}

describe('the digest of a row', () => {
  const row = revisionRow('r', 'u', { id: 'x' });

  it('is that of its canonical JSON as bound, without null fields', () => {
    const { parsed, value, detected, valueRevision } = row;
    expect({ parsed, value, detected, valueRevision }).to.deep.equal({ parsed: '12.30', value: '12.30', detected: true, valueRevision: 1 });
    const present = Object.fromEntries(Object.entries(row).filter(([, field]) => field !== null));
    expect(rowDigest(resultRevision, row)).to.equal(sha256Hex(canonicalJson(present)));
    const place = areaRow({ id: 'a', code: 'a', geometry: { type: 'Polygon', coordinates: [] } });
    const bound = Object.fromEntries(Object.entries({ ...place, geometry: canonicalJson(place.geometry) }).filter(([, field]) => field !== null));
    expect(rowDigest(area, place)).to.equal(sha256Hex(canonicalJson(bound)));
  });

  it('changes with every field', () => {
    const before = rowDigest(resultRevision, row);
    for (const [name, value] of Object.entries(row)) {
      const changed = typeof value === 'string' ? `${value} ` : typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : '';
      expect(rowDigest(resultRevision, { ...row, [name]: changed }), name).not.to.equal(before);
    }
  });

  it('does not let a JSON field flow into its neighbour', () => {
    const entry = { id: 'e', sequence: 1, at: nowInstant(0), actorId: null, action: 'a', subject: 's', subjectId: 'i', reason: null, algorithm: 'x', previousHash: '', hash: '' };
    const one = rowDigest(auditEntry, { ...entry, detail: { digests: [] }, digests: [] });
    const other = rowDigest(auditEntry, { ...entry, detail: {}, digests: [] });
    expect(one).not.to.equal(other);
  });
});

describe('ids', () => {
  it('are UUIDs of version 7 that lie in order of time and do not repeat', () => {
    const id = newId(Date.UTC(2018, 0, 15));
    expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).to.equal(Date.UTC(2018, 0, 15));
    expect(newId(1000) < newId(1001)).to.equal(true);
    expect(new Set(Array.from({ length: 10_000 }, () => newId(0))).size).to.equal(10_000);
  });
});
