/** Accounts of the example: one per role, several where two persons are needed. Nobody signs in to them by password. */
import type { Role } from '../../models/schemas/vocabulary.ts';

export interface DemoAccount {
  username: string;
  displayName: string;
  roles: readonly Role[];
  areaCodes: readonly string[];
}

const account = (username: string, displayName: string, role: Role, areaCodes: readonly string[] = []): DemoAccount => ({ username, displayName, roles: [role], areaCodes });

export const DEMO_ACCOUNTS = [
  account('demo-sampler', '示例采样员 Example sampler', 'sampler'),
  account('demo-technician', '示例检测员甲 Example technician A', 'technician'),
  account('demo-technician-2', '示例检测员乙 Example technician B', 'technician'),
  account('demo-verifier', '示例复核人甲 Example verifier A', 'verifier'),
  account('demo-verifier-2', '示例复核人乙 Example verifier B', 'verifier'),
  account('demo-verifier-3', '示例复核人丙 Example verifier C', 'verifier'),
  account('demo-signatory', '示例授权签字人 Example signatory', 'signatory'),
  account('demo-quality', '示例质量负责人 Example quality manager', 'quality-manager'),
  account('demo-viewer', '示例查看人员 Example viewer', 'viewer'),
  account('demo-planner', '示例计划员甲 Example planner A', 'planner'),
  account('demo-planner-2', '示例计划员乙 Example planner B', 'planner'),
  account('demo-officer', '示例单位负责人 Example unit officer', 'unit-officer'),
  account('demo-auditor', '示例审计员 Example auditor', 'auditor'),
  account('demo-admin', '示例管理员 Example administrator', 'admin'),
] as const;

export const DEMO_TECHNICIANS = ['demo-technician', 'demo-technician-2'] as const;
export const DEMO_VERIFIERS = ['demo-verifier', 'demo-verifier-2', 'demo-verifier-3'] as const;
