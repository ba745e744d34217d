/** Reads that more than one room needs, each under its key. A list is followed to its end: rounds, areas and the like are short. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { RoundProgress } from '../../models/schemas/answers/rounds.ts';
import { keys } from './keys.ts';
import { request } from './request.ts';
import type {
  Absence,
  AnalyteItem,
  Area,
  ExportItem,
  List,
  MethodItem,
  Plan,
  RuleItem,
  SampleItem,
  SettingItem,
  Site,
  Unit,
  UserItem,
  Worklist,
} from './types.ts';

/** All pages of a list. */
export async function readAll<T>(path: string, query: Record<string, string | undefined> = {}, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let after: string | null = null;
  do {
    const page: List<T> = await request<List<T>>(path, { query: { ...query, after }, ...(signal === undefined ? {} : { signal }) });
    items.push(...page.items);
    after = page.next ?? null;
  } while (after !== null);
  return items;
}

/** Reference data change rarely and arrive by no event: fresh for five minutes. */
const REFERENCE_FRESH_MS = 5 * 60_000;

function useList<T>(key: readonly unknown[], path: string, options: { enabled?: boolean; fresh?: number } = {}): UseQueryResult<T[]> {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readAll<T>(path, {}, signal),
    enabled: options.enabled ?? true,
    ...(options.fresh === undefined ? {} : { staleTime: options.fresh }),
  });
}

export const useRounds = (enabled = true) => useList<RoundProgress>(keys.rounds(), '/rounds', { enabled });
export const useSamples = (round: string | null) =>
  useList<SampleItem>(keys.samples(round ?? ''), `/rounds/${encodeURIComponent(round ?? '')}/samples`, { enabled: round !== null });
export const usePlans = () => useList<Plan>(keys.plans(), '/plans', { fresh: REFERENCE_FRESH_MS });
export const useAnalytes = () => useList<AnalyteItem>(keys.analytes(), '/analytes', { fresh: REFERENCE_FRESH_MS });
export const useMethods = () => useList<MethodItem>(keys.methods(), '/methods', { fresh: REFERENCE_FRESH_MS });
export const useAreas = (enabled = true) => useList<Area>(keys.areas(), '/areas', { enabled, fresh: REFERENCE_FRESH_MS });
export const useSites = (enabled = true) => useList<Site>(keys.sites(), '/sites', { enabled, fresh: REFERENCE_FRESH_MS });
export const useUnits = () => useList<Unit>(keys.units(), '/units');
export const useAbsences = () => useList<Absence>(keys.absences(), '/absences');
export const useUsers = () => useList<UserItem>(keys.users(), '/users');
export const useSettings = () => useList<SettingItem>(keys.settings(), '/settings');
export const useRules = () => useList<RuleItem>(keys.rules(), '/rules', { fresh: REFERENCE_FRESH_MS });

export const useExports = () => useList<ExportItem>(keys.exports(), '/exports', { fresh: REFERENCE_FRESH_MS });

export const useWorklist = () =>
  useQuery({ queryKey: keys.worklist(), queryFn: ({ signal }) => request<Worklist>('/worklist', { signal }) });
