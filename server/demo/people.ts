/** What each person of the example does next: one sentence per role, in the order of the work. A role named twice is two people. */
import type { Role } from '../../models/schemas/vocabulary.ts';

export interface DemoPerson {
  role: Role;
  zh: string;
  en: string;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { role: 'sampler', zh: '采样员：在“轮次”中登记采样与交接', en: 'Sampler: in Rounds, record what was collected and handed over' },
  {
    role: 'technician',
    zh: '检测员：在“结果录入”中填写或粘贴数值，然后提交',
    en: 'Technician: in Bench, type or paste values, then submit them',
  },
  {
    role: 'verifier',
    zh: '复核人：在“复核”中对照上次结果，通过或退回',
    en: 'Verifier: in Review, compare with the round before; pass or return',
  },
  {
    role: 'signatory',
    zh: '授权签字人：在“复核”中签发，随后可评估轮次',
    en: 'Authorised signatory: in Review, release; then assess the round',
  },
  {
    role: 'quality-manager',
    zh: '质量负责人：在“分析批”中查看质控与不合格批',
    en: 'Quality manager: in Runs, look at quality control and the failed run',
  },
  {
    role: 'viewer',
    zh: '查看人员：打开“毒情地图”，点击一个镇追溯到样品',
    en: 'Viewer: open Map, click a town and trace its colour to the bottles',
  },
  {
    role: 'planner',
    zh: '行动计划员：在“行动”中由评估生成排班并导出',
    en: 'Planner: in Operations, make a schedule from an assessment and export it',
  },
  { role: 'planner', zh: '第二位计划员：审批他人生成的排班', en: 'Second planner: approve the schedule that the other one made' },
  {
    role: 'unit-officer',
    zh: '单位负责人：在“行动”中开始、完成任务并登记数量',
    en: 'Unit officer: in Operations, start and finish tasks, record counts',
  },
  { role: 'auditor', zh: '审计员：在“审计”中查询记录并校验哈希链', en: 'Auditor: in Audit, search the trail and check the chain' },
  {
    role: 'admin',
    zh: '系统管理员：在“设置”中管理账户与审核级数',
    en: 'Administrator: in Settings, manage accounts and the levels of review',
  },
];
