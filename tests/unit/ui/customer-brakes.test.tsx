// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, HOUR_MS } from '#rules';
import { cleansing } from '../../../client/locales/zh-CN/cleansing.ts';
import { brakes as words } from '../../../client/locales/zh-CN/customer-brakes.ts';
import { customerTimeline } from '../../../client/locales/zh-CN/customer-timeline.ts';
import { makeStage, type RulesStage, red } from '../../support/rules-stage.ts';
import { openCustomer, stageClient } from './stage-client.tsx';

let stage: RulesStage;
beforeEach(() => {
  stage = makeStage();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** The page at the stage's own time. */
const open = (member: string) => {
  vi.useFakeTimers({ now: stage.nowMs, toFake: ['Date'] });
  const client = stageClient(stage, member);
  openCustomer(client);
  return client;
};
const card = () => screen.getByRole('region', { name: '状态卡' });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

/** rae's quote without an answer: the relay has marked the customer yellow. */
const markedYellow = (): string => {
  stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '聊', atMs: stage.nowMs });
  stage.act('rae', 'quoteSent', { opportunity: 'o1', summary: '报价', atMs: stage.nowMs });
  stage.pass(6 * DAY_MS);
  stage.settle();
  return stage.customer().mark?.automatic?.effect ?? '';
};

describe('an automatic mark', () => {
  it('[OV-1][R13][R77][R78] says what, why and how long, and one sentence makes it green with the confirmation owed', async () => {
    markedYellow();
    stage.pass(HOUR_MS);
    open('rae');
    expect(within(card()).getByText(/系统把它标成了黄：.*报了价，客户没有回复/)).toBeTruthy();
    expect(within(card()).getByText(/还能改 2[23] 小时/)).toBeTruthy();
    expect(within(card()).getByText(words.who.owner)).toBeTruthy();
    press(words.override);
    const sheet = screen.getByRole('dialog');
    fireEvent.click(within(sheet).getByRole('button', { name: words.sheet.act }));
    expect(within(sheet).getByText(words.sheet.missing)).toBeTruthy();
    fireEvent.input(within(sheet).getByLabelText(words.sheet.label), { target: { value: '电话里答应了' } });
    fireEvent.click(within(sheet).getByRole('button', { name: words.sheet.act }));
    await vi.waitFor(() => expect(stage.customer().mark).toMatchObject({ colour: 'green', awaitsDocument: true }));
    await vi.waitFor(() => expect(within(card()).getByText(words.reason('电话里答应了'))).toBeTruthy());
    expect(within(card()).getByText(/待补件，剩 [67] 天/)).toBeTruthy();
  });

  it('[OV-2][R78] the last hour is said, and afterwards there is no button any more', () => {
    const effect = markedYellow();
    const fired = stage.customer().effects.find(({ id }) => id === effect)?.firedAt ?? 0;
    stage.nowMs = fired + 23.5 * HOUR_MS;
    open('rae');
    expect(within(card()).getByText(/过了 .+ 就要按正常的三样/)).toBeTruthy();
    cleanup();
    stage.nowMs = fired + 25 * HOUR_MS;
    open('rae');
    expect(within(card()).getByText(words.closed)).toBeTruthy();
    expect(screen.queryByRole('button', { name: words.override })).toBeNull();
  });

  it('[OV-1][R80] who is not named by the brake sees it and cannot pull it', () => {
    markedYellow();
    open('rob');
    expect(within(card()).getByText(/系统把它标成了黄/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: words.override })).toBeNull();
    expect(within(card()).getByRole('button', { name: words.why })).toBeTruthy();
  });

  it('[OV-3][S23][S24] what no evidence decides stands until a leader settles it with a reason', async () => {
    const effect = markedYellow();
    const basis = stage.customer().mark?.id ?? null;
    const [seen, atMs] = [stage.nowMs, stage.nowMs + 23 * HOUR_MS];
    stage.pass(30 * HOUR_MS);
    const override = { effect, reason: '当天就改了，没有信号' };
    stage.act('rae', 'statusMarked', { colour: 'green', basis, override }, { atMs, seen, receivedMs: stage.nowMs });
    expect(stage.customer().mark?.override?.verdict).toBe('disputed');
    open('mia');
    expect(within(card()).getByText(words.disputed)).toBeTruthy();
    press(words.settle.yes);
    const sheet = screen.getByRole('dialog');
    fireEvent.input(within(sheet).getByLabelText(words.settle.label), { target: { value: '同事可以作证' } });
    fireEvent.click(within(sheet).getByRole('button', { name: words.settle.yes }));
    await vi.waitFor(() => expect(stage.customer().mark?.override?.settled?.isValid).toBe(true));
    await vi.waitFor(() => expect(within(card()).getByText(words.settled.yes)).toBeTruthy());
  });
});

describe('a stage over its limit', () => {
  it('[OV-4][R9] says what follows and when', () => {
    stage.pass(15 * DAY_MS);
    stage.settle();
    open('rae');
    expect(screen.getByText(/再不动，.+后提醒负责人/)).toBeTruthy();
  });
});

describe('the history', () => {
  it('[OV-5][R13] tells what rules did and why, with 为什么 at each line', () => {
    markedYellow();
    open('rae');
    const lines = screen.getByRole('list', { name: customerTimeline.title });
    expect(within(lines).getByText(customerTimeline.ruleMarked('黄'))).toBeTruthy();
    expect(within(lines).getByText(/报了价，客户没有回复/)).toBeTruthy();
    expect(within(lines).getByText(/给rae派了补齐预算和决策链/)).toBeTruthy();
    expect(within(lines).getAllByRole('button', { name: customerTimeline.why }).length).toBeGreaterThan(1);
  });
});

describe('the cleansing pool', () => {
  const pooled = () => {
    stage.pass(32 * DAY_MS);
    stage.act('rae', 'stageEntered', {
      opportunity: 'o1',
      stage: 'needConfirmed',
      from: 'initialContact',
      basis: null,
    });
    stage.act('rae', 'interactionRecorded', { channel: 'call', answered: true, summary: '聊', atMs: stage.nowMs });
    const first = stage.act('rae', 'statusMarked', red());
    stage.pass(DAY_MS);
    stage.act('rae', 'statusMarked', red(first));
    stage.settle();
    stage.pass(1_000);
  };

  it('[OV-6][R23][R24] the owner appeals, with both files and a reason or not at all', async () => {
    pooled();
    const client = open('rae');
    expect(within(card()).getByText(cleansing.locked)).toBeTruthy();
    expect(within(card()).getByText(cleansing.explained)).toBeTruthy();
    expect(screen.queryByRole('link', { name: '写纪要' })).toBeNull();
    expect(screen.queryByRole('button', { name: cleansing.void })).toBeNull();
    press(cleansing.appeal);
    const form = screen.getByRole('dialog');
    fireEvent.click(within(form).getByRole('button', { name: cleansing.form.gaps(3) }));
    const said = within(form)
      .getAllByRole('alert')
      .map(({ textContent }) => textContent);
    expect(said).toEqual([cleansing.form.needAudio, cleansing.form.needImage, cleansing.form.needReason]);
    expect(client.ran).toEqual([]);
  });

  it('[OV-6][R23] leaders have the other exits, each with a reason', async () => {
    pooled();
    open('mia');
    press(cleansing.void);
    const sheet = screen.getByRole('dialog');
    fireEvent.click(within(sheet).getByRole('button', { name: cleansing.voidSheet.act }));
    expect(within(sheet).getByText(cleansing.voidSheet.missing)).toBeTruthy();
    fireEvent.input(within(sheet).getByLabelText(cleansing.voidSheet.label), { target: { value: '公司注销了' } });
    fireEvent.click(within(sheet).getByRole('button', { name: cleansing.voidSheet.act }));
    await vi.waitFor(() => expect(stage.customer().voided?.reason).toBe('公司注销了'));
    await vi.waitFor(() => expect(within(card()).getByText(/作废了这个客户：公司注销了/)).toBeTruthy());
  });
});
