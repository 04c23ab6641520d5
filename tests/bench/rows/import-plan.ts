import { readTable } from '../../../client/data/import-reader/read-table.ts';
import { INDUSTRIES, makeCompanyNames, personName, TERRITORIES, TITLES } from '../../../sync-relay/demo/names.ts';
import { makePrng } from '../../support/prng.ts';
import { planOf } from '../../unit/rules/import-support.ts';
import { dice } from '../support/company.ts';
import { timed } from '../support/measure.ts';
import { atMost, type BenchRow, shown } from '../support/row.ts';

const HEADINGS = ['客户名称', '负责人', '城市', '行业', '阶段', '联系人', '职务', '电话', '备注'];
/** The most lines a file may have, the headings among them. */
const MOST_LINES = 50_000;
const STAGES = ['初步接触', '需求确认', '内部立项', '方案报价', '商务谈判', '合同签署'];

/** A customer list as an old system gives it out: one in ten rows names a customer that stood above already. */
const makeRows = (count: number): readonly (readonly string[])[] => {
  const prng = makePrng(11);
  const choice = dice(prng);
  const newName = makeCompanyNames(choice);
  const rows: string[][] = [];
  for (let index = 0; index < count; index += 1) {
    const { cities } = choice.pick<(typeof TERRITORIES)[number]>(TERRITORIES);
    const [city, industry] = [choice.pick<string>(cities), choice.pick<string>(INDUSTRIES)];
    const again = index > 100 && choice.chance(0.1) ? rows[prng.int(index)]?.[0] : undefined;
    const phone = `1${3 + prng.int(6)}${String(prng.int(1_000_000_000)).padStart(9, '0')}`;
    rows.push([
      again ?? newName(city, industry),
      personName(choice),
      city,
      industry,
      choice.pick(STAGES),
      personName(choice),
      choice.pick<string>(TITLES),
      phone,
      '老客户介绍，下周回访',
    ]);
  }
  return [HEADINGS, ...rows];
};

const csvOf = (rows: readonly (readonly string[])[]): Blob =>
  new Blob([rows.map((row) => `${row.join(',')}\n`).join('')]);
export const importPlan: BenchRow = {
  name: 'import',
  title: 'Import of 50,000 rows: read and plan',
  async run({ quick }) {
    const file = csvOf(makeRows(quick ? 2000 : MOST_LINES - 1));
    const startedAt = performance.now();
    const read = await readTable(file);
    const readMs = performance.now() - startedAt;
    if (read.kind !== 'table') throw new Error(read.reason);
    const { result, ms } = timed(() => planOf(read.sheets[0]?.rows ?? []));
    const kinds = new Map<string, number>();
    for (const row of result.rows) kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + 1);
    const fates = [...kinds].map(([fate, count]) => `${count} ${fate}`).join(', ');
    return [
      atMost(`CSV of ${(file.size / 1e6).toFixed(1)} MB read and planned: ${fates}`, (readMs + ms) / 1000, 's', 6),
      shown('of which reading, in a worker', readMs / 1000, 's'),
      shown('of which planning, which the page does', ms / 1000, 's'),
    ];
  },
};
