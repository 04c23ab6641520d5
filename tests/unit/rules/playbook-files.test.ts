import { describe, expect, it } from 'vitest';
import { LIMITS } from '#protocol';
import {
  type BlobHash,
  DEFAULT_PROCESS,
  type EventId,
  encodeRow,
  type FoldFact,
  MAX_MATERIALS,
  makeFold,
  type Playbook,
  type ProcessPart,
  playbookFiles,
  playbookSchema,
  processPartSchema,
  publishedFiles,
} from '#rules';
import { faultsOf } from '../../support/rule-sketch.ts';
import { makeStage } from '../../support/rules-stage.ts';
import { makeEvent } from '../../support/yjs-log.ts';

const template = { ...DEFAULT_PROCESS.playbooks[0] } as Playbook;
const hash = (letter: string): BlobHash => letter.repeat(64) as BlobHash;
const file = (letter: string) => ({ sha256: hash(letter), name: '比价表.pdf', size: 10 });
const playbookWith = (materials: Playbook['materials'], more: Partial<Playbook> = {}): Playbook => ({
  ...template,
  materials,
  ...more,
});
const partOf = (playbook: Playbook): ProcessPart => ({ kind: 'playbook', playbook });
const bytes = (text: string): number => Buffer.byteLength(text);

describe('files of playbooks', () => {
  it('[PF-1][R64] a material is a text, a file or both, at most ten; what the template ships are texts', () => {
    const fits = (materials: unknown): boolean => playbookSchema.safeParse({ ...template, materials }).success;
    expect(
      fits([
        { name: '甲', body: '字' },
        { name: '乙', file: file('a') },
      ]),
    ).toBe(true);
    expect(fits([{ name: '甲', body: '字', file: file('a') }])).toBe(true);
    expect(fits([{ name: '甲' }])).toBe(false);
    expect(fits([{ name: '甲', body: '', file: file('a') }])).toBe(false);
    expect(fits([{ name: '甲', file: { ...file('a'), sha256: '../../etc' } }])).toBe(false);
    expect(fits([{ name: '甲', file: { ...file('a'), documentType: 'other' } }])).toBe(false);
    expect(fits(Array.from({ length: MAX_MATERIALS }, () => ({ name: '甲', file: file('a') })))).toBe(true);
    expect(fits(Array.from({ length: MAX_MATERIALS + 1 }, () => ({ name: '甲', file: file('a') })))).toBe(false);
    expect(DEFAULT_PROCESS.playbooks.flatMap((one) => [...playbookFiles(one)])).toEqual([]);
    expect(DEFAULT_PROCESS.playbooks.every((one) => playbookSchema.safeParse(one).success)).toBe(true);
  });

  it('[PF-2][R64] what may be published fits into one event, however long names and notes are; longer is refused at the script', () => {
    const names = Array.from({ length: MAX_MATERIALS }, (_, at) => ({
      name: '资'.repeat(60),
      file: { sha256: hash(String(at)), name: '文'.repeat(200), size: LIMITS.blobBytes },
    }));
    const long = (letters: number) => partOf(playbookWith(names, { script: '说'.repeat(letters), roles: [] }));
    const longest = Array.from({ length: 2701 }, (_, at) => 2700 - at).find(
      (letters) => faultsOf(long(letters), DEFAULT_PROCESS).length === 0,
    );
    if (longest === undefined || longest === 2700) throw new Error('the limit is not between');
    expect(faultsOf(long(longest + 1), DEFAULT_PROCESS)).toEqual(['playbook.script: tooLong']);
    expect(processPartSchema.safeParse(long(longest)).success).toBe(true);
    const id = 'i'.repeat(64) as EventId;
    const payload = { part: long(longest), basis: id, note: '注'.repeat(300), spentMs: 86_400_000 };
    const row = encodeRow(makeEvent({ n: 1, id, type: 'processPublished', subject: 'org', cites: [id], payload }));
    expect(bytes(row)).toBeLessThan(LIMITS.eventBytes);
    expect(bytes('说'.repeat(2700))).toBeLessThan(LIMITS.stringBytes);
    expect(playbookSchema.safeParse(playbookWith([], { script: '说'.repeat(2701) })).success).toBe(false);
  });

  it('[PF-3][R64] files of every version ever published are known with who published them; what somebody unentitled says is not', () => {
    const stage = makeStage();
    const publish = (member: string, ...letters: readonly string[]) =>
      stage.act(member, 'processPublished', {
        part: partOf(playbookWith(letters.map((one) => ({ name: one, file: file(one) })))),
      });
    publish('boss', 'a', 'b');
    publish('boss', 'b');
    publish('boss');
    publish('rae', 'c');
    const known = publishedFiles(stage.fold().processChanges());
    expect([...known].map(([one, members]) => [one[0], [...members]])).toEqual([
      ['a', ['boss']],
      ['b', ['boss']],
    ]);
  });

  it('[PF-4][R64] only what is attested in the company’s own document is everybody’s, said once, in any order', () => {
    const fact = (letter: string, doc: string): FoldFact => ({
      fact: { kind: 'blobAttested', tick: 5, sha256: hash(letter), mediaType: 'application/pdf', size: 10 },
      doc,
    });
    const facts = [fact('a', 'log:east:2026Q4'), fact('a', 'org'), fact('b', 'log:east:2026Q4'), fact('a', 'org')];
    for (const order of [facts, facts.toReversed()]) {
      const fold = makeFold();
      const told = order.map((one) => fold.apply([], [one]).org);
      expect(told.filter(Boolean)).toHaveLength(1);
      expect([...fold.companyFiles()]).toEqual([hash('a')]);
    }
  });
});
