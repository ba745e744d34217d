/**
 * Names of everything kept in the query cache. applyChange finds grids, results and samples by
 * their first element, so views must take their keys from here.
 */
export const keys = {
  /** Whether the session was lost; no answer of the server, and never asked for. */
  expired: () => ['session-expired'] as const,
  session: () => ['session'] as const,
  worklist: () => ['worklist'] as const,
  turnaround: (round: string) => ['worklist', 'turnaround', round] as const,
  rounds: () => ['rounds'] as const,
  samples: (round: string) => ['samples', round] as const,
  plans: () => ['plans'] as const,
  shippedPlans: () => ['shipped-plans'] as const,
  analytes: () => ['analytes'] as const,
  methods: () => ['methods'] as const,
  areas: () => ['areas'] as const,
  sites: () => ['sites'] as const,
  units: () => ['units'] as const,
  absences: () => ['absences'] as const,
  users: () => ['users'] as const,
  settings: () => ['settings'] as const,
  rules: () => ['rules'] as const,
  indicators: (round: string, finding: string, effort: string) => ['indicators', round, finding, effort] as const,
  countsImports: () => ['indicators', 'imports'] as const,
  effect: (operations: string, water: string, analyte: string) => ['indicators', 'effect', operations, water, analyte] as const,
  responseRules: () => ['response-rules'] as const,
  responseRuleVersions: () => ['response-rules', 'versions'] as const,
  ruleAdoptions: () => ['rules', 'adoptions'] as const,
  exports: () => ['exports'] as const,
  audit: (filter: Record<string, string>) => ['audit', filter] as const,
  auditEntry: (id: string) => ['audit', 'entry', id] as const,
  /** Holds the answer of GET /rounds/:code/grid. */
  grid: (round: string, filter: Record<string, string> = {}) => ['grid', round, filter] as const,
  /** Holds the answer of GET /results/:id. */
  result: (id: string) => ['result', id] as const,
  /** Holds the answer of GET /samples/:id/history. */
  cellHistory: (sample: string, analyte: string) => ['result', 'history', sample, analyte] as const,
  /** Holds the answer of GET /review. */
  review: (round: string, state: string, step: string) => ['review', round, state, step] as const,
  runs: (round: string) => ['runs', round] as const,
  run: (id: string) => ['run', id] as const,
  assessments: (round: string) => ['assessments', round] as const,
  assessment: (id: string) => ['assessment', id] as const,
  map: (round: string, assessment: string | null = null) => ['map', round, assessment] as const,
  evidence: (area: string, round: string) => ['evidence', area, round] as const,
  trend: (site: string, analyte: string, basis: string) => ['trend', site, analyte, basis] as const,
  schedules: (round: string) => ['schedules', round] as const,
  /** A schedule with none of its tasks. */
  schedule: (id: string) => ['schedule', id, 'head'] as const,
  scheduleWeek: (id: string, monday: string) => ['schedule', id, 'week', monday] as const,
  scheduleByLot: (id: string) => ['schedule', id, 'by-lot'] as const,
  imports: () => ['imports'] as const,
  importLines: (id: string) => ['import-log', id, 'lines'] as const,
  importLog: (id: string) => ['import-log', id] as const,
  importMappings: () => ['import-mappings'] as const,
};
