/**
 * From a concentration to a load, to a load per 1000 inhabitants, to consumption and doses.
 * Back-calculation as in SCORE's protocol; units say where every power of ten goes.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';

/**
 * Mass load.
 * @param concentrationNgPerL >= 0
 * @param flowM3PerDay > 0, over the same day
 * @returns mg/d; 10³ L/m³ × 10⁻⁶ mg/ng
 * @throws RangeError naming the argument out of range
 */
export function load(concentrationNgPerL: number, flowM3PerDay: number): number {
  requireInRange('concentrationNgPerL', concentrationNgPerL, { from: 0 });
  requireInRange('flowM3PerDay', flowM3PerDay, { above: 0 });
  return concentrationNgPerL * flowM3PerDay * 1e-3;
}

/**
 * Population-normalised mass load.
 * @param loadMgPerDay >= 0
 * @param population inhabitants served, > 0
 * @returns mg/d per 1000 inhabitants
 * @throws RangeError naming the argument out of range
 */
export function pnml(loadMgPerDay: number, population: number): number {
  requireInRange('loadMgPerDay', loadMgPerDay, { from: 0 });
  requireInRange('population', population, { above: 0 });
  return loadMgPerDay / (population / 1000);
}

/**
 * The same in the units of Chinese reports: ng/L × 万m³/d × 10 ÷ 千人.
 * @returns mg/d per 1000 inhabitants
 */
export function pnmlChineseUnits(concentrationNgPerL: number, flow10kM3PerDay: number, populationThousands: number): number {
  requireInRange('concentrationNgPerL', concentrationNgPerL, { from: 0 });
  requireInRange('flow10kM3PerDay', flow10kM3PerDay, { above: 0 });
  requireInRange('populationThousands', populationThousands, { above: 0 });
  return (concentrationNgPerL * flow10kM3PerDay * 10) / populationThousands;
}

/**
 * The part of a flow that is domestic sewage.
 * @param domesticShare in (0, 1]
 * @returns m³/d
 */
export function domesticFlow(flowM3PerDay: number, domesticShare: number): number {
  requireInRange('flowM3PerDay', flowM3PerDay, { above: 0 });
  requireInRange('domesticShare', domesticShare, { above: 0, to: 1 });
  return flowM3PerDay * domesticShare;
}

/**
 * Correction factor from biomarker load to drug consumption, (M_drug / M_biomarker) / f.
 * @param massRatio molar mass of the drug over that of the biomarker, > 0
 * @param excretedFraction mole per mole, in (0, 1]
 */
export function correctionFactor(massRatio: number, excretedFraction: number): number {
  requireInRange('massRatio', massRatio, { above: 0 });
  requireInRange('excretedFraction', excretedFraction, { above: 0, to: 1 });
  return massRatio / excretedFraction;
}

/**
 * Consumption of the pure drug.
 * @param pnmlOfBiomarker mg/d per 1000 inhabitants, >= 0
 * @returns mg/d per 1000 inhabitants
 */
export function consumption(pnmlOfBiomarker: number, massRatio: number, excretedFraction: number): number {
  requireInRange('pnmlOfBiomarker', pnmlOfBiomarker, { from: 0 });
  return pnmlOfBiomarker * correctionFactor(massRatio, excretedFraction);
}

/**
 * Doses of the pure drug.
 * @param mgPerDose > 0
 * @returns doses/d per 1000 inhabitants
 */
export function doses(consumptionMg: number, mgPerDose: number): number {
  requireInRange('consumptionMg', consumptionMg, { from: 0 });
  requireInRange('mgPerDose', mgPerDose, { above: 0 });
  return consumptionMg / mgPerDose;
}
