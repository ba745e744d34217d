/**
 * A plan with all that it rests on, as one JSON document that needs nothing else: for the independent
 * checker, for archives, for another program. Planners only: it holds every grade and the whole force.
 */
import type { PlanDocument } from '../../analysis/operations/planDocument.ts';
import { Fault } from '../../models/errors.ts';
import { scheduleById } from '../../models/store/repositories/schedules.ts';
import { inLanguage, type ExportContext, type ExportFile, type ExportKind } from './exportKind.ts';
import { ofSchedule, scheduleOf } from './scheduleRows.ts';
import { SYNTHETIC_LABEL } from './table.ts';

type Basis = Omit<PlanDocument, 'tasks' | 'added' | 'unserved' | 'ledger' | 'required' | 'served' | 'objective' | 'bound' | 'gap'>;

async function write(context: ExportContext): Promise<ExportFile> {
  const found = await scheduleOf(context);
  const { schedule } = found;
  const kept = (await scheduleById(context.store.read, schedule.id))?.body.basis;
  if (typeof kept !== 'object' || kept === null) throw new Fault('not-found', `schedule ${schedule.id} was planned before plans kept what they rest on; plan again to get the document`, { details: [{ got: schedule.id, message: 'schedule.no-basis' }] });
  const document: PlanDocument & { synthetic: boolean; notice?: string; round: string } = {
    round: schedule.roundCode,
    synthetic: schedule.synthetic,
    ...(schedule.synthetic ? { notice: inLanguage(SYNTHETIC_LABEL, context.language) } : {}),
    ...(kept as Basis),
    // what was cancelled before a revision began is among its unserved tasks
    tasks: schedule.tasks.filter(({ scheduleId, state }) => scheduleId === schedule.id || state !== 'cancelled').map(({ number, kind, area, site, place, units, date, shift, premisesPlanned, grade, blind }) => ({ number, kind, area: area?.code ?? '*', site: site?.code ?? null, place, units: units.map(({ code }) => code), date, shift, premises: premisesPlanned, grade, extra: false, blind })),
    unserved: schedule.body.unserved,
    ledger: schedule.body.ledger,
    added: schedule.body.added ?? [],
    required: schedule.body.required,
    served: schedule.body.served,
    objective: schedule.objective,
    bound: schedule.bound,
    gap: schedule.gap,
  };
  return { bytes: `${JSON.stringify(document, null, 1)}\n`, of: ofSchedule(found), synthetic: schedule.synthetic };
}

export const planExport: ExportKind = {
  id: 'plan',
  title: { zh: '排班全文（供核查）', en: 'Plan document (for checking)' },
  operation: 'schedules.create',
  parameters: ['round', 'schedule'],
  formats: { json: { mediaType: 'application/json; charset=utf-8', write } },
};
