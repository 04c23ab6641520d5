import { LEAD_ROLES, LEADING_ROLES, type Role } from '#rules';

/** Pages that the frame links to. What a role may not use is absent from the frame and from the routes. */
export type PageId =
  | 'today'
  | 'pool'
  | 'note'
  | 'funnel'
  | 'leads'
  | 'metrics'
  | 'tasks'
  | 'gaps'
  | 'review'
  | 'mirror'
  | 'cleansing'
  | 'import'
  | 'team'
  | 'messages'
  | 'process'
  | 'quarantine'
  | 'settings';

export const PATHS: Readonly<Record<PageId, string>> = {
  today: '/today',
  pool: '/pool',
  note: '/note',
  funnel: '/funnel',
  leads: '/leads',
  // `/metrics` is the relay's own page of counters.
  metrics: '/numbers',
  tasks: '/tasks',
  gaps: '/gaps',
  review: '/review',
  mirror: '/mirror',
  cleansing: '/cleansing',
  import: '/import',
  team: '/team',
  messages: '/messages',
  process: '/process',
  quarantine: '/quarantine',
  settings: '/settings',
};

/** Whether an address belongs to the page. */
export const isAt = (pathname: string, page: PageId): boolean =>
  pathname === PATHS[page] || pathname.startsWith(`${PATHS[page]}/`);

const LEADERS_ONLY: ReadonlySet<PageId> = new Set<PageId>([
  'metrics',
  'import',
  'team',
  'process',
  'messages',
  'review',
]);

/** Whether the page exists for this role. The relay judges every act again; this only decides what is drawn. */
export const mayOpen = (role: Role | null, page: PageId): boolean =>
  page === 'leads'
    ? role !== null && LEAD_ROLES.has(role)
    : !LEADERS_ONLY.has(page) || (role !== null && LEADING_ROLES.has(role));

/** Where somebody lands: leaders look at the funnel, those who act at their day, the others at the customers. */
export const landingPath = (role: Role | null): string => {
  if (role === null) return PATHS.pool;
  if (LEADING_ROLES.has(role)) return PATHS.funnel;
  if (role === 'rep') return PATHS.today;
  if (role === 'marketing') return PATHS.leads;
  return role === 'presales' ? PATHS.tasks : PATHS.pool;
};
