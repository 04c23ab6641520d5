import type { Role } from '#rules';

/** How roles are called, and in one line what each may do. */
export const roleNames: Readonly<Record<Role, string>> = {
  owner: '老板',
  admin: '管理员',
  regionalManager: '区域经理',
  manager: '主管',
  rep: '销售',
  presales: '售前',
  finance: '财务',
  marketing: '市场',
};
export const roleLines: Readonly<Record<Role, string>> = {
  owner: '看全公司，管团队和流程',
  admin: '看全公司，管团队和流程',
  regionalManager: '看自己片区，能转交客户、定两人都改过的',
  manager: '看自己带的人，能转交客户、定两人都改过的',
  rep: '跟自己的客户，写纪要、标状态卡',
  presales: '接技术方案任务，看得到相关纪要和文件',
  finance: '看成单和金额',
  marketing: '看片区里的客户和来源',
};
