/** The contract of `analyse` for the methods that are not spatial: columns in, field names out, exit codes, messages. */
import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, ANALYSE_METHODS } from '../../../server/cli/analyse/index.ts';
import { toJson } from '../../../server/cli/analyse/toJson.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'analyse-'));
});
after(() => rm(folder, { recursive: true }));

type Answer = Record<string, unknown>;

const numbersOf = (answer: Answer, key: string): unknown[] => {
  const value = answer[key];
  return Array.isArray(value) ? (value as unknown[]) : [];
};

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string; json: Answer }> {
  let out = '';
  let err = '';
  const code = await analyse(argv, {
    out: (text) => {
      out += text;
      return Promise.resolve();
    },
    say: (text) => {
      err += text;
      return Promise.resolve();
    },
  });
  return { code, out, err, json: out.startsWith('{') ? (JSON.parse(out) as Answer) : {} };
}

async function file(name: string, text: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const rows = (header: string, lines: readonly (readonly (number | string)[])[]): string => `${header}\n${lines.map((line) => line.join(',')).join('\n')}\n`;

describe('analyse', () => {
  it('trend: S, varS, tau, z, p, slope, lower, upper, intercept', async () => {
    const values = [1, 3, 2, 5, 5, 7, 6, 9, 9, 9, 12, 11];
    const path = await file('trend.csv', rows('t,value', values.map((value, i) => [i + 1, value])));
    const { code, json } = await run('trend', '--values', path);
    expect(code).to.equal(0);
    expect(json).to.include({ S: 56, varS: 208, slope: 1, lower: 0.75, upper: 1.1, intercept: 0 });
    expect(json['tau']).to.be.closeTo(0.875427559273011, 1e-12);
    expect(json['z']).to.be.closeTo(3.81356384904845, 1e-12);
    expect(json['p']).to.be.closeTo(0.000136977116338609, 1e-14);
  });

  it('trend --seasons: periods, decimal years, and what fits neither', async () => {
    const values = [1, 5, 9, 3, 2, 6, 10, 4];
    const byPeriod = await run('trend', '--seasons', '4', '--values', await file('q.csv', rows('t,value', values.map((value, i) => [i + 1, value]))));
    const byYear = await run('trend', '--seasons', '4', '--values', await file('y.csv', rows('t,value', values.map((value, i) => [2018 + i / 4, value]))));
    expect(byPeriod.json).to.include({ S: 4, varS: 4, p: 0.125, slope: 1 });
    expect(byYear.json).to.include({ S: 4, varS: 4, p: 0.125, slope: 1 });
    const months = Array.from({ length: 48 }, (_, i) => [(1920 + i / 12).toFixed(3), (i * 7) % 13] as const);
    const rounded = await run('trend', '--seasons', '12', '--values', await file('m.csv', rows('t,value', months)));
    const counted = await run('trend', '--seasons', '12', '--values', await file('n.csv', rows('t,value', months.map(([, value], i) => [i, value]))));
    expect(rounded.json).to.deep.equal(counted.json);
    const odd = await run('trend', '--seasons', '4', '--values', await file('odd.csv', rows('t,value', [[2018, 1], [2018.1, 2], [2018.5, 3], [2019, 4]])));
    expect([odd.code, odd.err]).to.deep.equal([1, odd.err]);
    expect(odd.err).to.include('steps of 1/4');
  });

  it('trend: below four values every figure is null and the reason stands beside it', async () => {
    const { code, json } = await run('trend', '--values', await file('short.csv', 't,value\n1,2\n2,3\n3,4\n'));
    expect(code).to.equal(0);
    for (const key of ['S', 'varS', 'tau', 'z', 'p', 'slope', 'lower', 'upper', 'intercept']) expect(json[key]).to.equal(null);
    expect(JSON.stringify(json['decisions'])).to.include('too-few-values');
  });

  it('censored: four estimators, chosen, reason', async () => {
    const path = await file('censored.csv', 'value,censored\n5,1\n3,0\n8,0\n2,1\n9,0\n12,0\n7,0\n4,0\n');
    const { json } = await run('censored', '--values', path);
    for (const key of ['ros', 'kaplanMeier', 'mleLognormal', 'mleNormal']) expect(json[key]).to.include.keys('mean', 'sd', 'median');
    expect(json['chosen']).to.equal('kaplanMeier');
    expect(json['reason']).to.include.keys('code', 'zh', 'en');
    const above = await run('censored', '--values', await file('above.csv', 'value,censored,above\n5,1,0\n3,0,0\n8,0,0\n20,0,1\n'));
    expect(above.json['ros']).to.equal(null);
    expect(above.json['nAbove']).to.equal(1);
    const both = await run('censored', '--values', await file('both.csv', 'value,censored,above\n5,1,1\n'));
    expect(both.err).to.include('both below and above');
  });

  it('peto-peto: two groups told apart by a column, as survival does it', async () => {
    const { peto } = JSON.parse(await readFile('test/analysis/fixtures/rReference.json', 'utf8')) as { peto: { values: number[]; below: boolean[]; first: number; chiSquare: number; p: number }[] };
    const [set] = peto;
    if (set === undefined) throw new Error('rReference.json holds no peto');
    const path = await file('peto.csv', rows('value,censored,second', set.values.map((value, i) => [value, Number(set.below[i]), Number(i >= set.first)])));
    const { json } = await run('peto-peto', '--values', path);
    expect(json['n']).to.deep.equal([14, 11]);
    expect(json['chiSquare']).to.be.closeTo(set.chiSquare, 1e-9);
    expect(json['pNormal']).to.be.closeTo(set.p, 1e-9);
    const none = await run('peto-peto', '--values', await file('none.csv', 'value,censored,second\n5,1,0\n3,1,1\n'));
    expect([none.code, none.json['p'], none.out.includes('no-difference-possible')]).to.deep.equal([0, null, true]);
    const alone = await run('peto-peto', '--values', await file('alone.csv', 'value,censored,second\n5,1,0\n3,0,0\n'));
    expect([alone.code, alone.err]).to.deep.equal([1, 'the groups have 2 and 0 values; at least one in each was expected\n']);
  });

  it('breaks: breaks, gvf, counts', async () => {
    const path = await file('breaks.csv', rows('value', [1, 2, 2, 3, 10, 11, 12, 40, 41].map((value) => [value])));
    const { json } = await run('breaks', '--values', path, '--k', '3');
    expect(json['breaks']).to.deep.equal([1, 6.5, 26, 41]);
    expect(json['counts']).to.deep.equal([4, 3, 2]);
    expect(json['gvf']).to.be.a('number');
  });

  it('rank: spearman and kendall as numbers, theilSen with slope and intercept', async () => {
    const { json } = await run('rank', '--values', await file('rank.csv', 'x,y\n1,1\n2,3\n3,2\n4,5\n5,4\n'));
    expect(json['spearman']).to.be.closeTo(0.8, 1e-12);
    expect(json['kendall']).to.be.closeTo(0.6, 1e-12);
    expect(json['theilSen']).to.include.keys('slope', 'intercept');
    const flat = await run('rank', '--values', await file('flat.csv', 'x,y\n1,1\n1,3\n1,2\n'));
    expect(flat.json).to.include({ spearman: null, kendall: null, kendallZ: null });
    expect(JSON.stringify(flat.json['decisions'])).to.include('does not vary');
  });

  it('rank: thirty thousand rows have their correlations, and a word instead of a line', async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => [i % 1009, (i * i) % 2003] as const);
    const { json } = await run('rank', '--values', await file('many.csv', rows('x,y', many)));
    expect(json['kendall']).to.be.a('number');
    expect(json['theilSen']).to.deep.equal({ slope: null, intercept: null, interceptOfMedians: null });
    expect(JSON.stringify(json['decisions'])).to.include('too-many-for-line');
    const long = await run('trend', '--values', await file('long.csv', rows('t,value', many.slice(0, 12_000).map(([, y], i) => [i, y]))));
    expect(long.json['S']).to.be.a('number');
    expect(long.json['slope']).to.equal(null);
  });

  it('robust: Algorithm A twice, mad, nIqr, qn, sn', async () => {
    const { json } = await run('robust', '--values', await file('robust.csv', rows('value', [10, 11, 12, 13, 14, 99].map((value) => [value]))));
    expect(json).to.include.keys('algorithmA', 'mad', 'nIqr', 'qn', 'sn');
    expect(json['algorithmA']).to.include.keys('mean', 'sd', 'exact');
  });

  it('indices: per row and analyte, with a word about columns without a reference', async () => {
    const values = await file('values.csv', 'site,meth,ket\n1,20,10\n2,0,5\n');
    const reference = await file('reference.csv', 'ket,meth\n5,10\n');
    const weights = await file('weights.csv', 'ket,meth\n0.25,0.75\n');
    const { json } = await run('indices', '--values', values, '--reference', reference, '--weights', weights);
    expect(json['analytes']).to.deep.equal(['ket', 'meth']);
    expect(json['singleFactor']).to.deep.equal([[2, 2], [1, 0]]);
    expect(json['igeo']).to.deep.equal([[Math.log2(2 / 1.5), Math.log2(2 / 1.5)], [Math.log2(1 / 1.5), null]]);
    expect(numbersOf(json, 'nemerow')[1]).to.be.closeTo(Math.sqrt((0.25 + 1) / 2), 1e-12);
    expect(numbersOf(json, 'nemerowWeighted')[1]).to.be.closeTo(Math.sqrt((0.0625 + 1) / 2), 1e-12);
    expect(JSON.stringify(json['decisions'])).to.include('site');
    const negative = await run('indices', '--values', await file('negative.csv', 'meth,ket\n1,1\n-1,1\n'), '--reference', reference);
    expect(negative.err).to.include('data row 2');
  });

  it('prints numbers with every digit', async () => {
    const { out } = await run('robust', '--values', await file('digits.csv', 'value\n0.1\n0.2\n0.30000000000000004\n'));
    expect(out).to.include('"median":0.2');
    expect(toJson({ a: Float64Array.of(0.1 + 0.2, Number.NaN), b: undefined })).to.equal('{"a":[0.30000000000000004,null]}');
    expect(() => toJson({ a: [1, Infinity] })).to.throw(RangeError, '$.a[1] is Infinity');
  });
});

describe('analyse refuses', () => {
  const refused = async (text: string | Buffer, message: string): Promise<void> => {
    const { code, out, err } = await run('trend', '--values', await file('bad.csv', text));
    expect(err).to.include(message);
    expect([code, out]).to.deep.equal([1, '']);
  };

  it('a cell that is no finite number, by row, column and text', async () => {
    for (const [cell, message] of [['NaN', 'is "NaN"'], ['1e400', 'beyond the range of a double'], ['"12,5"', 'a point as decimal sign'], ['', 'blank is not zero'], ['１２', 'is "１２"'], ['未检出', 'is "未检出"'], ['<5', 'is "<5"'], ['0x10', 'is "0x10"']] as const) {
      await refused(`t,value\n1,2\n2,${cell}\n3,4\n`, `row 3, column value: ${message.startsWith('is') ? '' : 'is '}`.trim());
      await refused(`t,value\n1,2\n2,${cell}\n3,4\n`, message);
    }
  });

  it('another encoding, a ragged row, a missing or doubled column, no rows, no file', async () => {
    await refused(Buffer.from('t,value\n1,2\n', 'utf16le'), 't');
    await refused(Buffer.from([0x74, 0x2c, 0xd6, 0xd0, 0x0a]), 'not UTF-8');
    await refused('t,value\n1\n', 'Record Length');
    await refused('t,wert\n1,2\n', 'column "value" is missing');
    await refused('t;value\n1;2\n', 'separator must be a comma');
    await refused('t,value,value\n1,2,3\n', 'stands twice');
    await refused('t,value\n', 'no rows');
    await refused('', 'empty');
    const { code, err } = await run('trend', '--values', join(folder, 'nowhere.csv'));
    expect(code).to.equal(1);
    expect(err).to.include('nowhere.csv cannot be read');
  });

  it('a time twice, and a flag that is none', async () => {
    await refused('t,value\n1,2\n1,3\n2,3\n3,3\n', 'at one time');
    await refused('t,value,censored\n1,2,yes\n2,3,0\n', 'row 2, column censored: is "yes"; expected 1 or 0');
  });

  it('a wrong command line with exit 2', async () => {
    for (const argv of [['wind'], ['trend'], ['trend', '--values'], ['trend', '--nosuch', '1'], ['breaks', '--values', 'x', '--k', 'three'], ['breaks', '--values', 'x', '--k', '2.5'], ['trend', '--values', 'x', '--confidence', 'NaN'], []]) {
      const { code, out, err } = await run(...argv);
      expect(code, argv.join(' ')).to.equal(2);
      expect(out).to.equal('');
      expect(err.length).to.be.greaterThan(10);
    }
  });
});

describe('analyse --help', () => {
  it('lists every method, and each names its conventions and its reference', async () => {
    const { code, out } = await run('--help');
    expect(code).to.equal(0);
    for (const method of ANALYSE_METHODS) {
      expect(out).to.include(method.name);
      const help = await run(method.name, '--help');
      expect(help.code).to.equal(0);
      expect(help.out).to.match(/Reference/);
      for (const option of Object.keys(method.options)) expect(help.out).to.include(`--${option}`);
    }
  });
});
