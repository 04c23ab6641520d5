import type { Dice } from './dice.ts';

/** Invented people and companies of the demo; any likeness to real ones is chance. */
export const TERRITORIES = [
  { id: 'east', name: '华东', cities: ['苏州', '无锡', '杭州', '宁波', '南京', '合肥'] },
  { id: 'south', name: '华南', cities: ['佛山', '东莞', '中山', '厦门', '惠州'] },
  { id: 'north', name: '华北', cities: ['天津', '石家庄', '济南', '青岛', '太原'] },
  { id: 'southwest', name: '西南', cities: ['成都', '重庆', '绵阳', '贵阳', '昆明'] },
  { id: 'central', name: '华中', cities: ['武汉', '长沙', '郑州', '南昌', '襄阳'] },
] as const;

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华慧建文玲斌宇浩凯健俊帆雪倩晨博瑞晓思佳宁欣航';

/** Districts that any city may have. */
export const DISTRICTS = ['高新区', '开发区', '新城区', '老城区', '临港新区'];

export const personName = (dice: Dice): string => {
  const given = [...GIVEN];
  const second = dice.chance(0.7) ? dice.pick(given) : '';
  return dice.pick([...SURNAMES]) + dice.pick(given) + second;
};

const BRAND_A = [
  '恒',
  '瑞',
  '鑫',
  '华',
  '天',
  '金',
  '正',
  '联',
  '远',
  '嘉',
  '安',
  '德',
  '博',
  '新',
  '宏',
  '盛',
  '中',
  '科',
];
const BRAND_B = [
  '达',
  '泰',
  '源',
  '宇',
  '成',
  '力',
  '信',
  '诚',
  '丰',
  '捷',
  '通',
  '隆',
  '辉',
  '创',
  '昌',
  '润',
  '峰',
  '元',
];
export const INDUSTRIES = [
  '精密机械',
  '食品',
  '医药',
  '电子',
  '汽车零部件',
  '新材料',
  '包装',
  '化工',
  '纺织',
  '物流',
  '建材',
] as const;
const FORMS = ['有限公司', '有限公司', '有限公司', '股份有限公司', '集团有限公司'];

/** Names never repeat within one year. */
export const makeCompanyNames = (dice: Dice) => {
  const taken = new Set<string>();
  return (city: string, industry: string): string => {
    for (;;) {
      const name =
        city +
        dice.pick(BRAND_A) +
        dice.pick(BRAND_B) +
        (dice.chance(0.3) ? dice.pick(BRAND_B) : '') +
        industry +
        dice.pick(FORMS);
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
};

export const TITLES = ['采购经理', '生产总监', '设备主管', '总经理', '技术部长', '信息主管'] as const;
export const PRODUCTS = [
  '智能仓储产线',
  '包装产线改造',
  '能耗监测系统',
  '视觉检测设备',
  '输送系统',
  '自动码垛单元',
] as const;
export const SOURCES = ['展会', '老客户介绍', '官网咨询', '陌拜', '行业协会', '招标平台'] as const;
export const NEEDS = [
  '新厂二期要一条包装线，日产四万件',
  '现有产线人工太多，想换成自动码垛',
  '仓库扩建，要一套输送和分拣',
  '质检漏检率高，想上视觉检测',
  '电费高，要先看清各车间能耗',
  '老设备停产，备件难买，考虑整体更换',
] as const;
export const DELIVERABLES = {
  budget: ['成本分析表：人工与能耗三年对比', 'ROI测算：两班制下的回收期', '投入产出测算，含备件'],
  technicalFit: ['产线布局图与节拍计算', '同行业案例三份，含节拍数据', '接口清单与改造点说明'],
  decisionChain: ['给设备部和财务的汇报材料各一份', '立项申请所需的技术附件'],
  competitorLockIn: ['与现有设备的切换方案，停产不超过三天', '同类设备五年运维费用对照'],
} as const;
export const AGENDAS = [
  '看现场、确认节拍',
  '汇报技术方案',
  '谈付款条件',
  '与财务过预算',
  '参观样板工厂',
  '确认交货期',
] as const;
export const CALLS = [
  '对方问交期，已答复',
  '约了下次看现场的时间',
  '发了资料，对方说看完回电',
  '客户在等总部批复',
] as const;
export const SKIP_REASONS = ['老客户复购，立项流程简化', '客户已完成内部招标', '总包项目，方案随主合同定'] as const;
export const LOSS_REASONS = ['价格高出预算三成', '客户选了原供应商', '项目被总部砍掉', '交期满足不了'] as const;
