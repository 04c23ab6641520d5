// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { customerComplaints as complaints } from '../../../client/locales/zh-CN/customer-complaints.ts';
import { customerFiles as files } from '../../../client/locales/zh-CN/customer-files.ts';
import { customerStatus as words } from '../../../client/locales/zh-CN/customer-status.ts';
import { refusals } from '../../../client/locales/zh-CN/refusals.ts';
import { creation, green, makeStage, PDF_HASH, type RulesStage, red, yellow } from '../../support/rules-stage.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';
import { calmSync, withDrafts } from './stub-client.ts';

let stage: RulesStage;
const draw = async (client: StageClient) => {
  vi.setSystemTime(stage.nowMs);
  const drawn = openCustomer(client);
  await vi.waitFor(() => card());
  return drawn;
};
const card = () => screen.getByRole('radiogroup', { name: words.title });
const section = () => screen.getByRole('region', { name: words.title });
const choose = (label: string): void => {
  fireEvent.click(within(card()).getByRole('radio', { name: label }));
};
const press = (name: string): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  stage = makeStage();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('a half-filled form', () => {
  it('[CS-9][R13] is kept over folding, leaving and coming back, and gone once saved', async () => {
    const client = stageClient(stage, 'rae');
    const kept = withDrafts(client);
    const first = await draw(client);
    choose('黄');
    fireEvent.input(within(section()).getByLabelText(words.form.need), { target: { value: '换三条线' } });
    press(words.form.yellow);
    await vi.waitFor(() => expect(within(section()).getAllByRole('alert').length).toBeGreaterThan(0));
    press(words.form.fold);
    choose('黄');
    expect(within(section()).getByLabelText<HTMLTextAreaElement>(words.form.need).value).toBe('换三条线');
    first.unmount();
    await vi.waitFor(() => expect(kept.get('mark-c1')).toMatchObject({ colour: 'yellow', need: '换三条线' }));
    await draw(client);
    await vi.waitFor(() => expect(within(section()).getByText(words.form.restored)).toBeTruthy());
    expect(within(section()).getByLabelText<HTMLTextAreaElement>(words.form.need).value).toBe('换三条线');
    fireEvent.click(within(section()).getByRole('checkbox', { name: new RegExp(words.openItems.budget) }));
    press(words.form.yellow);
    await vi.waitFor(() => expect(stage.customer().mark?.payload.need).toBe('换三条线'));
    await vi.waitFor(() => expect(kept.size).toBe(0));
  });
});

describe('a sheet closed by mistake', () => {
  const dialog = () => within(screen.getByRole('dialog'));
  const what = () => dialog().getByLabelText<HTMLTextAreaElement>(new RegExp(complaints.summary));
  const open = (client: StageClient) => openCustomer(client, '/pool/c1?tab=promises');

  it('[CP-25][R38] keeps what was typed, and nothing once it is saved', async () => {
    const client = stageClient(stage, 'rae');
    const kept = withDrafts(client);
    vi.setSystemTime(stage.nowMs);
    // The form is opened before it is sent.
    stage.pass(60_000);
    const drawn = open(client);
    fireEvent.click(await screen.findByRole('button', { name: complaints.act }));
    fireEvent.input(what(), { target: { value: '说好的成本表没给' } });
    fireEvent.click(dialog().getByRole('button', { name: complaints.close }));
    await vi.waitFor(() => expect([...kept]).toEqual([['complaint-c1', '说好的成本表没给']]));
    drawn.unmount();
    open(client);
    fireEvent.click(await screen.findByRole('button', { name: complaints.act }));
    await vi.waitFor(() => expect(what().value).toBe('说好的成本表没给'));
    fireEvent.click(dialog().getByRole('button', { name: complaints.submit }));
    await vi.waitFor(() => expect(stage.customer().complaints).toMatchObject([{ summary: '说好的成本表没给' }]));
    await vi.waitFor(() => expect(kept.size).toBe(0));
    fireEvent.click(screen.getByRole('button', { name: complaints.act }));
    expect(what().value).toBe('');
  });

  it('[CP-25][FA-12] pressed again while the disk still has the sentence it is not written down twice', async () => {
    const client = stageClient(stage, 'rae');
    client.saveDraft = () => new Promise(() => undefined);
    vi.setSystemTime(stage.nowMs);
    stage.pass(60_000);
    open(client);
    fireEvent.click(await screen.findByRole('button', { name: complaints.act }));
    fireEvent.input(what(), { target: { value: '送晚了' } });
    const act = dialog().getByRole('button', { name: complaints.submit });
    fireEvent.click(act);
    fireEvent.click(act);
    await vi.waitFor(() => expect(stage.customer().complaints).toHaveLength(1));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    fireEvent.click(act);
    expect(stage.customer().complaints).toHaveLength(1);
  });

  it('[CP-25] of each customer its own', async () => {
    stage.act('rae', 'customerCreated', creation('rae'), { subject: 'c2' });
    const client = stageClient(stage, 'rae');
    withDrafts(client, new Map([['complaint-c2', '送晚了']]));
    vi.setSystemTime(stage.nowMs);
    open(client);
    fireEvent.click(await screen.findByRole('button', { name: complaints.act }));
    await Promise.resolve();
    expect(what().value).toBe('');
  });

  it('[CP-25] whoever types before the disk has answered keeps what he typed', async () => {
    const client = stageClient(stage, 'rae');
    let answer: (kept: unknown) => void = () => undefined;
    client.loadDraft = () => new Promise((resolve) => (answer = resolve));
    vi.setSystemTime(stage.nowMs);
    open(client);
    fireEvent.click(await screen.findByRole('button', { name: complaints.act }));
    fireEvent.input(what(), { target: { value: '新写的' } });
    answer('上次写的');
    await Promise.resolve();
    expect(what().value).toBe('新写的');
  });
});

describe('marks made apart', () => {
  it('[CS-8][S13] stand side by side and one tap settles them with all they were made of', async () => {
    stage.act('rae', 'statusMarked', red());
    stage.pass(60_000);
    stage.act('mia', 'statusMarked', yellow());
    expect(stage.customer().alsoMarked).toHaveLength(1);
    await draw(stageClient(stage, 'rae'));
    expect(within(section()).getByText(words.also.title('mia、你'))).toBeTruthy();
    fireEvent.click(within(section()).getByRole('button', { name: words.also.useWhich('红', '你') }));
    await vi.waitFor(() => expect(stage.customer().alsoMarked).toEqual([]));
    expect(stage.customer().mark).toMatchObject({ colour: 'red', payload: { redGround: 'sourceDoubtful' } });
    await vi.waitFor(() => expect(within(section()).queryByText(words.also.use)).toBeNull());
  });

  it('[CS-8] who may not mark sees both without a button', async () => {
    stage.act('rae', 'statusMarked', red());
    stage.act('mia', 'statusMarked', yellow());
    await draw(stageClient(stage, 'rob'));
    expect(within(section()).getByText(words.also.title('mia、rae'))).toBeTruthy();
    expect(within(section()).queryByText(words.also.use)).toBeNull();
  });
});

describe('files', () => {
  it.each([
    [{}, false, files.states.elsewhere],
    [{ [PDF_HASH]: 'waiting' }, false, files.states.waiting],
    [{ [PDF_HASH]: 'uploading' }, false, files.states.uploading],
    [{ [PDF_HASH]: 'stored' }, false, files.states.checking],
    [{ [PDF_HASH]: 'refused' }, false, files.states.refused],
    [{}, true, files.states.stored],
  ] as const)('[CS-16][R20] uploads %o, attested %s: %s', async (uploads, isAttested, expected) => {
    if (isAttested) stage.attest();
    stage.act('rae', 'statusMarked', green());
    const client = stageClient(stage, 'rae');
    client.uploads = uploads;
    client.refresh();
    await draw(client);
    expect(within(section()).getByText(expected)).toBeTruthy();
    const link = () => within(section()).queryByRole('link', { name: files.open('需求确认书.pdf') });
    expect(link()?.getAttribute('href') ?? null).toBe(isAttested ? `/api/blobs/${PDF_HASH}` : null);
    client.answer('sync', { ...calmSync, connection: 'offline' });
    expect(link()).toBeNull();
  });
});

describe('files of the customer', () => {
  it('[CS-16] each content once, newest first, with kind and state', async () => {
    stage.attest();
    stage.act('rae', 'statusMarked', green());
    const evidence = [{ sha256: 'd'.repeat(64), name: '合同.pdf', size: 3_000_000, documentType: 'contract' as const }];
    stage.act('rae', 'quoteSent', { opportunity: 'o1', summary: '报价', atMs: stage.nowMs, evidence });
    stage.act('rae', 'statusMarked', green(stage.customer().mark?.id));
    vi.setSystemTime(stage.nowMs);
    openCustomer(stageClient(stage, 'rae'), '/pool/c1?tab=profile');
    const list = await screen.findByRole('region', { name: files.list });
    const rows = within(list).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent?.match(/.+\.pdf/)?.[0])).toEqual(['需求确认书.pdf', '合同.pdf']);
    expect(rows[1]?.textContent).toContain(files.size(3_000_000));
    expect(rows[1]?.textContent).toContain(files.states.elsewhere);
    expect(rows[0]?.textContent).toContain(files.states.stored);
  });
});

describe('a private customer', () => {
  const keepBack = (): void => {
    stage.act('rae', 'customerCreated', creation(), { subject: 'c2', doc: 'private:rae' });
    stage.act('rae', 'statusMarked', yellow(), { subject: 'c2', doc: 'private:rae' });
  };

  it('[CS-15][R72][R76] says so and is shared after saying what that does; what is not synced yet stops it', async () => {
    keepBack();
    const client = stageClient(stage, 'rae', 'c2');
    vi.setSystemTime(stage.nowMs);
    openCustomer(client, '/pool/c2');
    await vi.waitFor(() => expect(screen.getByText(words.share.mine)).toBeTruthy());
    press(words.share.act);
    const sheet = await screen.findByRole('dialog');
    for (const point of words.share.points) expect(within(sheet).getByText(point)).toBeTruthy();
    fireEvent.click(within(sheet).getByRole('button', { name: words.share.confirm }));
    await vi.waitFor(() => expect(within(sheet).getByRole('alert').textContent).toBe(refusals.notSyncedYet));
    expect(client.ran).toEqual([{ type: 'shareCustomer', subject: 'c2', payload: {} }]);
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('[CS-15][CS-10][R72] a leader reads it and can neither share nor mark', async () => {
    keepBack();
    vi.setSystemTime(stage.nowMs);
    openCustomer(stageClient(stage, 'mia', 'c2'), '/pool/c2');
    await vi.waitFor(() => expect(screen.getByText(words.share.theirs('rae'))).toBeTruthy());
    expect(screen.queryByRole('button', { name: words.share.act })).toBeNull();
    expect(within(section()).getByText(words.readOnly.private('rae'))).toBeTruthy();
    expect(within(section()).queryByRole('button', { name: words.edit })).toBeNull();
  });

  it('[CS-15][R76] a shared one names who shared it', async () => {
    stage.act('rae', 'customerCreated', { ...creation(), contributor: 'rob' }, { subject: 'c3' });
    vi.setSystemTime(stage.nowMs);
    openCustomer(stageClient(stage, 'rae', 'c3'), '/pool/c3');
    await vi.waitFor(() => expect(screen.getByText(words.share.by('rob'))).toBeTruthy());
    expect(screen.queryByText(words.share.mine)).toBeNull();
  });
});
