import { describe, expect, it } from 'vitest';
import { DAY_MS, type EffectId, type MemberId, type PayloadOf } from '#rules';
import { makeAnnouncer } from '../../../sync-relay/messages/announcer.ts';
import { compose } from '../../../sync-relay/messages/compose.ts';
import type { StoredMessage } from '../../../sync-relay/messages/outbox.ts';
import { makeStage, type RulesStage, START_MS } from '../../support/rules-stage.ts';

const DUE = START_MS + DAY_MS;
const pack = (playbook = 'digRealNeeds'): PayloadOf<'playbookSent'> => ({
  playbook,
  version: 'template',
  remark: '先听再讲',
  tasks: [
    { title: '二', dueMs: DUE + DAY_MS },
    { title: '一', dueMs: DUE },
  ],
  effectAfterDays: 14,
});

/** What the desk hears about the stage as it stands, in order. */
const heard = async (stage: RulesStage): Promise<readonly string[]> => {
  const said: string[] = [];
  const announcer = makeAnnouncer({
    log: { now: () => stage.nowMs, epoch: 1 },
    company: { fold: stage.fold(), onChange: () => () => undefined },
    desk: {
      tell: async ({ kind, recipients, params, effect }) => {
        const { what, text, dueAtMs } = params ?? {};
        said.push(`tell ${kind} ${recipients.join()} ${what} ${text} ${dueAtMs === DUE} ${effect}`);
      },
      withdraw: async (effect) => void said.push(`withdraw ${effect}`),
      drop: async (effect) => void said.push(`drop ${effect}`),
    },
    report: (error) => {
      throw error;
    },
  });
  await announcer.close();
  return said;
};

const message = (channel: StoredMessage['channel']): StoredMessage => ({
  ...{ effect: 'e1' as EffectId, epoch: 1, kind: 'playbookSent', rule: '', customer: null, cause: null, at: START_MS },
  ...{
    params: { what: '有效需求挖掘SOP', text: '先听再讲，13812345678' },
    purpose: 'tell',
    recipient: 'rae' as MemberId,
  },
  ...{ channel, target: 't', askedAt: START_MS, dueAt: START_MS, state: 'waiting', reason: null, detail: null },
  ...{ sentAt: null, attempts: 0, receipt: null },
});

describe('given playbooks outside the app', () => {
  it('[PB-11][R65][R36] told once sealed, with name, remark and first deadline; withdrawn, dropped when read, told once when doubled', async () => {
    const stage = makeStage();
    const onRae = { subject: 'rae' };
    stage.act('mia', 'playbookSent', pack('firstVisit'), { ...onRae, sealed: false });
    const first = stage.act('mia', 'playbookSent', pack(), onRae);
    stage.act('boss', 'playbookSent', pack(), { ...onRae, seen: 0 });
    const told = `tell playbookSent rae 有效需求挖掘SOP 先听再讲 true ${first}`;
    expect(await heard(stage)).toEqual([told]);
    stage.act('rae', 'playbookRead', { sent: first }, { ...onRae, cites: [first] });
    expect(await heard(stage)).toEqual([`drop ${first}`]);
    const second = stage.act('mia', 'playbookSent', pack('keepPromises'), onRae);
    stage.act('mia', 'playbookWithdrawn', { sent: second }, { ...onRae, cites: [second] });
    expect(await heard(stage)).toEqual([`drop ${first}`, `withdraw ${second}`]);
    stage.pass(8 * DAY_MS);
    expect(await heard(stage)).toEqual([]);
  });

  it('[PB-11][R36] its words name it to its person alone, without contact details', () => {
    const fold = makeStage().fold();
    const deps = {
      company: { fold, org: () => fold.org() },
      now: () => START_MS,
      lastHeard: () => null,
      publicUrl: () => 'https://jieli.example',
      actLink: () => '',
    };
    const alone = JSON.stringify(compose(deps, message('webPush')));
    expect(alone).toContain('有效需求挖掘SOP');
    expect(alone).toContain('先听再讲');
    expect(alone).not.toContain('13812345678');
    const group = JSON.stringify(compose(deps, message('dingtalkRobot')));
    expect(group).not.toMatch(/SOP|先听再讲/);
    expect(group).toContain('接力里有一件给您的事');
  });
});
