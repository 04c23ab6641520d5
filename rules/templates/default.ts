import type { Process } from '../process.ts';
import { DEFAULT_CALENDAR } from './calendar.ts';
import { DEFAULT_METRIC_SETTINGS, DEFAULT_PLAYBOOKS } from './playbooks.ts';
import { DEFAULT_RULES } from './rules.ts';

/**
 * The working process a new company has at once: the article's stages, status card, visit note and rules with its
 * figures as defaults. It is in force, as version `template`, until a company publishes its own.
 */
export const DEFAULT_PROCESS: Process = {
  name: '标准销售流程',
  stages: [
    { id: 'initialContact', name: '初步接触', limitDays: 14, requiredFields: [], transitions: [] },
    { id: 'needConfirmed', name: '需求确认', limitDays: 14, requiredFields: ['need'], transitions: [] },
    { id: 'internalApproval', name: '内部立项', limitDays: 10, requiredFields: ['decisionChain'], transitions: [] },
    { id: 'proposalQuote', name: '方案报价', limitDays: 14, requiredFields: ['product'], transitions: [] },
    {
      id: 'negotiation',
      name: '商务谈判',
      limitDays: 14,
      requiredFields: ['budgetFen', 'keyContact'],
      transitions: [],
    },
    { id: 'contractSigning', name: '合同签署', limitDays: 7, requiredFields: ['expectedCloseMs'], transitions: [] },
  ],
  fields: [
    {
      id: 'x_tags',
      name: '标签',
      of: 'customer',
      type: 'tags',
      options: [
        { id: 'key', name: '重点客户', requires: [] },
        { id: 'referred', name: '老客户介绍', requires: [] },
        { id: 'publicTender', name: '招投标项目', requires: [] },
      ],
      isRetired: false,
    },
  ],
  forms: {
    customer: ['segment', 'industry', 'city', 'district', 'level', 'source', 'product'].map((field) => ({
      field,
      isRequired: false,
    })),
  },
  statusCard: {
    silentDays: 60,
    greenNeedsConfirmation: true,
    requiredFields: { green: [], yellow: [], red: [] },
  },
  breaker: { graceDays: 14, quietDays: 30, capPerDay: 5, appealHours: 24, appealNeedsApproval: false },
  visitNote: {
    deliverableLimit: 300,
    keywords: { budget: ['成本分析', 'ROI测算'] },
    synonyms: [
      { word: 'ROI测算', means: ['ROI', '投资回报', '投入产出'] },
      { word: '成本分析', means: ['成本测算'] },
    ],
    vagueWords: ['尽快', '回头', '沟通顺利', '再联系', '保持联系', '有空', '改天', '到时候', '差不多', '后续跟进'],
  },
  heatmap: { highlightOverdueDays: 7, weeks: 8 },
  board: {
    components: [
      {
        id: 'funnel',
        name: '漏斗热力图',
        x: 'stage',
        y: 'week',
        value: 'entered',
        overlay: 'stayAndOverdue',
        corner: 'topRight',
      },
    ],
  },
  suggestion: {
    stage: 'contractSigning',
    emptyWeeks: 2,
    shortWeekDays: 2,
    threshold: 85,
    minimumWon: 5,
    weights: { industry: 25, size: 15, region: 15, source: 15, product: 20, decisionMaker: 10 },
  },
  calendar: DEFAULT_CALENDAR,
  rules: DEFAULT_RULES,
  metrics: DEFAULT_METRIC_SETTINGS,
  playbooks: [...DEFAULT_PLAYBOOKS],
};
