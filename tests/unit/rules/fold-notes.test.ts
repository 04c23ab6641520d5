import { describe, expect, it } from 'vitest';
import {
  type CustomerId,
  DAY_MS,
  type DeviceId,
  encodeRow,
  type Fold,
  type FoldFact,
  type FoldRow,
  makeFold,
} from '#rules';
import { CUSTOMER, creation, makeStage, note, START_MS, yellow } from '../../support/rules-stage.ts';

describe('notes', () => {
  it('[RF-19] [R30] a promise is open until ticked, and the tick can be taken back', () => {
    const stage = makeStage();
    const written = stage.act('rae', 'visitNoteRecorded', note());
    expect(stage.customer().notes).toMatchObject([{ id: written, delivered: null }]);
    stage.pass(1_000);
    const ticked = stage.act('rae', 'commitmentDelivered', { note: written });
    stage.pass(1_000);
    stage.act('rob', 'commitmentDelivered', { note: written });
    expect(stage.customer().notes[0]?.delivered?.id).toBe(ticked);
    stage.act('rae', 'retracted', { event: ticked });
    expect(stage.customer().notes[0]?.delivered?.author).toBe('rob');
  });

  it('[RF-20] [R31] an appointment follows its reschedules and keeps the history', () => {
    const stage = makeStage();
    const written = stage.act('rae', 'visitNoteRecorded', note());
    const plan = { ...touchpoint, atMs: START_MS + 5 * DAY_MS };
    stage.pass(1_000);
    stage.act('rae', 'touchpointRescheduled', { note: written, touchpoint: plan });
    let [open] = stage.customer().touchpoints;
    expect(open).toMatchObject({ status: 'open', moved: 1, plan });
    expect(open?.history).toHaveLength(2);
    stage.pass(1_000);
    stage.act('rae', 'touchpointCancelled', { note: written, reason: '客户出差' });
    [open] = stage.customer().touchpoints;
    expect(open?.status).toBe('cancelled');
    stage.pass(1_000);
    stage.act('rae', 'touchpointRescheduled', { note: written, touchpoint: plan });
    expect(stage.customer().touchpoints[0]?.status).toBe('open');
    stage.act('rae', 'visitNoteRecorded', note({ touchpoint: written }));
    expect(stage.customer().touchpoints.map(({ status }) => status)).toEqual(['held', 'open']);
  });

  it('[RF-21] only two-way contact is interaction', () => {
    const stage = makeStage();
    const at = (atMs: number, answered: boolean) => ({ channel: 'call' as const, answered, summary: '电话', atMs });
    expect(stage.customer().lastInteraction).toBeNull();
    stage.act('rae', 'interactionRecorded', at(START_MS + 10, false));
    expect(stage.customer().lastInteraction).toBeNull();
    stage.act('rae', 'interactionRecorded', at(START_MS + 5, true));
    expect(stage.customer().lastInteraction).toBe(START_MS + 5);
    stage.act('rae', 'visitNoteRecorded', note({ visitedAtMs: START_MS + 7 }));
    expect(stage.customer().lastInteraction).toBe(START_MS + 7);
    // A stated time after the act itself is not believed.
    const act = stage.act('rae', 'inquiryReceived', { opportunity: 'o1', summary: '询价', atMs: START_MS + DAY_MS });
    expect(stage.customer().lastInteraction).toBe(stage.fold().placement(act)?.t);
  });
});

const touchpoint = {
  atMs: START_MS,
  attendees: ['王总'],
  agenda: '复核数量',
  agreed: 'proposedByUs' as const,
};

describe('contacts', () => {
  it('[RF-23] stay out of the state and are folded by person', () => {
    const stage = makeStage();
    const before = JSON.stringify(stage.customer());
    const first = stage.act('rae', 'contactSaved', { person: 'p1', name: '王总', phone: '13800000000' });
    stage.act('rob', 'contactSaved', { person: 'p2', name: '李工' });
    expect(JSON.stringify(stage.customer())).toBe(before);
    stage.pass(1_000);
    stage.act('rae', 'contactSaved', { person: 'p1', name: '王总', phone: '13900000000' }, { cites: [first] });
    const people = stage.fold().contacts(CUSTOMER);
    expect(people.map(({ person, leaves }) => [person, leaves.length])).toEqual([
      ['p1', 1],
      ['p2', 1],
    ]);
    expect(people[0]?.leaves[0]?.payload.phone).toBe('13900000000');
    stage.act('rae', 'contactSaved', { person: 'p2', name: '李工', removed: true }, { cites: ['e9'] });
    expect(stage.fold().contacts(CUSTOMER)).toHaveLength(2);
  });

  it('[RF-29] grants count from the owner or a leader and tell the person', () => {
    const stage = makeStage();
    const request = stage.act('rob', 'contactAccessRequested', { reason: '一起拜访' });
    expect(stage.customer().notices).toMatchObject([{ kind: 'contactRequested', recipients: ['rae', 'mia'] }]);
    stage.act('rob', 'contactAccessGranted', { member: 'rob' });
    expect(stage.customer().contactGrants).toEqual([]);
    stage.pass(1_000);
    stage.act('mia', 'contactAccessGranted', { member: 'rob', request });
    expect(stage.customer().contactGrants).toEqual(['rob']);
    expect(stage.customer().notices[1]).toMatchObject({ kind: 'contactGranted', recipients: ['rob'] });
  });
});

describe('private customers', () => {
  it('[RF-17] [R72] are private until copied into the pool, which names the contributor', () => {
    const stage = makeStage();
    const subject = 'c7';
    const doc = 'private:rob';
    stage.act('rob', 'customerCreated', creation('rob'), { subject, doc });
    stage.pass(1_000);
    const mark = stage.write('rob', 'statusMarked', yellow(), { subject, doc });
    const hidden = stage.customer(subject as CustomerId);
    expect(hidden).toMatchObject({ isPrivate: true, contributor: 'rob', owner: 'rob' });
    stage.pass(1_000);
    const received = stage.fold().placement(mark.id)?.received ?? 0;
    stage.act('rob', 'customerCreated', { ...creation('rob'), contributor: 'rob' }, { subject });
    stage.act('rob', 'historyShared', { row: encodeRow(mark), received, mac: 'm' }, { subject });
    expect(stage.customer(subject as CustomerId)).toMatchObject({ isPrivate: false, contributor: 'rob' });
    const outside = makeFold();
    outside.apply(
      stage.rows.filter((row) => row.doc !== doc),
      stage.facts.filter((fact) => fact.doc !== doc),
    );
    const copied = outside.customer(subject as CustomerId);
    expect(copied).toMatchObject({ isPrivate: false, contributor: 'rob', owner: 'rob' });
    expect(copied?.mark).toMatchObject({ id: mark.id, effective: true, t: mark.at, standing: 'sealed' });
  });

  it('[RF-18] a shared row counts once, with its own receipt, and goes with its copy', () => {
    const stage = makeStage();
    const mark = stage.write('rae', 'statusMarked', yellow(), { doc: 'private:rae' });
    const received = stage.fold().placement(mark.id)?.received ?? 0;
    stage.pass(1_000);
    const share = { row: encodeRow(mark), received, mac: 'm' };
    const copy = stage.write('rae', 'historyShared', share, { receivedMs: null });
    expect(stage.customer().marks).toHaveLength(1);
    const fold = makeFold();
    const hidden = stage.rows.filter((row) => row.event.id !== mark.id);
    fold.apply(
      hidden.map((row) => ({ ...row, isLocal: row.event.id === copy.id })),
      stage.facts,
    );
    expect(fold.placement(mark.id)).toMatchObject({ received, t: mark.at });
    fold.remove([copy.id]);
    expect(fold.placement(mark.id)).toBeNull();
    expect(fold.customer(CUSTOMER)?.marks).toEqual([]);
  });
});

describe('standing', () => {
  it('[RF-25] [S31] a row received late says so', () => {
    const stage = makeStage();
    const late = stage.nowMs + 3_600_000;
    stage.act('rae', 'visitNoteRecorded', note(), { receivedMs: late });
    expect(stage.customer().notes[0]).toMatchObject({ t: stage.nowMs, receivedAt: late, standing: 'sealed' });
    const local = makeStage();
    local.act('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    expect(local.customer().notes[0]).toMatchObject({ standing: 'local', receivedAt: null });
    const received = makeStage();
    received.act('rae', 'visitNoteRecorded', note(), { sealed: false });
    expect(received.customer().notes[0]).toMatchObject({ standing: 'received', receivedAt: null });
  });

  it('[RF-28] [S8] [I30] a seal covers rows before and after it, the lowest tick counts', () => {
    const stage = makeStage();
    const event = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    const row = { event, doc: 'log:east:2026Q4', received: null };
    const seal = (tick: number) => ({
      fact: { kind: 'seal' as const, tick, ranges: [[event.device, event.n, event.n, 7] as const] },
      doc: row.doc,
    });
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
      [2, 1, 0],
    ]) {
      const fold = makeFold();
      const steps = [
        () => fold.apply([row], []),
        () => fold.apply([], [seal(event.at + 500)]),
        () => fold.apply([], [seal(event.at + 300)]),
      ];
      for (const step of order) steps[step]?.();
      expect(fold.placement(event.id)).toMatchObject({ tick: event.at + 300, received: event.at + 293 });
    }
  });

  it('[RF-24] a quarantined row goes without a trace, an acknowledged one stays', () => {
    const stage = makeStage();
    const before = stage.fold().digest();
    const fold = stage.fold();
    const wrong = stage.write('rae', 'statusMarked', yellow(), { receivedMs: null });
    fold.apply([{ event: wrong, doc: 'log:east:2026Q4', received: null, isLocal: true }], []);
    expect(fold.customer(CUSTOMER)?.marks).toHaveLength(1);
    const change = fold.remove([wrong.id]);
    expect([...change.customers]).toEqual([CUSTOMER]);
    expect(fold.digest()).toBe(before);
    fold.remove([stage.rows[0]?.event.id ?? wrong.id]);
    expect(fold.digest()).toBe(before);
    // held by a replica, its receipt not here yet
    fold.apply([{ event: wrong, doc: 'log:east:2026Q4', received: null }], []);
    fold.remove([wrong.id]);
    expect(fold.customer(CUSTOMER)?.marks).toHaveLength(1);
  });

  it('[RF-31] [S9] an own event moved under a new device id replaces the one before', () => {
    for (const name of ['aa-phone', 'zz-phone']) expectMoved(name);
  });

  it('[RF-30] [R13] the timeline tells acts and automatic acts in order', () => {
    const stage = makeStage();
    stage.act('rae', 'visitNoteRecorded', note());
    stage.act('mia', 'noticeSeen', { notice: 'x' });
    expect(stage.customer().timeline.map(({ type, automaticBy }) => [type, automaticBy])).toEqual([
      ['customerCreated', null],
      ['visitNoteRecorded', null],
    ]);
  });
});

/** By order of device ids the moved event stands before or after the old one; it replaces it either way. */
const expectMoved = (name: string): void => {
  const stage = makeStage();
  const mark = stage.write('rae', 'statusMarked', yellow(), { receivedMs: null });
  const doc = 'log:east:2026Q4';
  const device = name as typeof mark.device;
  const moved = { ...mark, device, n: 0 };
  const others = makeFold();
  others.apply(stage.rows.slice(0, -1), stage.facts);
  const seal = { kind: 'seal' as const, tick: mark.at + 50, ranges: [[device, 0, 0, 20] as const] };
  others.apply([{ event: moved, doc, received: null }], [{ fact: seal, doc }]);
  const holding = (): Fold => {
    const fold = makeFold();
    fold.apply(stage.rows.slice(0, -1), stage.facts);
    fold.apply([{ event: mark, doc, received: null, isLocal: true }], []);
    return fold;
  };
  const pending = holding();
  pending.apply([{ event: moved, doc, received: null, isLocal: true }], []);
  expect(pending.customer(CUSTOMER)?.mark?.device).toBe(device);
  const received = holding();
  received.apply([{ event: moved, doc, received: mark.at + 30 }], []);
  received.apply([{ event: mark, doc, received: null, isLocal: true }], [{ fact: seal, doc }]);
  expect(received.digest()).toBe(others.digest());
};

const DOC = 'log:east:2026Q4';
const sealOf = (device: DeviceId, n: number, tick: number, received: number): FoldFact => ({
  fact: { kind: 'seal', tick, ranges: [[device, n, n, tick - received]] },
  doc: DOC,
});

describe('places', () => {
  it('[RF-33] [S9] [I29] a seal of its place is not about an event that stands in the outbox only', () => {
    const stage = makeStage();
    const event = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    const fold = makeFold();
    fold.apply(stage.rows.slice(0, -1), stage.facts);
    // The relay holds another event in this place: the device lost the end of what it had made.
    fold.apply(
      [{ event, doc: DOC, received: null, isLocal: true }],
      [sealOf(event.device, event.n, event.at - 5, event.at - 9)],
    );
    expect(fold.placement(event.id)).toMatchObject({ t: event.at, received: null, tick: null });
    const moved = { ...event, device: 'rae-new' as DeviceId, n: 0 };
    fold.remove([event.id]);
    fold.apply([{ event: moved, doc: DOC, received: null, isLocal: true }], []);
    fold.apply(
      [{ event: moved, doc: DOC, received: event.at + 40 }],
      [sealOf(moved.device, 0, event.at + 60, event.at + 40)],
    );
    expect(fold.placement(event.id)).toMatchObject({ t: event.at, received: event.at + 40, tick: event.at + 60 });
  });

  it('[RF-34] [S10] [I1] [I30] an event held under two places is one, and the lowest seal of both counts', () => {
    const stage = makeStage();
    const event = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    const others = stage.rows.slice(0, -1);
    for (const name of ['aa-phone', 'zz-phone']) {
      const again = { ...event, device: name as DeviceId, n: 0 };
      const steps: (readonly [FoldRow[], FoldFact[]])[] = [
        [[{ event, doc: DOC, received: null }], []],
        [[{ event: again, doc: DOC, received: null }], []],
        [[], [sealOf(event.device, event.n, event.at + 50, event.at + 30)]],
        [[], [sealOf(again.device, 0, event.at + 900, event.at + 30)]],
      ];
      const digests = new Set<string>();
      for (const order of [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
      ]) {
        const fold = makeFold();
        fold.apply(others, stage.facts);
        for (const step of order) fold.apply(steps[step]?.[0] ?? [], steps[step]?.[1] ?? []);
        expect(fold.placement(event.id)).toMatchObject({ tick: event.at + 50, received: event.at + 30 });
        expect(fold.customer(CUSTOMER)?.notes).toHaveLength(1);
        digests.add(fold.digest());
      }
      expect(digests.size).toBe(1);
    }
  });

  it('[RF-34] [I1] [I6] a seal of the number it has in one place is not about its other place, in one batch or in two', () => {
    const stage = makeStage();
    const event = stage.write('rae', 'visitNoteRecorded', note(), { receivedMs: null });
    for (const name of ['aa-phone', 'zz-phone']) {
      const rows = [event, { ...event, device: name as DeviceId, n: 0 }].map((one) => ({
        event: one,
        doc: DOC,
        received: event.at + 40,
      }));
      const fold = makeFold();
      fold.apply(stage.rows.slice(0, -1), [...stage.facts, sealOf(event.device, 0, event.at - 5, event.at - 9)]);
      const apart = makeFold();
      apart.apply(stage.rows.slice(0, -1), [...stage.facts, sealOf(event.device, 0, event.at - 5, event.at - 9)]);
      fold.apply(rows, []);
      for (const row of rows) apart.apply([row], []);
      expect(fold.placement(event.id)).toMatchObject({ t: event.at, received: event.at + 40, tick: null });
      expect(fold.digest()).toBe(apart.digest());
    }
  });
});
