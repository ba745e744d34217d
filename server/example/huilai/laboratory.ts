/** Runs of the laboratory: which bottles go into which, what was typed for each, and when. */
import type { Method } from '../../../models/schemas/analyte.ts';
import { MATRICES, type Matrix } from '../../../models/schemas/vocabulary.ts';
import { addDays } from '../../../sampling-plans/calendar.ts';
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { BAD_DUPLICATE, DIRTY_BLANK, FAILED_RUN, LATE_CORRECTION, RETURNED, UNIT_SLIP } from './incidents.ts';
import { measure, type Reading } from './instrument.ts';
import { localClock } from './localClock.ts';
import { qualityOf } from './quality.ts';
import { requireMethod } from './requireMethod.ts';
import { Draw } from './streams.ts';
import { ROUNDS } from './towns.ts';
import type { GeneratedEntry, GeneratedQc, GeneratedResult, GeneratedRun, GeneratedSample } from './types.ts';
import { roundIndex, type Water } from './water.ts';

const RUN_LETTER: Readonly<Record<Matrix, string>> = { sewage: 'W', 'surface-water': 'SW', soil: 'S' };
const UNFINISHED = ROUNDS[ROUNDS.length - 1];
/** Of the unfinished round: samples of the first run that are verified, and samples of the second that are entered. */
const VERIFIED_SAMPLES = 10;
const ENTERED_SAMPLES = 6;

export interface LaboratoryWork {
  runs: GeneratedRun[];
  results: GeneratedResult[];
  qc: GeneratedQc[];
}

const chunks = <T>(items: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

export function laboratoryOf(seed: number, plan: PlanDocument, roundCode: string, bottles: readonly GeneratedSample[], water: Water): LaboratoryWork {
  const round = roundIndex(roundCode);
  const compact = roundCode.replace('-', '');
  const lastVisit = bottles.map((bottle) => bottle.visitedOn ?? '').reduce((a, b) => (a > b ? a : b), '');
  const clock = localClock(plan.timeZone);
  const work: LaboratoryWork = { runs: [], results: [], qc: [] };
  let order = 0;

  for (const matrix of MATRICES) {
    const received = bottles.filter((bottle) => bottle.matrix === matrix && bottle.state === 'received');
    // river water of the unfinished round still waits for its run
    if (roundCode === UNFINISHED && matrix !== 'sewage') continue;
    chunks(received, plan.quality.runSize).forEach((samples, i) => {
      const number = `${compact}-${RUN_LETTER[matrix]}${String(i + 1)}`;
      const day = addDays(lastVisit, 4 + Math.floor(order / 2));
      order += 1;
      const open = roundCode === UNFINISHED && i > 0;
      const failed = number === FAILED_RUN.number;
      run(number, matrix, samples, day, { open, failed, attempt: 1, repeats: null });
      if (failed) run(`${number}R`, matrix, samples, addDays(day, 3), { open: false, failed: false, attempt: 2, repeats: number });
    });
  }
  return work;

  function run(number: string, matrix: Matrix, samples: readonly GeneratedSample[], day: string, how: { open: boolean; failed: boolean; attempt: number; repeats: string | null }): void {
    const technician = order % 2;
    const override = number === DIRTY_BLANK.run ? DIRTY_BLANK.override : number === BAD_DUPLICATE.run ? BAD_DUPLICATE.override : null;
    work.runs.push({
      number, roundCode, matrix, methodCode: requireMethod(plan.panel[0] ?? '', matrix).code, instrument: `LC-MS/MS ${technician === 0 ? 'A' : 'B'}`,
      state: how.open ? 'open' : 'closed', openedAt: clock(day, 9 * 60), closedAt: how.open ? null : clock(addDays(day, 1), 17 * 60),
      repeats: how.repeats, overrideReason: override,
    });
    const readings = new Map<string, Map<string, Reading>>();
    samples.forEach((sample, place) => {
      const truth = water.inBottle(round, sample.siteCode, matrix === 'soil' ? 'soil' : 'water', seriesDay(sample.number));
      const own = new Map<string, Reading>();
      readings.set(sample.number, own);
      if (how.open && place >= ENTERED_SAMPLES) return;
      plan.panel.forEach((analyte, column) => {
        const method = requireMethod(analyte, matrix);
        const reading = measure(truth.get(analyte) ?? 0, method, new Draw(seed, 'measure', number, sample.number, analyte), how.failed ? FAILED_RUN.bias : 1);
        own.set(analyte, reading);
        const at = clock(addDays(day, 1), 9 * 60 + place * 12 + Math.floor(column / 2));
        const entry: GeneratedEntry = { rawText: reading.rawText, unit: method.unit, dilution: reading.dilution, at, reason: null };
        work.results.push(...typed({ sample, analyte, number, technician, entry, reading, place, how, method }));
      });
    });
    work.qc.push(...qualityOf({ seed, plan, number, matrix, day, technician, samples, readings, failed: how.failed }));
  }

  function typed({ sample, analyte, number, technician, entry, reading, place, how, method }: { sample: GeneratedSample; analyte: string; number: string; technician: number; entry: GeneratedEntry; reading: Reading; place: number; how: { open: boolean; failed: boolean; attempt: number }; method: Method }): GeneratedResult[] {
    const is = (incident: { round: string; site: string }): boolean => incident.round === roundCode && incident.site === sample.siteCode && sample.matrix !== 'soil';
    const base = { sampleNumber: sample.number, roundCode, analyte, attempt: how.attempt, runNumber: number, technician, entries: [entry], follows: null, returned: null };
    if (how.failed) return [{ ...base, state: 'superseded' }];
    if (how.attempt > 1) return [{ ...base, state: 'released', follows: { action: 'retest', reasonCode: 'quality-control', reason: FAILED_RUN.reason } }];
    if (is(UNIT_SLIP) && UNIT_SLIP.analyte === analyte) {
      const later = new Date(Date.parse(entry.at) + 25 * 60_000).toISOString();
      return [{ ...base, state: 'released', entries: [{ ...entry, unit: 'µg/L' }, { ...entry, at: later, reason: UNIT_SLIP.reason }] }];
    }
    if (is(LATE_CORRECTION) && LATE_CORRECTION.analyte === analyte) {
      const wrong = measure((reading.amount ?? 0) * LATE_CORRECTION.factor, method, new Draw(seed, 'wrong', number, sample.number));
      return [
        { ...base, state: 'superseded', entries: [{ ...entry, rawText: wrong.rawText, dilution: wrong.dilution }] },
        { ...base, attempt: 2, state: 'released', entries: [{ ...entry, at: clock(LATE_CORRECTION.at, 10 * 60) }], follows: { action: 'amend', reasonCode: 'other', reason: LATE_CORRECTION.reason } },
      ];
    }
    if (roundCode !== UNFINISHED) return [{ ...base, state: 'released' }];
    if (how.open) return [{ ...base, state: 'entered' }];
    if (is(RETURNED) && RETURNED.analytes.some((each) => each === analyte)) return [{ ...base, state: 'entered', returned: RETURNED.reason }];
    return [{ ...base, state: place < VERIFIED_SAMPLES ? 'verified' : 'submitted' }];
  }
}

/** Day of a composite series that a number names; 0 for the first. */
function seriesDay(number: string): number {
  const day = /-D(\d)$/.exec(number)?.[1];
  return day === undefined ? 0 : Number(day) - 1;
}
