/** Sentences about sampling plans, places and the example as they go into the store. */
export const planMessages = {
  'plan.wrong': { zh: '计划 {pointer}：得到 {got}，应为 {expected}。', en: 'Plan {pointer}: got {got}; expected {expected}.' },
  'plan.unknown-area': {
    zh: '代码系统 {codeSystem} 中没有区域 {got}，请先载入区域。',
    en: 'There is no area {got} in the code system {codeSystem}; load the areas first.',
  },
  'plan.version-taken': {
    zh: '此计划版本已存在且内容不同；计划不可更改，请使用新的版本号。',
    en: 'This version of the plan is there with another content; a plan is never changed: give it a new version number.',
  },
  'plan.wrong-areas': { zh: '区域有误：{said}', en: 'The areas are not usable: {said}' },
  'area.other-id': {
    zh: '区域 {got} 已以另一标识存在，其下级区域无法挂接。',
    en: 'The area {got} is there under another identity, so nothing can be hung below it.',
  },
  'example.not-empty': {
    zh: '此数据目录已有其他轮次。示例数据不与真实数据混放，请使用空目录。',
    en: 'This data folder holds other rounds. Example data are never mixed with real ones; use an empty folder.',
  },
} as const;
