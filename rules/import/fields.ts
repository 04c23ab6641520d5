/** What a column of a customer list may mean. One column feeds one field. */
export const IMPORT_FIELDS = [
  'name',
  'owner',
  'territory',
  'kind',
  'industry',
  'city',
  'district',
  'level',
  'source',
  'product',
  'formerGrade',
  'formerStatus',
  'need',
  'competitor',
  'remark',
  'siteAddress',
  'knownSince',
  'dealId',
  'deal',
  'stage',
  'enteredOn',
  'closedOn',
  'amount',
  'lossReason',
  'contactName',
  'contactTitle',
  'decisionMakerTitle',
  'phone',
  'wechat',
  'email',
] as const;
export type ProductColumn = (typeof IMPORT_FIELDS)[number];
export type OwnColumn = `x_${string}`;
/** A field of the product, or one of the company's own of a customer (R15). */
export type ImportField = ProductColumn | OwnColumn;

/** By column: the field it feeds, or `null` for a column that is left out. */
export type Mapping = readonly (ImportField | null)[];

/**
 * Headings people write, as {@link headingKey} gives them. The whole heading counts more than a part; a part counts
 * only for Chinese words, because `state` stands inside `estate`.
 */
export const HEADINGS: Readonly<Record<ProductColumn, readonly string[]>> = {
  name: [
    '客户名称',
    '客户名',
    '公司名称',
    '单位名称',
    '企业名称',
    '医院名称',
    '客户',
    '公司',
    '单位',
    '终端名称',
    'account',
    'accountname',
    'company',
    'companyname',
    'customer',
    'customername',
    'client',
  ],
  owner: [
    '负责人',
    '业务员',
    '销售员',
    '销售',
    '客户经理',
    '跟进人',
    '归属人',
    '业务代表',
    '销售代表',
    '所属销售',
    'owner',
    'salesagent',
    'salesrep',
    'accountowner',
    'accountmanager',
  ],
  territory: ['片区', '区域', '大区', '销售区域', 'territory', 'region', 'regionaloffice'],
  kind: ['性质', '客户性质', '客户类型', '类型', '客户类别', 'type', 'segment'],
  industry: ['行业', '所属行业', 'industry', 'sector'],
  city: ['城市', '所在城市', '地市', 'city'],
  district: ['区县', '所在区', '县区', 'district'],
  level: ['医院等级', '客户等级', '规模', 'size'],
  source: ['来源', '客户来源', '线索来源', 'source', 'leadsource'],
  product: ['产品', '意向产品', '产品名称', '型号', 'product', 'productname'],
  formerGrade: ['级别', '客户级别', '等级', '评级', '分级', 'grade', 'rating'],
  formerStatus: ['状态', '客户状态', '合作状态', 'status'],
  need: ['需求', '客户需求', '需求描述', 'need', 'requirement'],
  competitor: ['竞品', '竞争对手', 'competitor'],
  remark: ['备注', '说明', '跟进情况', 'remark', 'remarks', 'note', 'notes', 'comment', 'description'],
  siteAddress: ['地址', '公司地址', '单位地址', '详细地址', 'address'],
  knownSince: [
    '建档日期',
    '创建日期',
    '创建时间',
    '录入日期',
    '登记日期',
    '首次接触',
    'createdate',
    'createdat',
    'created',
  ],
  dealId: ['商机编号', '商机号', '项目编号', '线索编号', 'opportunityid', 'dealid'],
  deal: ['商机', '商机名称', '项目', '项目名称', 'opportunity', 'opportunityname', 'deal', 'dealname'],
  stage: ['阶段', '销售阶段', '当前阶段', '商机阶段', '进展阶段', 'stage', 'dealstage', 'salesstage'],
  enteredOn: [
    '进入阶段日期',
    '进入日期',
    '阶段日期',
    '开始日期',
    '立项日期',
    '跟进日期',
    'engagedate',
    'stagedate',
    'startdate',
  ],
  closedOn: [
    '成交日期',
    '签约日期',
    '关闭日期',
    '结束日期',
    '预计成交日期',
    '预计签约',
    '赢单日期',
    'closedate',
    'expectedclosedate',
    'wondate',
  ],
  amount: ['金额', '成交金额', '合同金额', '商机金额', '预计金额', '预算', 'closevalue', 'amount', 'value', 'budget'],
  lossReason: ['丢单原因', '输单原因', '失败原因', 'lossreason', 'lostreason'],
  contactName: ['联系人', '联系人姓名', '对接人', '客户联系人', 'contact', 'contactname', 'contactperson'],
  contactTitle: ['职务', '职位', '联系人职务', 'title', 'jobtitle'],
  decisionMakerTitle: ['决策人职位', '决策人职务', '决策者职位', '拍板人职位', 'decisionmakertitle'],
  phone: ['电话', '联系电话', '手机', '手机号', '手机号码', '联系方式', '座机', 'phone', 'mobile', 'tel', 'telephone'],
  wechat: ['微信', '微信号', 'wechat'],
  email: ['邮箱', '电子邮箱', '邮件', 'email', 'mail'],
};

/** Width, case, spaces, units in brackets and joining signs of a heading do not count. */
export const headingKey = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（【[].*?[)）】\]]/gu, '')
    .replace(/[\s_\-*:：/.]+/gu, '');
