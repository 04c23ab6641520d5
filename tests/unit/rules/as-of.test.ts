import { expect, it } from 'vitest';
import { customerAsOf } from '#rules';
import { makeStage, note, yellow } from '../../support/rules-stage.ts';

it('[RU-24][R13] a customer is looked at as it was, whatever has been changed since', () => {
  const stage = makeStage();
  stage.act('rae', 'fieldPatched', { opportunity: 'o1', field: 'decisionChain', value: '院长' });
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '聊', atMs: stage.nowMs });
  stage.pass(60_000);
  const then = stage.nowMs;
  stage.pass(60_000);
  const mark = stage.act('rae', 'statusMarked', yellow());
  stage.act('rae', 'fieldPatched', { opportunity: 'o1', field: 'decisionChain', value: '董事会' });
  stage.act('rae', 'fieldPatched', { field: 'city', value: '苏州' });
  stage.act('rae', 'fieldPatched', { field: 'source', value: '展会' });
  stage.act('rae', 'stageEntered', { opportunity: 'o1', stage: 'needConfirmed', from: 'initialContact', basis: null });
  stage.act('rae', 'visitNoteRecorded', note());
  stage.act('rae', 'customerHandedOver', { to: 'rob' });
  stage.act('rae', 'opportunityEnded', { opportunity: 'o1', outcome: 'lost', reason: '没预算' });
  const now = stage.customer();
  const was = customerAsOf(now, then, null);
  expect(was).toMatchObject({ mark: null, marks: [], notes: [], owner: 'rae' });
  expect(was.opportunities[0]).toMatchObject({ stage: 'initialContact', ended: null });
  expect(was.opportunities[0]?.visits.at(-1)?.leftAt).toBeNull();
  expect(was.opportunities[0]?.fields['decisionChain']?.leaves[0]?.value).toBe('院长');
  expect([was.fields.city?.leaves[0]?.value, was.fields.source]).toEqual(['上海', undefined]);
  expect(was.interactions).toHaveLength(1);
  expect(was.lastInteraction).toBe(now.interactions[0]?.atMs);
  // The rule's own act is left out, although it stands at that very time.
  const at = now.marks[0]?.t ?? 0;
  expect([customerAsOf(now, at, null).mark?.id, customerAsOf(now, at, mark).mark]).toEqual([mark, null]);
});
