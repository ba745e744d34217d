/** One odd row closes no room: whatever quality control may be stored, every room of the round is read by everybody. */
import { expect } from 'chai';
import fc from 'fast-check';
import { qcSample, type QcSample } from '../../../models/schemas/index.ts';
import { ROLES } from '../../../models/schemas/vocabulary.ts';
import { newId } from '../../../models/store/index.ts';
import { onBothEngines } from '../../support/engines.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory } from '../support/laboratory.ts';

const KINDS = ['method-blank', 'field-blank', 'duplicate', 'matrix-spike', 'laboratory-control', 'continuing-calibration', 'calibration'] as const;
const READS = ['/api/worklist', `/api/rounds/${ROUND}`, `/api/rounds/${ROUND}/samples`, `/api/rounds/${ROUND}/grid`, `/api/rounds/${ROUND}/turnaround`, `/api/runs?round=${ROUND}`, `/api/review?round=${ROUND}&state=submitted`, `/api/review?round=${ROUND}&state=verified`];
const RUNS = Number(process.env['ODD_ROWS'] ?? '60');

/** Every decimal that the schema lets in: nothing, zero, tiny, huge, many digits. */
const decimalText = fc.oneof(
  fc.constantFrom('0', '0.0', '1', '0.000000000000000000000000000001', `1${'0'.repeat(58)}`, '9'.repeat(60), '3.14159265358979323846264338327950288'),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat({ max: 20 })).map(([whole, places]) => (places === 0 ? String(whole) : `${String(whole)}.${'123456789'.repeat(3).slice(0, places)}`)),
);
const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 3 });

onBothEngines('odd rows of quality control', (engine) => {
  let laboratory: Laboratory;
  before(async function () {
    this.timeout(60_000);
    const { databaseUrl } = await engine.newPlace();
    laboratory = await startLaboratory({ receive: 4, ...(databaseUrl === undefined ? {} : { app: { environment: { DATABASE_URL: databaseUrl } } }) });
  });
  after(() => laboratory.close());

  const roomsOpen = async (runId: string, what: string): Promise<void> => {
    for (const role of ROLES) {
      const agent = await laboratory.app.as(role);
      for (const path of [...READS, `/api/runs/${runId}`]) {
        const answer = await agent.get(path);
        expect(answer.status, `${role} ${path} after ${what}: ${answer.text.slice(0, 300)}`).to.be.lessThan(500);
      }
    }
  };

  it('an instrument’s zero calibrator is a blank: it is taken, read, and divides nothing', async () => {
    const bottle = sampleAt(laboratory, 0);
    const run = ok<{ id: string }>(await laboratory.technician.post('/api/runs', { round: ROUND, matrix: bottle.matrix, methodCode: bottle.matrix === 'sewage' ? 'SJ-LCMSMS-W' : 'SJ-LCMSMS-R', instrument: 'LC 1', samples: [bottle.id] }), 201);
    const judged = ok<{ findings: { code: string; ok: boolean | null; en?: string }[]; status: string }>(await laboratory.technician.post(`/api/runs/${run.id}/qc-samples`, { samples: ['0', '1', '5'].map((expected) => ({ analyteId: 'meth', unit: 'ng/L', kind: 'calibration', rawText: expected === '0' ? '0.02' : expected, expected })) }));
    expect(judged.findings.map(({ code }) => code)).to.include('back-calculated');
    await roomsOpen(run.id, 'a zero calibrator');
    // what can make no sense is refused where it is typed
    for (const kind of ['laboratory-control', 'continuing-calibration', 'matrix-spike']) {
      const answer = await laboratory.technician.post(`/api/runs/${run.id}/qc-samples`, { samples: [{ analyteId: 'meth', unit: 'ng/L', kind, rawText: '5', expected: '0' }] });
      expect(answer.status, kind).to.equal(422);
      expect(answer.text).to.match(/须大于 0|above 0/);
    }
  }).timeout(60_000);

  it('any row that the schema lets in is read in every room by every role', async () => {
    const bottle = sampleAt(laboratory, 1);
    const run = ok<{ id: string }>(await laboratory.technician.post('/api/runs', { round: ROUND, matrix: bottle.matrix, methodCode: bottle.matrix === 'sewage' ? 'SJ-LCMSMS-W' : 'SJ-LCMSMS-R', instrument: 'LC 1', samples: [bottle.id] }), 201);
    await laboratory.bring(bottle, 'meth', '40', 'submitted');
    const user = laboratory.app.user(laboratory.technician);
    const row: fc.Arbitrary<QcSample> = fc.record({
      kind: fc.constantFrom(...KINDS), analyteId: fc.constantFrom(...laboratory.panel), sampleId: fc.constantFrom(null, bottle.id, sampleAt(laboratory, 2).id),
      rawText: fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'0123456789<>.ND ') }), qualifier: fc.constantFrom('=' as const, '<' as const, '>' as const),
      value: orNull(decimalText), unit: fc.constantFrom('ng/L', 'µg/L', 'mg/kg', 'ng/g', 'counts', '%'), expected: orNull(decimalText), base: orNull(decimalText),
      measuredAt: fc.constantFrom('1970-01-01T00:00:00.000Z', '2018-01-10T02:00:00.000Z', '2099-12-31T23:59:59.999Z'),
    }).map((fields): QcSample => ({ id: newId(), runId: run.id, enteredBy: user.id, importId: null, synthetic: true, ...fields, rawText: fields.rawText.trim() === '' ? '0' : fields.rawText }));
    const rows = fc.sample(row, { numRuns: RUNS, seed: 13 });
    const kept = await laboratory.app.store.write(async (tx) => {
      await tx.insert(qcSample, rows);
      tx.audit({ actorId: user.id, action: 'run.quality-control', subject: 'run', subjectId: run.id });
      return rows.length;
    });
    expect(kept).to.equal(RUNS);
    await roomsOpen(run.id, 'odd rows');
    const read = ok<{ findings: { kind: string; ok: boolean | null; code: string }[]; status: string }>(await laboratory.technician.get(`/api/runs/${run.id}`));
    expect(read.findings.length).to.be.greaterThan(RUNS / 2);
    expect(read.status).not.to.equal('pass');
  }).timeout(120_000);
});
