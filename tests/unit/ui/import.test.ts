import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PROCESS, type MemberId, type OrgState } from '#rules';
import type { DataClient } from '../../../client/data/contract.ts';
import type { ReadOutcome } from '../../../client/data/import-reader/table.ts';
import { createImport } from '../../../client/features/import/create-import.ts';
import { claimedTwice, columnLetter, countKinds } from '../../../client/features/import/model.ts';
import { toCsv } from '../../../client/views/csv.ts';

describe('refused rows as CSV', () => {
  it('[SH-17] byte order mark, quotes, CRLF', () => {
    expect(
      toCsv([
        ['客户', '备注'],
        ['甲', 'a,"b"\n'],
      ]),
    ).toBe('\uFEFF客户,备注\r\n甲,"a,""b""\n"\r\n');
    expect(toCsv([[null, undefined, 0, false]])).toBe('\uFEFF,,0,false\r\n');
  });

  it('[SH-17] texts that a spreadsheet would run are defused, numbers stay', () => {
    expect(toCsv([['=1+1', '+86', '-3', '@x', -3]])).toBe("\uFEFF'=1+1,'+86,'-3,'@x,-3\r\n");
    const hidden = ['＝1+1', '＠x', ' =1+1', '\u200b=1+1', '\n=1+1', '\t=1+1'];
    for (const text of hidden) expect(toCsv([[text]]).replace('"', '')).toContain(`\uFEFF'${text}`);
    expect(toCsv([['甲=乙', ' 甲']])).toBe('\uFEFF甲=乙, 甲\r\n');
  });
});

describe('columns', () => {
  const column = (index: number, field: string | null) => ({ index, heading: '', samples: [], field });

  it('[SH-18] letters as spreadsheets give them', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });

  it('[SH-18] a field claimed twice is found, left-out columns never clash', () => {
    expect(claimedTwice([column(0, 'name'), column(1, null), column(2, null)])).toBeNull();
    expect(claimedTwice([column(0, 'name'), column(1, 'city'), column(2, 'name')])).toBe('name');
  });

  it('[SH-18] rows are counted by what became of them', () => {
    const row = (kind: 'taken' | 'merged' | 'refused') => ({ row: 1, name: '', kind, words: '' });
    expect(countKinds([row('taken'), row('taken'), row('refused')])).toEqual({ taken: 2, merged: 0, refused: 1 });
  });
});

describe('a file that is read before the company is', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** A reader that finds these rows in whatever file it is given. */
  const readerOf = (rows: readonly (readonly string[])[]) =>
    class {
      onmessage: (event: { readonly data: ReadOutcome }) => void = () => undefined;
      postMessage(): void {
        queueMicrotask(() => this.onmessage({ data: { kind: 'table', hash: 'h', sheets: [{ name: '', rows }] } }));
      }
      terminate(): void {}
    };
  const opened = async (rows: readonly (readonly string[])[]) => {
    vi.stubGlobal('Worker', readerOf(rows));
    let answer: (org: OrgState) => void = () => undefined;
    const asked = new Promise((resolve) => {
      answer = resolve;
    });
    const client = { ask: () => asked } as unknown as DataClient;
    const job = createImport({ client, org: () => undefined, member: () => 'rae' as MemberId, nowMs: () => 0 });
    const opening = job.open(new File(['x'], '名单.csv'));
    await new Promise((resolve) => setImmediate(resolve));
    const before = job.phase();
    answer({ process: DEFAULT_PROCESS, members: {}, territories: [] } as unknown as OrgState);
    await opening;
    return { before, after: job.phase() };
  };

  it('[SH-34] is being read until the company has come, and is then looked at', async () => {
    const { before, after } = await opened([
      ['客户名称', '城市'],
      ['甲公司', '上海'],
    ]);
    expect(before).toEqual({ kind: 'choose', reading: '名单.csv', problem: null });
    expect(after.kind).toBe('mapping');
  });

  it('[SH-34] is said to have no heading only then', async () => {
    const { before, after } = await opened([]);
    expect(before).toMatchObject({ reading: '名单.csv', problem: null });
    expect(after).toEqual({ kind: 'choose', reading: null, problem: expect.stringContaining('标题行') });
  });
});
