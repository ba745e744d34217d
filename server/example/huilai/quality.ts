/** Quality control of a run: blanks, duplicates, a spiked sample, a control, check standards. */
import type { Matrix } from '../../../models/schemas/vocabulary.ts';
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { instantAt } from '../../../sampling-plans/calendar.ts';
import { BAD_DUPLICATE, DIRTY_BLANK, FAILED_RUN } from './incidents.ts';
import { instrumentText, type Reading } from './instrument.ts';
import { requireMethod } from './requireMethod.ts';
import { Draw } from './streams.ts';
import type { GeneratedQc, GeneratedSample } from './types.ts';

export interface QualityContext {
  seed: number;
  plan: PlanDocument;
  number: string;
  matrix: Matrix;
  day: string;
  technician: number;
  samples: readonly GeneratedSample[];
  /** By sample number and analyte. */
  readings: ReadonlyMap<string, ReadonlyMap<string, Reading>>;
  failed: boolean;
}

/** The amounts of a control and of a check standard, as multiples of the LOQ. */
const CONTROL_PER_LOQ = 20;
const CHECK_PER_LOQ = 50;

export function qualityOf({ seed, plan, number, matrix, day, technician, samples, readings, failed }: QualityContext): GeneratedQc[] {
  const measuredAt = instantAt(day, '15:00', plan.timeZone);
  const low = failed ? FAILED_RUN.bias : 1;
  const rows: GeneratedQc[] = [];
  // only a bottle that was measured without dilution can be spiked or measured twice
  const usable = (analyte: string): { sample: GeneratedSample; amount: number }[] => samples.flatMap((sample) => {
    const reading = readings.get(sample.number)?.get(analyte);
    return reading === undefined || reading.amount === null || reading.amount > Number(requireMethod(analyte, matrix).upper) / 3 ? [] : [{ sample, amount: reading.amount }];
  });

  for (const analyte of plan.panel) {
    const method = requireMethod(analyte, matrix);
    const lod = Number(method.lod);
    const loq = Number(method.loq);
    const draw = new Draw(seed, 'quality', number, analyte);
    const add = (kind: GeneratedQc['kind'], rawText: string, more: Partial<Pick<GeneratedQc, 'expected' | 'base' | 'sampleNumber'>> = {}): void => {
      rows.push({ runNumber: number, kind, analyte, sampleNumber: null, rawText, expected: null, base: null, measuredAt, technician, ...more });
    };

    const blanks = plan.quality.methodBlanksPerRun;
    for (let i = 0; i < blanks; i++) {
      const dirty = i === 0 && number === DIRTY_BLANK.run && analyte === DIRTY_BLANK.analyte;
      add('method-blank', dirty ? instrumentText(lod * DIRTY_BLANK.timesLod) : draw.chance(0.8) ? 'ND' : instrumentText(lod * draw.uniform(0.3, 0.7)));
    }
    if (matrix !== 'soil') add('field-blank', 'ND');
    add('laboratory-control', instrumentText(loq * CONTROL_PER_LOQ * low * draw.uniform(0.88, 1.1)), { expected: instrumentText(loq * CONTROL_PER_LOQ) });
    for (let i = 0; i < 2; i++) add('continuing-calibration', instrumentText(loq * CHECK_PER_LOQ * low * draw.uniform(0.92, 1.07)), { expected: instrumentText(loq * CHECK_PER_LOQ) });

    const candidates = usable(analyte);
    const bad = number === BAD_DUPLICATE.run && analyte === BAD_DUPLICATE.analyte;
    const wanted = Math.ceil(samples.length * plan.quality.duplicateShare);
    candidates.slice(0, wanted).forEach(({ sample, amount }, i) => {
      const second = bad && i === 0 ? amount * BAD_DUPLICATE.factor : Math.max(0.3 * lod, amount * draw.uniform(0.95, 1.05) + 0.1 * lod * draw.normal());
      add('duplicate', instrumentText(second), { base: instrumentText(amount), sampleNumber: sample.number });
    });
    const spiked = candidates[candidates.length - 1];
    for (let i = 0; spiked !== undefined && i < plan.quality.matrixSpikesPerRun; i++) {
      const added = Number(instrumentText(Math.max(CONTROL_PER_LOQ * loq, spiked.amount)));
      add('matrix-spike', instrumentText(spiked.amount + added * draw.uniform(0.86, 1.12)), { expected: instrumentText(added), base: instrumentText(spiked.amount), sampleNumber: spiked.sample.number });
    }
  }
  return rows;
}
