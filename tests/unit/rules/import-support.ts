import {
  type CustomerId,
  DEFAULT_PROCESS,
  findHeadingRow,
  guessMapping,
  type ImportInput,
  type ImportPlan,
  type ImportStep,
  type MemberId,
  planImport,
  type TerritoryId,
} from '#rules';

/** 2026-11-24 10:00 in Shanghai. */
export const NOW = Date.parse('2026-11-24T10:00:00+08:00');
export const day = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);

export const member = (id: string, name: string) => ({ id: id as MemberId, name });
export const customer = (id: string, name: string, filled: readonly string[] | null = []) => ({
  id: id as CustomerId,
  name,
  filled,
});

/** The first row holds the headings unless told; columns are guessed unless told. */
export const inputOf = (
  rows: readonly (readonly string[])[],
  more: Partial<Omit<ImportInput, 'territories'>> = {},
): ImportInput => {
  const headingRow = more.headingRow ?? findHeadingRow(rows) ?? 0;
  return {
    file: '名单.xlsx',
    fileHash: 'f'.repeat(64),
    sheet: '表一',
    rows,
    headingRow,
    mapping: guessMapping(rows[headingRow] ?? [], rows.slice(headingRow + 1), DEFAULT_PROCESS),
    territory: 'east' as TerritoryId,
    territories: [
      { id: 'east' as TerritoryId, name: '华东' },
      { id: 'north' as TerritoryId, name: '华北' },
    ],
    members: [],
    chosenOwners: {},
    known: [],
    process: DEFAULT_PROCESS,
    now: NOW,
    words: {
      formerOwner: (name) => `原负责人：${name}`,
      formerStatus: (status) => `原状态：${status}`,
      dealOfOther: (deal, owner) => `${deal}（${owner}）`,
      lossReasonUnknown: '没写原因',
    },
    ...more,
  };
};

export const planOf = (rows: readonly (readonly string[])[], more: Parameters<typeof inputOf>[1] = {}): ImportPlan =>
  planImport(inputOf(rows, more));

export const stepsOf = (plan: ImportPlan): readonly ImportStep[] => plan.customers.flatMap(({ steps }) => steps);
export const payloads = (plan: ImportPlan, type: string): readonly Record<string, unknown>[] =>
  stepsOf(plan)
    .filter(({ command }) => command.type === type)
    .map(({ command }) => command.payload as Record<string, unknown>);

/** `taken`, `merged`, or the reason. */
export const fates = (plan: ImportPlan): readonly string[] =>
  plan.rows.map((row) => (row.kind === 'refused' ? row.reason : row.kind));
