import { describe, expect, it } from 'vitest';
import { type CustomerId, makeFold } from '#rules';
import { creation, green, makeStage, red, START_MS, yellow } from '../../support/rules-stage.ts';
import { shuffled } from '../../support/shuffled.ts';

describe('status card', () => {
  it('[S13] [I28] the greatest effective leaf is shown, others are also marked', () => {
    const stage = makeStage();
    const first = stage.act('rae', 'statusMarked', yellow());
    stage.pass(1_000);
    const byRae = stage.act('rae', 'statusMarked', red(first));
    stage.pass(1_000);
    const byMia = stage.act('mia', 'statusMarked', yellow(first));
    const state = stage.customer();
    expect(state.mark?.id).toBe(byMia);
    expect(state.alsoMarked.map(({ id }) => id)).toEqual([byRae]);
    expect(state.marks.map(({ id }) => id)).toEqual([first, byRae, byMia]);
    stage.pass(1_000);
    const settled = stage.act('mia', 'statusMarked', red(byMia), { cites: [byMia, byRae] });
    expect(stage.customer().mark?.id).toBe(settled);
    expect(stage.customer().alsoMarked).toEqual([]);
  });

  it('[RF-9] [S12] a mark by neither owner nor leader has no effect and asks the owner', () => {
    const stage = makeStage();
    const own = stage.act('rae', 'statusMarked', yellow());
    stage.pass(1_000);
    const foreign = stage.act('rob', 'statusMarked', red(own));
    const state = stage.customer();
    expect(state.mark?.id).toBe(own);
    expect(state.marks[1]).toMatchObject({ id: foreign, effective: false, noEffectBecause: 'notOwner' });
    expect(state.notices).toMatchObject([{ kind: 'confirmHandoverEdit', cause: foreign, recipients: ['rae'] }]);
    expect(state.timeline.find(({ id }) => id === foreign)?.noEffectBecause).toBe('notOwner');
  });

  it('[S13] ineffective marks are skipped along basis', () => {
    const stage = makeStage();
    const own = stage.act('rae', 'statusMarked', yellow());
    stage.pass(1_000);
    const foreign = stage.act('rob', 'statusMarked', red(own));
    stage.pass(1_000);
    const next = stage.act('rae', 'statusMarked', red(foreign));
    const state = stage.customer();
    expect(state.mark?.id).toBe(next);
    expect(state.alsoMarked).toEqual([]);
  });

  it('[RF-10] [S12] the author or a leader takes a mark back, nobody else', () => {
    const stage = makeStage();
    const own = stage.act('rae', 'statusMarked', yellow());
    stage.pass(1_000);
    const second = stage.act('rae', 'statusMarked', red(own));
    stage.pass(1_000);
    stage.act('rob', 'retracted', { event: second });
    expect(stage.customer().mark?.id).toBe(second);
    stage.act('mia', 'retracted', { event: second });
    expect(stage.customer().mark?.id).toBe(own);
    expect(stage.customer().marks[1]).toMatchObject({ effective: false, noEffectBecause: 'retracted' });
  });

  it('[S7] a basis that comes later in the order counts as none', () => {
    const stage = makeStage();
    const future = 'e0099';
    const early = stage.act('rae', 'statusMarked', yellow(future as never));
    const state = stage.customer();
    expect(state.mark?.id).toBe(early);
  });

  it('[S7] [I17] at equal times the citing event comes later, whatever its device', () => {
    const stage = makeStage();
    const first = stage.write('rae', 'statusMarked', yellow(), { device: 'zz-phone', receivedMs: stage.nowMs });
    const options = { device: 'aa-phone', cites: [first.id], atMs: 0, seen: 0 };
    const second = stage.act('rae', 'statusMarked', red(first.id), options);
    const fold = stage.fold();
    expect(fold.placement(second)?.t).toBe(fold.placement(first.id)?.t);
    expect(stage.customer()).toMatchObject({ mark: { id: second }, alsoMarked: [] });
  });

  it('[RF-13] [R20] [S17] a green waits for a file that is attested as a PDF', () => {
    const stage = makeStage();
    stage.act('rae', 'statusMarked', green());
    expect(stage.customer().mark).toMatchObject({ colour: 'green', pendingUpload: true });
    expect(stage.customer().evidence).toMatchObject([{ attested: false }]);
    stage.attest('b'.repeat(64));
    expect(stage.customer().mark?.pendingUpload).toBe(true);
    stage.attest();
    expect(stage.customer().mark?.pendingUpload).toBe(false);
    expect(stage.customer().evidence).toMatchObject([{ attested: true }]);
    const picture = makeStage();
    picture.act('rae', 'statusMarked', green());
    picture.attest(undefined, 'image/png');
    expect(picture.customer().mark?.pendingUpload).toBe(true);
  });
});

describe('hand-over', () => {
  it('[S16] the owner at the place in the order marks, before and after a hand-over', () => {
    const stage = makeStage();
    const before = stage.act('rae', 'statusMarked', yellow());
    stage.pass(1_000);
    stage.act('rae', 'customerHandedOver', { to: 'rob' });
    stage.pass(1_000);
    const late = stage.act('rae', 'statusMarked', red(before));
    stage.pass(1_000);
    const after = stage.act('rob', 'statusMarked', red(before));
    const state = stage.customer();
    expect(state.owner).toBe('rob');
    expect(state.marks.map(({ id, effective }) => [id, effective])).toEqual([
      [before, true],
      [late, false],
      [after, true],
    ]);
    expect(state.notices.map(({ kind, recipients }) => [kind, recipients])).toEqual([
      ['handedOver', ['rob']],
      ['confirmHandoverEdit', ['rob']],
    ]);
  });

  it('[RF-11] [S16] of concurrent hand-overs the last holds and the loser is shown', () => {
    const stage = makeStage();
    const seen = 0;
    stage.act('mia', 'customerHandedOver', { to: 'rob' }, { seen, receivedMs: stage.nowMs + 9_000 });
    const lost = stage.fold().customer('c1' as never);
    expect(lost?.owner).toBe('rob');
    stage.pass(1_000);
    stage.act('rae', 'customerHandedOver', { to: 'mia' }, { seen, receivedMs: stage.nowMs + 9_000 });
    const state = stage.customer();
    expect(state.owner).toBe('mia');
    expect(state.alsoHandedTo.map(({ to }) => to)).toEqual(['rob']);
  });

  it('[RF-36] [I21] a creation dated before the one there is takes the customer from nobody', () => {
    const stage = makeStage();
    const before = stage.customer();
    const forged = { ...creation('rob'), opportunity: { opportunity: 'o1', name: '假的', stage: 'contractSigning' } };
    stage.act('rob', 'customerCreated', forged, { atMs: 1, seen: 0, device: 'rob-two' });
    const after = stage.customer();
    expect(after).toMatchObject({ owner: 'rae', created: { author: 'rae' }, alsoHandedTo: [] });
    expect(after.knownSince).toBe(before.knownSince);
    expect(after.opportunities).toEqual(before.opportunities);
    expect(after.timeline.find(({ author }) => author === 'rob')?.noEffectBecause).toBe('notOwner');
    // One who leads may; a rep who comes later may not.
    stage.act('rob', 'customerCreated', creation('rob'));
    expect(stage.customer().owner).toBe('rae');
  });

  it('[RF-36] [I1] of two creations made apart the first sealed stands, in any order of arrival', () => {
    const stage = makeStage();
    stage.act('mia', 'customerCreated', creation('rob'), { subject: 'c2', seen: 0, atMs: START_MS + 5000 });
    stage.act('pia', 'customerCreated', creation('pia'), { subject: 'c2', seen: 0, atMs: START_MS + 1000 });
    expect(stage.customer('c2' as CustomerId)).toMatchObject({ owner: 'rob', created: { author: 'mia' } });
    const digest = stage.fold().digest();
    for (let seed = 1; seed <= 10; seed++) {
      const fold = makeFold();
      for (const { rows, facts } of shuffled({ rows: () => stage.rows, facts: stage.facts }, seed))
        fold.apply(rows, facts);
      expect(fold.digest()).toBe(digest);
    }
  });

  it('[RF-12] a hand-over by a former owner who could know has no effect', () => {
    const stage = makeStage();
    stage.act('mia', 'customerHandedOver', { to: 'rob' });
    stage.pass(1_000);
    const late = stage.act('rae', 'customerHandedOver', { to: 'rae' });
    const state = stage.customer();
    expect(state.owner).toBe('rob');
    expect(state.timeline.find(({ id }) => id === late)?.noEffectBecause).toBe('notOwner');
  });
});
