/** The runs that bottles of the round were measured in, by number, and that of none; what the filter by run offers. */
import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { readAll } from '../../../api/useRecords.ts';
import { useCan } from '../../../api/useSession.ts';
import type { GridAnswer } from './gridTypes.ts';
import { NO_RUN } from './sheetFilter.ts';

export function useBenchRuns(round: string, cells: GridAnswer['cells']): { value: string; label: string }[] {
  const { t } = useTranslation();
  const mayRead = useCan('runs.read');
  const used = useMemo(() => new Set(cells.flatMap(({ runId }) => runId ?? [])), [cells]);
  const query = useQuery({ queryKey: keys.runs(round), queryFn: ({ signal }) => readAll<{ id: string; number: string }>('/runs', { round }, signal), enabled: mayRead && used.size > 0 });
  return useMemo(() => {
    const runs = (query.data ?? []).filter(({ id }) => used.has(id)).map(({ id, number }) => ({ value: id, label: number }));
    return runs.length === 0 ? [] : [...runs, { value: NO_RUN, label: t('bench:noRun') }];
  }, [query.data, used, t]);
}
