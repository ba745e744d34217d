/**
 * Two quantities of the same thing (a site before and after) as one normal pair, either of them perhaps
 * known only to lie below or above a limit. Expectation-maximisation (Dempster, Laird and Rubin 1977);
 * where both are limits the expectation is a quadrature over the first. The limit of one then speaks
 * through its correlation with the other, which a fit of their difference alone would get wrong: the
 * bound of a difference moves with the noise of the first.
 * Reference values: R 4.2.2 optim on the likelihood with integrate. Pure.
 */
import { normalCdf, normalQuantile } from '../normal.ts';
import type { CensoredValue } from './censoredValue.ts';
import { hazard } from './maximumLikelihood.ts';

export interface CensoredPair {
  first: CensoredValue;
  second: CensoredValue;
}

export interface BivariateNormal {
  meanFirst: number;
  meanSecond: number;
  varianceFirst: number;
  varianceSecond: number;
  covariance: number;
  iterations: number;
}

type Fit = Omit<BivariateNormal, 'iterations'>;

/** Expectations of a pair given what was seen of it. */
export interface PairMoments {
  first: number;
  second: number;
  firstSquare: number;
  secondSquare: number;
  product: number;
}

/** Nodes and weights of Gauss and Legendre on (0, 1), 12 points. */
const NODES: readonly (readonly [number, number])[] = [
  [0.125233408511469, 0.249147045813403], [0.367831498998180, 0.233492536538355], [0.587317954286617, 0.203167426723066],
  [0.769902674194305, 0.160078328543346], [0.904117256370475, 0.106939325995318], [0.981560634246719, 0.047175336386512],
].flatMap(([x = 0, w = 0]) => [[(1 - x) / 2, w / 2], [(1 + x) / 2, w / 2]] as const);

/** Mean and variance of a normal value of which this was seen. */
function truncated(mean: number, sd: number, { value, qualifier }: CensoredValue): { mean: number; variance: number } {
  if (qualifier === '=') return { mean: value, variance: 0 };
  const side = qualifier === '<' ? 1 : -1;
  const z = (side * (value - mean)) / sd;
  const h = hazard(z);
  return { mean: mean - side * sd * h, variance: Math.max(0, sd * sd * (1 - z * h - h * h)) };
}

/** One measured, the other seen through it. */
function throughMeasured(known: number, meanKnown: number, varianceKnown: number, other: CensoredValue, meanOther: number, varianceOther: number, covariance: number): { known: number; other: number; otherSquare: number } {
  const slope = covariance / varianceKnown;
  const rest = truncated(meanOther + slope * (known - meanKnown), Math.sqrt(varianceOther - slope * covariance), other);
  return { known, other: rest.mean, otherSquare: rest.variance + rest.mean ** 2 };
}

/** Both are limits: over the first, in equal steps of its probability. */
function throughBoth({ first, second }: CensoredPair, fit: Fit): PairMoments {
  const sd = Math.sqrt(fit.varianceFirst);
  const slope = fit.covariance / fit.varianceFirst;
  const rest = Math.sqrt(fit.varianceSecond - slope * fit.covariance);
  const side = first.qualifier === '<' ? 1 : -1;
  const within = normalCdf((side * (first.value - fit.meanFirst)) / sd);
  const sideSecond = second.qualifier === '<' ? 1 : -1;
  let weight = 0;
  const sum: PairMoments = { first: 0, second: 0, firstSquare: 0, secondSquare: 0, product: 0 };
  for (const [node, share] of NODES) {
    // far out in a tail the probability underflows: the limit itself is then as good as the value
    const x = within > 1e-280 ? fit.meanFirst + side * sd * normalQuantile(node * within) : first.value;
    const mean = fit.meanSecond + slope * (x - fit.meanFirst);
    const w = share * normalCdf((sideSecond * (second.value - mean)) / rest);
    const y = truncated(mean, rest, second);
    weight += w;
    sum.first += w * x;
    sum.second += w * y.mean;
    sum.firstSquare += w * x * x;
    sum.secondSquare += w * (y.variance + y.mean ** 2);
    sum.product += w * x * y.mean;
  }
  if (!(weight > 0)) return { first: first.value, second: second.value, firstSquare: first.value ** 2, secondSquare: second.value ** 2, product: first.value * second.value };
  return { first: sum.first / weight, second: sum.second / weight, firstSquare: sum.firstSquare / weight, secondSquare: sum.secondSquare / weight, product: sum.product / weight };
}

export function expectedPair(pair: CensoredPair, fit: Fit): PairMoments {
  const { first, second } = pair;
  if (first.qualifier === '=') {
    const { known, other, otherSquare } = throughMeasured(first.value, fit.meanFirst, fit.varianceFirst, second, fit.meanSecond, fit.varianceSecond, fit.covariance);
    return { first: known, second: other, firstSquare: known ** 2, secondSquare: otherSquare, product: known * other };
  }
  if (second.qualifier === '=') {
    const { known, other, otherSquare } = throughMeasured(second.value, fit.meanSecond, fit.varianceSecond, first, fit.meanFirst, fit.varianceFirst, fit.covariance);
    return { first: other, second: known, firstSquare: otherSquare, secondSquare: known ** 2, product: known * other };
  }
  return throughBoth(pair, fit);
}

function add(sum: PairMoments, one: PairMoments): void {
  sum.first += one.first;
  sum.second += one.second;
  sum.firstSquare += one.firstSquare;
  sum.secondSquare += one.secondSquare;
  sum.product += one.product;
}

function fitOf(sum: PairMoments, n: number): Fit {
  const [meanFirst, meanSecond] = [sum.first / n, sum.second / n];
  const varianceFirst = Math.max(1e-10, sum.firstSquare / n - meanFirst ** 2);
  const varianceSecond = Math.max(1e-10, sum.secondSquare / n - meanSecond ** 2);
  const most = 0.9999 * Math.sqrt(varianceFirst * varianceSecond);
  return { meanFirst, meanSecond, varianceFirst, varianceSecond, covariance: Math.max(-most, Math.min(most, sum.product / n - meanFirst * meanSecond)) };
}

const plain = ({ first, second }: CensoredPair): PairMoments => ({ first: first.value, second: second.value, firstSquare: first.value ** 2, secondSquare: second.value ** 2, product: first.value * second.value });

/**
 * @param pairs finite, at least three; variances are those of the likelihood (divided by n)
 * @param options.start where to begin; a near answer saves iterations
 * @throws RangeError for fewer
 */
export function bivariateNormal(pairs: readonly CensoredPair[], { most = 300, tolerance = 1e-7, start }: { most?: number; tolerance?: number; start?: Fit | undefined } = {}): BivariateNormal {
  if (pairs.length < 3) throw new RangeError(`${pairs.length} pairs; at least 3 were expected`);
  // values near 0, so that squares lose nothing
  const centre = pairs.reduce((sum, { first, second }) => sum + (first.value + second.value) / (2 * pairs.length), 0);
  const near = pairs.map(({ first, second }): CensoredPair => ({ first: { ...first, value: first.value - centre }, second: { ...second, value: second.value - centre } }));
  const none = (): PairMoments => ({ first: 0, second: 0, firstSquare: 0, secondSquare: 0, product: 0 });
  const known = none();
  const limited: CensoredPair[] = [];
  for (const pair of near) {
    if (pair.first.qualifier === '=' && pair.second.qualifier === '=') add(known, plain(pair));
    else limited.push(pair);
  }
  const sumOf = (momentsOf: (pair: CensoredPair) => PairMoments): PairMoments => {
    const sum = { ...known };
    for (const pair of limited) add(sum, momentsOf(pair));
    return sum;
  };
  let fit = start === undefined ? fitOf(sumOf(plain), near.length) : { ...start, meanFirst: start.meanFirst - centre, meanSecond: start.meanSecond - centre };
  let iterations = 0;
  for (; iterations < most; iterations++) {
    const before = fit;
    fit = fitOf(sumOf((pair) => expectedPair(pair, before)), near.length);
    const moved = Math.max(Math.abs(fit.meanFirst - before.meanFirst), Math.abs(fit.meanSecond - before.meanSecond), Math.abs(fit.covariance - before.covariance), Math.abs(fit.varianceFirst - before.varianceFirst), Math.abs(fit.varianceSecond - before.varianceSecond));
    if (moved <= tolerance) break;
  }
  return { ...fit, meanFirst: fit.meanFirst + centre, meanSecond: fit.meanSecond + centre, iterations };
}
