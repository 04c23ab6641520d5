import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../client/data/import-reader/read-table.ts';
import {
  MAX_COLUMNS,
  MAX_FILE_BYTES,
  MAX_HEADING_ROWS,
  MAX_ROWS,
  MAX_UNPACKED_BYTES,
} from '../../../client/data/import-reader/table.ts';
import { textCell, workbookOf, zipOf } from './import-reader-support.ts';

const SHANGHAI = readFileSync('tests/fixtures/import/01_客户名单_上海.xlsx');
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const read = (bytes: Uint8Array<ArrayBuffer> | Buffer) => readTable(new Blob([new Uint8Array(bytes)]));
const rowsOf = async (bytes: Uint8Array<ArrayBuffer> | Buffer) => {
  const outcome = await read(bytes);
  if (outcome.kind === 'failed') throw new Error(outcome.reason);
  return outcome.sheets[0]?.rows ?? [];
};
const failure = async (bytes: Uint8Array<ArrayBuffer> | Buffer) => {
  const outcome = await read(bytes);
  return outcome.kind === 'failed' ? outcome.reason : outcome.sheets;
};
/** 客户,甲 / 上海,一 in GBK. */
const GBK = Uint8Array.from([0xbf, 0xcd, 0xbb, 0xa7, 0x2c, 0xbc, 0xd7, 0x0a, 0xc9, 0xcf, 0xba, 0xa3, 0x2c, 0xd2, 0xbb]);
const OLD_CONTAINER = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

describe('import reader: workbooks', () => {
  it('[IR-1] rows of the Shanghai list stand where the file has them, blank ones too', async () => {
    const outcome = await read(SHANGHAI);
    if (outcome.kind !== 'table') throw new Error(outcome.reason);
    expect(outcome.sheets.map(({ name }) => name)).toEqual(['上海客户']);
    const rows = outcome.sheets[0]?.rows ?? [];
    expect(rows).toHaveLength(73);
    expect(rows[1]?.join('')).toBe('');
    expect(rows[2]).toEqual(['城市', '客户名称', '性质', '负责人', '电话', '级别', '状态', '备注']);
    expect(rows[3]?.[1]).toBe('上海市嘉定区众宁社区卫生服务中心');
    expect(rows[71]?.slice(0, 2)).toEqual(['合计', '67家']);
  });

  it('[IR-1] rows keep their numbers when the first ones are missing from the file', async () => {
    const cells = `<row r="4">${textCell('A4', '客户')}</row><row r="6">${textCell('A6', '甲')}</row>`;
    const rows = await rowsOf(zipOf(workbookOf(cells)));
    expect(rows).toHaveLength(6);
    expect([rows?.[3]?.[0], rows?.[4]?.join(''), rows?.[5]?.[0]]).toEqual(['客户', '', '甲']);
  });

  it('[IR-2] a merged column is filled downwards, a merged title is not spread', async () => {
    const cells = [
      `<row r="1">${textCell('A1', '题目')}</row>`,
      `<row r="2">${textCell('A2', '浦东')}${textCell('B2', '甲')}</row>`,
      `<row r="3">${textCell('B3', '乙')}</row>`,
      `<row r="4">${textCell('B4', '丙')}</row>`,
    ].join('');
    const merges = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>';
    expect(await rowsOf(zipOf(workbookOf(cells, merges)))).toEqual([
      ['题目', ''],
      ['浦东', '甲'],
      ['浦东', '乙'],
      ['', '丙'],
    ]);
  });

  it('[IR-2] every customer of the Shanghai list has its district, which is written once for many', async () => {
    const rows = await rowsOf(SHANGHAI);
    expect(rows.slice(3, 70).filter(([city]) => city === '')).toEqual([]);
    expect(rows[4]?.[0]).toBe('嘉定区');
  });

  it('[IR-3] a date cell is a day and a long number keeps its digits', async () => {
    const cells = `<row r="1"><c r="A1" s="1"><v>46086</v></c><c r="B1"><v>13800001111</v></c><c r="C1"><v>0.5</v></c></row>`;
    expect(await rowsOf(zipOf(workbookOf(cells)))).toEqual([['2026-03-05', '13800001111', '0.5']]);
  });
});

describe('import reader: CSV', () => {
  it('[IR-4] reads UTF-8, its mark, GBK and UTF-16', async () => {
    const expected = [
      ['客户', '甲'],
      ['上海', '一'],
    ];
    expect(await rowsOf(utf8('客户,甲\n上海,一'))).toEqual(expected);
    expect(await rowsOf(utf8('\uFEFF客户,甲\r\n上海,一\r\n'))).toEqual(expected);
    expect(await rowsOf(GBK)).toEqual(expected);
    expect(await rowsOf(Buffer.from('\uFEFF客户\t甲\n上海\t一', 'utf16le'))).toEqual(expected);
  });

  it('[IR-4] finds the separator and keeps line breaks and commas inside quotes', async () => {
    expect(await rowsOf(utf8('客户;电话\n甲;1\n'))).toEqual([
      ['客户', '电话'],
      ['甲', '1'],
    ]);
    expect(await rowsOf(utf8('客户,备注\n甲,"一,\n二"'))).toEqual([
      ['客户', '备注'],
      ['甲', '一,\n二'],
    ]);
  });

  it('[IR-5] an open quote stays in its own row', async () => {
    expect(await rowsOf(utf8('客户,备注\n"甲,一\n乙,二\n丙,三'))).toEqual([
      ['客户', '备注'],
      ['"甲', '一'],
      ['乙', '二'],
      ['丙', '三'],
    ]);
  });
});

describe('import reader: what is no table', () => {
  it('[IR-6] pictures, PDFs, pages, JSON, other zips and binary are no spreadsheets', async () => {
    const others = [
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      utf8('%PDF-1.7\n%äöü\n1 0 obj'),
      utf8('<!DOCTYPE html><html><body>客户,甲</body></html>'),
      utf8('<?xml version="1.0"?><Workbook/>'),
      utf8('[{"客户":"甲"}]'),
      zipOf({ 'word/document.xml': '<w/>' }),
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46]),
    ];
    for (const bytes of others) expect(await failure(bytes)).toBe('notSpreadsheet');
  });

  it('[IR-6] NUL bytes, and cells with an address elsewhere, bring nothing from there', async () => {
    expect(await failure(utf8('客户\0,甲\n'))).toBe('notSpreadsheet');
    const linked = {
      ...workbookOf(
        `<row r="1">${textCell('A1', '客户')}</row><row r="2"><c r="A2" t="str"><f>[1]Sheet1!A1</f><v>甲</v></c></row>`,
      ),
      'xl/externalLinks/externalLink1.xml': '<externalLink/>',
      'xl/externalLinks/_rels/externalLink1.xml.rels':
        '<Relationships><Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1:9/x.xlsx"/></Relationships>',
    };
    expect(await rowsOf(zipOf(linked))).toEqual([['客户'], ['甲']]);
  });

  it('[IR-7] old, encrypted, empty and damaged files are told apart', async () => {
    expect(await failure(Uint8Array.from([...OLD_CONTAINER, 0, 0, 0]))).toBe('legacyXls');
    const encrypted = [...OLD_CONTAINER, ...Buffer.from('..EncryptedPackage..', 'utf16le')];
    expect(await failure(Uint8Array.from(encrypted))).toBe('encrypted');
    expect(await failure(new Uint8Array(0))).toBe('empty');
    expect(await failure(utf8('\n ,  ,\n\n'))).toBe('empty');
    expect(await failure(zipOf(workbookOf('')))).toBe('empty');
    expect(await failure(SHANGHAI.subarray(0, SHANGHAI.length - 400))).toBe('damaged');
    expect(await failure(zipOf({ 'xl/workbook.xml': 'this is no workbook' }))).toBe('damaged');
  });

  it('[IR-8] oversize is refused: the file, what it unpacks to, rows, columns', async () => {
    expect(await readTable({ size: MAX_FILE_BYTES + 1 } as Blob)).toEqual({ kind: 'failed', reason: 'tooLarge' });
    expect(await failure(zipOf(workbookOf(''), MAX_UNPACKED_BYTES))).toBe('tooLarge');
    expect(await failure(utf8('客户\n'.repeat(MAX_ROWS + MAX_HEADING_ROWS + 1)))).toBe('tooLarge');
    expect(await rowsOf(utf8(`客户名称\n${'甲\n'.repeat(MAX_ROWS)}`))).toHaveLength(MAX_ROWS + 1);
    // A directory that states 5 KB for 60 MB: refused, not unpacked.
    const bomb = {
      ...workbookOf(`<row r="1">${textCell('A1', '客户')}</row>`),
      'xl/sharedStrings.xml': ' '.repeat(60 << 20),
    };
    expect(await failure(zipOf(bomb, 5_000, true))).toBe('damaged');
    expect(await failure(utf8(','.repeat(MAX_COLUMNS + 1).replace(',', '客户,')))).toBe('tooLarge');
  });

  it('[IR-9] the hash is the SHA-256 of the bytes', async () => {
    const [one, again, other] = [await read(utf8('a,b')), await read(utf8('a,b')), await read(utf8('a,c'))];
    expect(one).toMatchObject({ hash: '1eb7c54d52831bbfe8942af0b1c56b7409523a59ed6ca99c1174fef7eb32c1b5' });
    expect(again).toEqual(one);
    expect(other).not.toMatchObject({ hash: (one as { hash: string }).hash });
  });

  it('[IR-10] no bytes make it throw, nor do damaged workbooks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(['table', 'failed']).toContain((await read(Uint8Array.from(bytes))).kind);
      }),
      { numRuns: 200, seed: 7 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(SHANGHAI.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = Uint8Array.from(SHANGHAI);
        bytes[at] = byte;
        expect(['table', 'failed']).toContain((await read(bytes)).kind);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
