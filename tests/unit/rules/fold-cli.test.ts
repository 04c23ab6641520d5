import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeRelayFact, encodeRow } from '#rules';
import { foldLines, parseFoldLine } from '../../../sync-relay/cli/fold-lines.ts';
import { green, makeStage, type RulesStage, yellow } from '../../support/rules-stage.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const linesOf = (stage: RulesStage): string[] => [
  ...stage.rows.map(({ event, doc, received }) => JSON.stringify({ doc, row: encodeRow(event), received })),
  ...stage.facts.map(({ fact, doc }) => JSON.stringify({ doc, fact: encodeRelayFact(fact, 'mac') })),
];

const played = (): RulesStage => {
  const stage = makeStage();
  const before = stage.act('rae', 'statusMarked', yellow());
  stage.act('rae', 'statusMarked', green(before));
  stage.attest();
  return stage;
};

const run = (args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'sync-relay/cli/fold.ts', ...args],
      { cwd: ROOT },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

describe('fold from a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jieli-fold-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('[RL-1] digest and summary are those of the fold, in any order of lines', async () => {
    const stage = played();
    const { fold, summary } = await foldLines([...linesOf(stage).reverse(), '']);
    expect(fold.digest()).toBe(stage.fold().digest());
    expect(summary).toMatchObject({
      company: '石板建材',
      members: 5,
      customers: 1,
      opportunitiesByStage: { initialContact: 1 },
      marks: { green: 1 },
      tasks: { open: 1 },
      conflicts: 0,
      unknownTypes: 0,
    });
  });

  it('[RL-1] a plain array, an object fact and an unknown type are taken', async () => {
    const stage = played();
    const future = stage.write('rae', 'fromTheFuture', { any: 1 });
    const rows = stage.rows.map(({ event }) => encodeRow(event));
    const facts = stage.facts.map(({ fact }) => JSON.stringify({ fact }));
    const { fold, summary } = await foldLines([...rows, ...facts]);
    expect(summary).toMatchObject({ unknownTypes: 1, customers: 1, marks: { green: 1 } });
    expect(fold.placement(future.id)).toMatchObject({ lam: future.lam });
  });

  it('[RL-2] what is wrong with a line is said with its number', () => {
    const stage = makeStage();
    const row = encodeRow(stage.write('rae', 'statusMarked', { colour: 'blue' }));
    const cases: [string, RegExp][] = [
      ['{', /line 7: not JSON/],
      ['12', /line 7: neither/],
      ['[1,2]', /line 7: an event is an array of 18/],
      ['{"doc":"org"}', /line 7: an object needs/],
      ['{"fact":[1,5,"gossip",{},""]}', /line 7: not a relay fact/],
      ['{"fact":{"kind":"seal","tick":5}}', /line 7: seal lacks/],
      [row, /line 7: payload of statusMarked is not valid at "colour"/],
      [row.replace('"c1"', '"no id!"'), /line 7: subject is not an id/],
      [JSON.stringify({ row, received: 'soon' }), /line 7: received/],
    ];
    for (const [text, message] of cases) expect(() => parseFoldLine(text, 7)).toThrow(message);
    expect(parseFoldLine('  ', 7)).toBeNull();
  });

  it('[RL-1] [RL-2] the command prints, or exits 1 naming the line', async () => {
    const stage = played();
    const good = join(folder, 'good.ndjson');
    const bad = join(folder, 'bad.ndjson');
    await writeFile(good, linesOf(stage).join('\n'));
    await writeFile(bad, `${linesOf(stage)[0]}\nnonsense\n`);
    const [told, json, wrong, missing] = await Promise.all([
      run([good, '--digest']),
      run([good, '--digest', '--json']),
      run([bad]),
      run([join(folder, 'none.ndjson')]),
    ]);
    expect(told.code).toBe(0);
    expect(told.out).toContain(`digest         ${stage.fold().digest()}`);
    expect(JSON.parse(json.out)).toMatchObject({ digest: stage.fold().digest(), customers: 1 });
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('line 2: not JSON');
    expect(missing.code).toBe(2);
  });
});
