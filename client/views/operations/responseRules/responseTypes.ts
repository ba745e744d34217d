/** Response rules and their versions, as the API answers them. */
import type { ResponseRuleVersion } from '../../../../models/schemas/index.ts';
import type { AllowedAction } from '../../../../models/schemas/answers/allowedAction.ts';

export interface VersionItem extends ResponseRuleVersion {
  proposedByName: string;
  decidedByName: string | null;
  allowedActions: AllowedAction[];
}

export interface Workload {
  kinds: { kind: string; tasks: number; shifts: number }[];
  levels: { level: string; units: number; capacity: number; onlyThey: number }[];
  tasks: number;
  shifts: number;
  capacity: number;
}

export interface Preview {
  round: string;
  startsOn: string;
  weeks: number;
  before: Workload;
  after: Workload;
}
