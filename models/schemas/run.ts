import { choice, decimal, freeText, id, instant, nullable, ref, revision, synthetic, text, typedText } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { MATRICES } from './vocabulary.ts';

/** An analytical batch. Its QC status (none, warn, pass, fail) is computed from its QC samples. */
export const run = thing(
  'run',
  'record',
  {
    id: id(),
    number: text(['分析批号', 'Run number'], 40),
    roundId: ref('round', ['轮次', 'Round']),
    matrix: choice(MATRICES, ['介质', 'Matrix']),
    methodCode: text(['方法', 'Method'], 60),
    instrument: text(['仪器', 'Instrument'], 80),
    state: choice(['open', 'closed'] as const, ['状态', 'State']),
    openedAt: instant(['开始时间', 'Opened at']),
    closedAt: nullable(instant(['结束时间', 'Closed at'])),
    repeatsRunId: nullable(ref('run', ['重做批次', 'Repeats run'])),
    /** A failed run blocks verification until a passing re-run or this reason, which prints on the report. */
    overrideReason: nullable(freeText(['放行理由', 'Override reason'], 500)),
    overriddenBy: nullable(ref('user', ['放行人', 'Overridden by'])),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_run_number', fields: ['number'] }], indexes: [['roundId']] },
);
export type Run = Row<typeof run>;

export const QC_KINDS = ['method-blank', 'field-blank', 'duplicate', 'matrix-spike', 'laboratory-control', 'continuing-calibration', 'calibration'] as const;
export type QcKind = (typeof QC_KINDS)[number];

/** One quality-control measurement. `expected` is the spiked or certified amount; a duplicate compares with a result of the run. */
export const qcSample = thing(
  'qcSample',
  'evidence',
  {
    id: id(),
    runId: ref('run', ['分析批', 'Run']),
    kind: choice(QC_KINDS, ['质控类型', 'QC kind']),
    analyteId: ref('analyte', ['分析物', 'Analyte']),
    sampleId: nullable(ref('sample', ['所对样品', 'Paired sample'])),
    rawText: typedText(['原始录入', 'As typed'], 100),
    qualifier: choice(['=', '<', '>'] as const, ['限定符', 'Qualifier']),
    value: nullable(decimal(['测得值', 'Measured'])),
    unit: text(['单位', 'Unit'], 20),
    expected: nullable(decimal(['期望值', 'Expected'])),
    /** For a spike: the unspiked amount; for a duplicate: the first value. */
    base: nullable(decimal(['本底值', 'Base value'])),
    measuredAt: instant(['测定时间', 'Measured at']),
    enteredBy: ref('user', ['录入人', 'Entered by']),
    /** An import that was undone takes its quality control with it. */
    importId: nullable(ref('importLog', ['导入批次', 'Import'])),
    synthetic: synthetic(),
  },
  { indexes: [['runId']] },
);
export type QcSample = Row<typeof qcSample>;
