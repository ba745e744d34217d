/** Sentences about accounts, sign-in, set-up and settings. */
export const staffMessages = {
  'sign-in.refused': { zh: '用户名或口令不正确。', en: 'The user name or the password is wrong.' },
  'sign-in.too-many': {
    zh: '登录尝试过多，请在 {seconds} 秒后重试。',
    en: 'Too many attempts; try again in {seconds} seconds.',
  },
  'setup.closed': { zh: '初始设置已完成，请直接登录。', en: 'Set-up was done already; sign in instead.' },
  'setup.token': {
    zh: '设置链接无效。请使用服务器启动时打印的最新链接。',
    en: 'This set-up link is not valid. Use the newest one that the server printed at its start.',
  },
  'password.short': {
    zh: '口令至少 {minimum} 个字符，现为 {length} 个。',
    en: 'A password has at least {minimum} characters; this one has {length}.',
  },
  'password.long': { zh: '口令最多 {maximum} 个字符。', en: 'A password has at most {maximum} characters.' },
  'password.common': { zh: '此口令过于常见，请换一个。', en: 'This password is among the most common ones; choose another.' },
  'password.personal': { zh: '口令不得为用户名或产品名称。', en: 'The password may not be the user name or the name of the product.' },
  'password.wrong': { zh: '口令不正确。', en: 'The password is wrong.' },
  'password.locked': { zh: '错误口令过多，请在 {seconds} 秒后重试。管理员可在账户页解除。', en: 'Too many wrong passwords; try again in {seconds} seconds. An administrator can end the wait in Accounts.' },
  'password.needed': { zh: '此操作需要再次输入口令。', en: 'This action needs your password again.' },
  'user.username-taken': { zh: '用户名 {got} 已被使用。', en: 'The user name {got} is taken.' },
  'user.username-form': {
    zh: '用户名 {got} 只能包含字母、数字、点、短横线和下划线，以字母开头。',
    en: 'The user name {got} may hold letters, digits, dots, hyphens and underscores, and begins with a letter.',
  },
  'user.unknown-area': { zh: '没有代码为 {got} 的区域。', en: 'There is no area with the code {got}.' },
  'user.last-admin': {
    zh: '至少要保留一名启用的系统管理员。',
    en: 'At least one active administrator must remain.',
  },
  'user.self': {
    zh: '不能停用本人账户或撤销本人的管理员角色。',
    en: 'You cannot deactivate your own account or give up your own administrator role.',
  },
  'user.same-person': { zh: '请选择此人的第一个账户（不能是本账户，也不能是另一账户的附属账户）。', en: 'Choose the first account of the person: neither this one nor one that points at another itself.' },
  'setting.unknown': { zh: '没有名为 {got} 的设置。', en: 'There is no setting named {got}.' },
  'setting.value': { zh: '得到 {got}，应为 {expected}。', en: 'Got {got}; expected {expected}.' },
} as const;
