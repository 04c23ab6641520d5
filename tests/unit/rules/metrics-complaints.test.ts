import { expect, it } from 'vitest';
import { DAY_MS } from '#rules';
import { itemsOf } from '../../support/metric-items-of.ts';
import { makeStage, note, START_MS } from '../../support/rules-stage.ts';

/** Of a promise due a day after its visit, with a complaint about it, and one about nothing promised. */
const complained = () => {
  const stage = makeStage();
  const promised = stage.act(
    'rob',
    'visitNoteRecorded',
    note({ next: { kind: 'checkDate', atMs: START_MS + 90 * DAY_MS, reason: '等招标' } }),
  );
  const complaint = { summary: '答应的测算没交', atMs: stage.nowMs };
  stage.act('rae', 'complaintRecorded', { ...complaint, commitment: promised });
  stage.act('rae', 'complaintRecorded', complaint);
  const counted = () => itemsOf(stage, 'complaints').map(({ member, atMs }) => [member, atMs]);
  return { stage, promised, counted };
};
const DUE_MS = START_MS + DAY_MS;

it('[MX-27][R38] a complaint counts against who gave the promise, from when that is broken; any other nowhere', () => {
  const { counted } = complained();
  expect(counted()).toEqual([['rae', DUE_MS]]);
});

it('[MX-27][R38] about a promise that is kept in time it counts nowhere, about one kept late it does', () => {
  const inTime = complained();
  inTime.stage.act('rae', 'commitmentDelivered', { note: inTime.promised });
  expect(inTime.counted()).toEqual([]);
  const late = complained();
  late.stage.pass(3 * DAY_MS);
  late.stage.act('rae', 'commitmentDelivered', { note: late.promised });
  expect(late.counted()).toEqual([['rae', DUE_MS]]);
});
