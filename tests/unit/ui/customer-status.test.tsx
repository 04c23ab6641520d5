// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Evidence } from '#rules';
import type { AttachOutcome } from '../../../client/data/contract.ts';
import { customerFiles as files } from '../../../client/locales/zh-CN/customer-files.ts';
import { customerStatus as words } from '../../../client/locales/zh-CN/customer-status.ts';
import { outcomes } from '../../../client/locales/zh-CN/outcomes.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { creation, green, makeStage, note, PDF_HASH, type RulesStage, red, yellow } from '../../support/rules-stage.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';

const DAY_MS = 86_400_000;
const OTHER_HASH = 'b'.repeat(64);
const confirmation: Evidence = {
  sha256: OTHER_HASH,
  name: '确认书.pdf',
  size: 2_400_000,
  documentType: 'requirementConfirmation',
};

let stage: RulesStage;
/** Draws the page as `member`, with the page's clock at the stage's. */
const open = async (member = 'rae', prepare: (client: StageClient) => void = () => undefined) => {
  const client = stageClient(stage, member);
  prepare(client);
  vi.setSystemTime(stage.nowMs);
  const drawn = openCustomer(client);
  await vi.waitFor(() => card());
  return { client, ...drawn };
};
const card = () => screen.getByRole('radiogroup', { name: words.title });
const section = () => screen.getByRole('region', { name: words.title });
const choose = (label: string): void => {
  fireEvent.click(within(card()).getByRole('radio', { name: label }));
};
const press = (name: string): void => {
  fireEvent.click(within(section()).getByRole('button', { name }));
};
const chosen = (): string | undefined =>
  within(card())
    .getAllByRole<HTMLInputElement>('radio')
    .find(({ checked }) => checked)?.value;
const said = (): string =>
  within(section())
    .queryAllByRole('alert')
    .map(({ textContent }) => textContent ?? '')
    .join('\n');
const tick = (label: string): void => {
  fireEvent.click(within(section()).getByRole('checkbox', { name: new RegExp(label) }));
};
const tickAll = (): void => {
  for (const check of Object.values(refusals.checks)) tick(check);
};
const give = (file: File): void => {
  const input = section().querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no place for a file');
  fireEvent.change(input, { target: { files: [file] } });
};
const pdf = () => new File(['%PDF-'], '确认书.pdf', { type: 'application/pdf' });
const attaching = (outcome: AttachOutcome) => (client: StageClient) => {
  client.attach = async () => outcome;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  stage = makeStage();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the card', () => {
  it('[CS-1][R15] three cards with word, line and shape of their own', async () => {
    await open();
    const radios = within(card()).getAllByRole('radio');
    expect(radios.map((radio) => radio.getAttribute('aria-labelledby') !== null)).toEqual([true, true, true]);
    expect(
      within(card())
        .getAllByRole('group')
        .map(({ textContent }) => textContent),
    ).toEqual(
      ['green', 'yellow', 'red'].map((colour) => {
        const { label, line } = words.cards[colour as keyof typeof words.cards];
        return `${label}${line}`;
      }),
    );
    const outlines = [...card().querySelectorAll('svg')].map((svg) => svg.querySelector('path')?.getAttribute('d'));
    expect(new Set(outlines).size).toBe(3);
    expect(chosen()).toBeUndefined();
    expect(screen.getByText(words.none)).toBeTruthy();
  });

  it('[CS-10] who does not own or lead reads whose it is and cannot choose', async () => {
    stage.act('rae', 'statusMarked', yellow());
    const { client } = await open('rob');
    expect(within(section()).getByText(words.readOnly.owned('rae'))).toBeTruthy();
    choose(words.cards.red.label);
    expect(chosen()).toBe('yellow');
    expect(within(section()).queryByRole('button', { name: words.form.red })).toBeNull();
    expect(within(section()).queryByRole('button', { name: words.edit })).toBeNull();
    expect(client.ran).toEqual([]);
  });

  it('[CS-11] an own mark is taken back, and the taking back undone', async () => {
    stage.act('rae', 'statusMarked', yellow());
    stage.pass(DAY_MS);
    await open();
    press(words.takeBack);
    await vi.waitFor(() => expect(chosen()).toBeUndefined());
    fireEvent.click(await screen.findByRole('button', { name: words.undo }));
    await vi.waitFor(() => expect(chosen()).toBe('yellow'));
    expect(stage.customer().mark?.payload.need).toBe('一批石板');
  });

  it('[CS-13] the strip has 90 days, the list all of them with what has no effect', async () => {
    stage.act('rae', 'statusMarked', red());
    stage.pass(100 * DAY_MS);
    const taken = stage.act('rae', 'statusMarked', yellow());
    stage.act('rae', 'retracted', { event: taken });
    stage.act('rae', 'statusMarked', yellow());
    await open();
    const strip = within(section()).getByRole('list', { name: words.history.strip });
    expect(within(strip).getAllByRole('listitem')).toHaveLength(1);
    expect(strip.textContent).toContain('黄，你，');
    press(words.history.title);
    const all = within(await screen.findByRole('dialog')).getAllByRole('listitem');
    expect(all.map(({ textContent }) => textContent?.[0])).toEqual(['黄', '黄', '红']);
    expect(all[1]?.textContent).toContain(words.history.retracted);
  });
});

describe('green', () => {
  it('[CS-2][R13][R16][R20] what is missing stands at its place, with its rule; ticks stay', async () => {
    const { client } = await open();
    choose('绿');
    tick('需求已验证');
    press(words.form.green);
    await vi.waitFor(() => expect(said()).toContain('还差：预算明确、关键人已认同'));
    expect(said()).toContain(refusals.confirmationMissing);
    expect(said()).toContain(refusals.byRule('状态卡标绿', refusals.template));
    expect(within(section()).getByRole<HTMLInputElement>('checkbox', { name: /需求已验证/ }).checked).toBe(true);
    expect(stage.customer().mark).toBeNull();
    expect(client.ran).toHaveLength(1);
  });

  it.each([
    ['fake.pdf', { kind: 'refused', reason: 'notPdf' }, files.refused.fakePdf],
    ['word.docx', { kind: 'refused', reason: 'notPdf' }, files.refused.notPdf],
    ['big.pdf', { kind: 'refused', reason: 'tooLarge' }, files.refused.tooLarge(20)],
    ['none.pdf', { kind: 'refused', reason: 'empty' }, files.refused.empty],
    ['full.pdf', { kind: 'storage', reason: 'quota' }, outcomes.storage.quota],
  ] as const)('[CS-3][R20] %s is refused in words', async (name, outcome, expected) => {
    await open('rae', attaching(outcome));
    choose('绿');
    tickAll();
    give(new File(['x'], name));
    await vi.waitFor(() => expect(said()).toContain(expected));
    expect(
      within(section())
        .getAllByRole<HTMLInputElement>('checkbox')
        .every(({ checked }) => checked),
    ).toBe(true);
  });

  it('[CS-3][R20] a true file takes the place of a refused one, and can be put away again', async () => {
    await open('rae', (client) => {
      client.attach = async (file) =>
        file.size < 3 ? { kind: 'refused', reason: 'notPdf' } : { kind: 'queued', evidence: confirmation };
    });
    choose('绿');
    give(new File(['x'], 'fake.pdf'));
    await vi.waitFor(() => expect(said()).toContain(files.refused.fakePdf));
    give(pdf());
    await vi.waitFor(() => expect(within(section()).getByText('确认书.pdf')).toBeTruthy());
    expect(said()).toBe('');
    press(words.form.remove('确认书.pdf'));
    expect(within(section()).queryByText('确认书.pdf')).toBeNull();
    expect(within(section()).getByText(words.form.evidenceHint)).toBeTruthy();
  });

  it('[CS-4][R20][R22] waits for its file in words, and stands once the relay attests it', async () => {
    const { client } = await open('rae', attaching({ kind: 'queued', evidence: confirmation }));
    choose('绿');
    tickAll();
    give(pdf());
    await vi.waitFor(() => expect(within(section()).getByText('确认书.pdf')).toBeTruthy());
    press(words.form.green);
    await vi.waitFor(() => expect(within(section()).getByText(words.pendingUploadLine)).toBeTruthy());
    expect(screen.getByText(words.form.done.pending)).toBeTruthy();
    expect(within(section()).getByText(words.pendingUpload)).toBeTruthy();
    expect(within(section()).queryByText('技术方案初稿')).toBeNull();
    stage.attest(OTHER_HASH);
    client.refresh();
    await vi.waitFor(() => expect(within(section()).queryByText(words.pendingUploadLine)).toBeNull());
    expect(within(section()).getByText('技术方案初稿')).toBeTruthy();
  });

  it('[CS-5][R20] a file on record carries a later green; one sent back does not', async () => {
    stage.attest();
    stage.act('rae', 'statusMarked', green());
    stage.act('rae', 'statusMarked', yellow(stage.customer().mark?.id));
    const { client } = await open();
    choose('绿');
    tickAll();
    expect(within(section()).getByText('需求确认书.pdf')).toBeTruthy();
    press(words.form.green);
    await vi.waitFor(() => expect(stage.customer().mark?.colour).toBe('green'));
    expect(stage.customer().mark?.payload.evidence?.map(({ sha256 }) => sha256)).toEqual([PDF_HASH]);
    expect(client.ran).toHaveLength(1);
  });

  it('[CS-5] with only a refused file on record nothing is sent', async () => {
    stage.act('rae', 'statusMarked', green());
    stage.act('rae', 'statusMarked', yellow(stage.customer().mark?.id));
    const { client } = await open('rae', (one) => {
      one.uploads = { [PDF_HASH]: 'refused' };
      one.refresh();
    });
    choose('绿');
    tickAll();
    press(words.form.green);
    await vi.waitFor(() => expect(said()).toContain(words.refusedFileLine));
    expect(client.ran).toEqual([]);
  });

  it('[CS-12][R16] what notes and profile know ticks its check, a doubt about money does not', async () => {
    stage.act('rae', 'fieldPatched', { field: 'budgetFen', value: 60_000_000 });
    stage.act(
      'rae',
      'visitNoteRecorded',
      note({ verifiedNeed: { kind: 'verified', need: '三条产线' }, concern: { kind: 'budget' } }),
    );
    await open();
    choose('绿');
    const checks = () =>
      within(section())
        .getAllByRole<HTMLInputElement>('checkbox')
        .map(({ checked }) => checked);
    expect(checks()).toEqual([true, false, false]);
    expect(within(section()).getByText(/三条产线/)).toBeTruthy();
    expect(within(section()).getByText(words.form.hints.budget('60'))).toBeTruthy();
  });

  it('[CS-17][R22] the task names who and until when, what is missing, and when it was done', async () => {
    stage.attest();
    stage.act('rae', 'statusMarked', yellow());
    stage.act('rae', 'statusMarked', green(stage.customer().mark?.id));
    const { client } = await open();
    const line = () => within(section()).getByText('技术方案初稿').textContent ?? '';
    const task = stage.customer().tasks[0];
    if (!task) throw new Error('no task');
    expect(line()).toMatch(/pia|等服务器确认/);
    stage.act('pia', 'taskReturned', { task: task.id, missing: '接口清单' });
    client.refresh();
    await vi.waitFor(() => expect(line()).toContain(words.task.returned('pia', words.me, '接口清单')));
    stage.act('pia', 'taskResumed', { task: task.id });
    stage.act('pia', 'taskCompleted', { task: task.id });
    client.refresh();
    await vi.waitFor(() => expect(line()).toMatch(/pia .+ 交了/));
  });

  it('[CS-18][I24] a task that another merged record’s stands for says so, and leads there', async () => {
    stage.attest();
    stage.act('rae', 'customerCreated', creation(), { subject: 'c2' });
    for (const subject of ['c2', 'c1']) {
      stage.act('rae', 'statusMarked', green(), { subject });
      stage.pass(60_000);
      stage.settle();
    }
    stage.act('mia', 'customerMerged', { into: 'c1' }, { subject: 'c2' });
    await open();
    expect(within(section()).getByText('技术方案初稿').textContent).toContain(words.task.superseded);
    const link = within(section()).getByRole('link', { name: words.task.seeOther });
    expect(link.getAttribute('href')).toBe('/pool/c2');
  });
});

describe('yellow and red', () => {
  it('[CS-6][R17] yellow wants the need and an open item', async () => {
    await open();
    choose('黄');
    press(words.form.yellow);
    await vi.waitFor(() => expect(said()).toContain(refusals.yellowNeedsNeed));
    expect(said()).toContain(refusals.yellowNeedsOpenItem);
    fireEvent.input(within(section()).getByLabelText(words.form.need), { target: { value: '换三条线' } });
    tick(words.openItems.decisionChain);
    expect(within(section()).getByText(words.form.nextQuestion.decisionChain)).toBeTruthy();
    press(words.form.yellow);
    await vi.waitFor(() => expect(stage.customer().mark?.payload.openItems).toEqual(['decisionChain']));
    expect(within(section()).getByText(`${words.need}：换三条线`)).toBeTruthy();
  });

  it('[CS-7][R18] red wants a ground, and says what a second one means today', async () => {
    stage.act('rae', 'statusMarked', red());
    stage.pass(DAY_MS);
    await open();
    press(words.edit);
    expect(within(section()).getAllByText(new RegExp(words.form.secondRed.slice(0, 10))).length).toBeGreaterThan(0);
    expect(within(section()).getByText(words.neverInteracted)).toBeTruthy();
    press(words.form.red);
    await vi.waitFor(() => expect(said()).toContain(refusals.redNeedsGround));
    fireEvent.click(screen.getByRole('radio', { name: words.grounds.noHistory.label }));
    press(words.form.red);
    await vi.waitFor(() => expect(stage.customer().mark?.payload.redGround).toBe('noHistory'));
  });
});
