import type { Process } from '../process.ts';

/**
 * The working process a new company has at once: the article's stages, status card and visit note with its
 * figures as defaults. It is in force, as version `template`, until a company publishes its own.
 */
export const DEFAULT_PROCESS: Process = {
  name: '标准销售流程',
  stages: [
    { id: 'initialContact', name: '初步接触', limitDays: 14, requiredFields: [] },
    { id: 'needConfirmed', name: '需求确认', limitDays: 14, requiredFields: ['need'] },
    { id: 'internalApproval', name: '内部立项', limitDays: 10, requiredFields: ['decisionChain'] },
    { id: 'proposalQuote', name: '方案报价', limitDays: 14, requiredFields: ['product'] },
    { id: 'negotiation', name: '商务谈判', limitDays: 14, requiredFields: ['budgetFen', 'keyContact'] },
    { id: 'contractSigning', name: '合同签署', limitDays: 7, requiredFields: ['expectedCloseMs'] },
  ],
  statusCard: { silentDays: 60, greenNeedsConfirmation: true },
  presalesTask: { title: '技术方案初稿', dueHours: 24 },
  visitNote: {
    deliverableLimit: 300,
    keywords: { budget: ['成本分析', 'ROI测算', 'ROI', '投资回报', '投入产出', '成本测算'] },
    vagueWords: ['尽快', '回头', '沟通顺利', '再联系', '保持联系', '有空', '改天', '到时候', '差不多', '后续跟进'],
  },
  heatmap: { highlightOverdueDays: 7, weeks: 8 },
};

/** `OrgState.processVersion` while no published version is in force. */
export const TEMPLATE_VERSION = 'template';
