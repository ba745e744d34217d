/** What would help one line of tasks without a place. Each change was tried by planning again; a button plans with it. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail, ScheduleView } from '../../../../models/schemas/answers/schedules.ts';
import { request } from '../../../api/request.ts';
import type { Words } from '../../../api/types.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Icon } from '../../../components/Icon.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import classes from '../OperationsRoom.module.css';

interface Fix extends Words {
  change: object;
  applicable: boolean;
  before: number;
  after: number;
}

export function Fixes({ schedule, line, onMade }: { schedule: ScheduleDetail; line: { kind: string; area: string; week: number }; onMade: (id: string) => void }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const find = useIntent({ mutationFn: () => request<{ fixes: Fix[] }>(`/schedules/${encodeURIComponent(schedule.id)}/fixes`, { method: 'POST', body: { kind: line.kind, area: line.area, week: line.week } }) });
  const apply = useIntent({
    mutationFn: (change: object) => request<ScheduleView>('/schedules', { method: 'POST', body: { round: schedule.roundCode, startsOn: schedule.startsOn, weeks: schedule.weeks, seed: Number(schedule.seed), relax: [change] } }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['schedules'] });
      onMade(id);
    },
  });
  return (
    <div className={classes['fixes']}>
      {find.data === undefined && <Button size="compact-xs" variant="default" loading={find.isPending} onClick={() => find.mutate()} leftSection={<Icon name="search" size={12} />}>{t('operations:findFix')}</Button>}
      {find.data?.fixes.length === 0 && <p className="sj-dim">{t('operations:noFix')}</p>}
      {find.data?.fixes.slice(0, 3).map((fix) => (
        <div key={fix.en} className={classes['fix']}>
          <span>{name(fix)}：{t('operations:fixEffect', { before: fix.before, after: fix.after })}</span>
          {fix.applicable && <Button size="compact-xs" loading={apply.isPending && apply.variables === fix.change} onClick={() => apply.mutate(fix.change)}>{t('operations:applyFix')}</Button>}
        </div>
      ))}
      {find.isError && <ProblemNote error={find.error} compact />}
      {apply.isError && <ProblemNote error={apply.error} compact />}
    </div>
  );
}
