/** Every export, by hand: one line each. The client's menu and the command line read this list. */
import { Fault } from '../../models/errors.ts';
import { demand } from '../auth/permissions.ts';
import { auditExport } from './auditTrail.ts';
import { writeLogged } from './writeLogged.ts';
import { inLanguage, type ExportContext, type ExportKind } from './exportKind.ts';
import { gradesExport } from './grades.ts';
import { indicatorsExport } from './indicators.ts';
import { ordersExport } from './orders.ts';
import { orderMapExport } from './orderMap.ts';
import { outcomesExport } from './outcomes.ts';
import { planExport } from './plan.ts';
import { resultsExport } from './results.ts';
import { samplesExport } from './samples.ts';
import { scheduleExport } from './schedule.ts';
import { sitesExport } from './sites.ts';
import { SYNTHETIC_LABEL } from './table.ts';
import { unservedExport } from './unserved.ts';

export const exportKinds: readonly ExportKind[] = [resultsExport, samplesExport, sitesExport, gradesExport, scheduleExport, ordersExport, orderMapExport, planExport, unservedExport, outcomesExport, indicatorsExport, auditExport];

export interface WrittenExport {
  bytes: string | Buffer;
  mediaType: string;
  /** Offered for saving; says so when the data are synthetic. */
  name: string;
}

/** @throws Fault `not-found` for an unknown export, `invalid` for a format it has not, `not-allowed`; `not-found` for what may not be seen */
export async function writeExport(id: string, formatName: string | undefined, context: ExportContext): Promise<WrittenExport> {
  const kind = exportKinds.find((each) => each.id === id);
  if (kind === undefined) throw new Fault('not-found', `there is no export ${id}`, { details: [{ got: id, message: 'export.unknown', parameters: { known: exportKinds.map((each) => each.id).join(', ') } }] });
  demand(context.user, 'exports.read');
  demand(context.user, kind.operation);
  const names = Object.keys(kind.formats);
  const wanted = formatName ?? names[0] ?? '';
  const format = Object.hasOwn(kind.formats, wanted) ? kind.formats[wanted] : undefined;
  if (format === undefined) throw new Fault('invalid', `the export ${id} has no format ${wanted}; it has ${names.join(', ')}`, { details: [{ pointer: '/format', got: wanted, message: 'export.format', parameters: { id, known: names.join(', ') } }] });
  const { bytes, of, synthetic } = await writeLogged(kind, wanted, format, context);
  const label = synthetic ? `-${inLanguage(SYNTHETIC_LABEL, context.language).replaceAll(' ', '-')}` : '';
  return { bytes: typeof bytes === 'string' ? bytes : Buffer.from(bytes), mediaType: format.mediaType, name: `${inLanguage({ zh: '水鉴', en: 'shuijian' }, context.language)}-${inLanguage(kind.title, context.language).replaceAll(' ', '-')}-${of}${label}.${wanted}` };
}
