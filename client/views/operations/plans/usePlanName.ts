/** How a plan is called wherever one is chosen: when it was made, which version, its state. */
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../../models/schemas/answers/schedules.ts';
import { formatInstant } from '../../../state/format.ts';

export function usePlanName(): (plan: Pick<ScheduleView, 'createdAt' | 'version' | 'state'>) => string {
  const { t } = useTranslation();
  return ({ createdAt, version, state }) => `${formatInstant(createdAt)} · ${version > 1 ? `${t('operations:version', { version })} · ` : ''}${t(`words:scheduleState.${state}`)}`;
}
