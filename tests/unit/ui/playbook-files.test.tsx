// @vitest-environment happy-dom

import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BlobHash,
  DAY_MS,
  DEFAULT_PROCESS,
  type Evidence,
  MAX_MATERIALS,
  type MemberId,
  type Playbook,
} from '#rules';
import { DataProvider } from '../../../client/app/data-context.tsx';
import { createMaterialFiles } from '../../../client/app/material-files.ts';
import { packsAnswer } from '../../../client/data/answers/desk-answer.ts';
import type { AttachOutcome } from '../../../client/data/contract.ts';
import type { FilesAnswer } from '../../../client/data/file-contract.ts';
import { PackList } from '../../../client/features/tasks/pack-list.tsx';
import { customerFiles } from '../../../client/locales/zh-CN/customer-files.ts';
import { materialFiles as words } from '../../../client/locales/zh-CN/material-files.ts';
import { packs } from '../../../client/locales/zh-CN/packs.ts';
import { playbooks } from '../../../client/locales/zh-CN/playbooks.ts';
import { process } from '../../../client/locales/zh-CN/process.ts';
import { ToastProvider } from '../../../client/ui/toast.tsx';
import { PackView } from '../../../client/views/pack-view.tsx';
import { makeStage, START_MS } from '../../support/rules-stage.ts';
import { openProcess, processClient } from './process-desk.tsx';
import { showPage } from './show-page.tsx';
import { calmSync, stubClient } from './stub-client.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const HASH = 'a'.repeat(64) as BlobHash;
const evidence: Evidence = { sha256: HASH, name: '三家比价.pdf', size: 2048, documentType: 'other' };
const known = (change: Partial<FilesAnswer> = {}): FilesAnswer => ({
  ...{ stored: [], here: [], noRoom: [], uploads: {} },
  ...change,
});

describe('files in the designer of a playbook', () => {
  const ADDRESS = '/process/playbooks/digRealNeeds';
  const open = async (outcome: AttachOutcome) => {
    const client = processClient(makeStage(), 'boss');
    client.attach = async () => outcome;
    client.answer('files', known());
    openProcess(client, ADDRESS);
    const part = await screen.findByRole('region', { name: playbooks.materials });
    const choose = (name = evidence.name): void => {
      const input = within(part).getByLabelText(playbooks.addFile);
      fireEvent.change(input, { target: { files: [new File(['x'], name)] } });
    };
    return { client, part, choose };
  };
  const draftOf = (drafts: ReadonlyMap<string, unknown>): Playbook | undefined =>
    JSON.parse(JSON.stringify([...drafts.values()])).at(-1)?.['playbook:digRealNeeds']?.part.playbook;

  it('[PF-10][R64] a chosen file stands there with name, size and how far its upload is, in the draft too, and is published while it waits', async () => {
    const { client, part, choose } = await open({ kind: 'queued', evidence });
    choose();
    await within(part).findByText(evidence.name);
    expect(within(part).getAllByLabelText(playbooks.materialName).at(-1)).toHaveProperty('value', '三家比价');
    expect(part.textContent).toContain(customerFiles.size(2048));
    client.answer('files', known({ uploads: { [HASH]: 'waiting' }, here: [HASH] }));
    expect(part.textContent).toContain(words.states.waiting);
    await vi.waitFor(() => expect(JSON.stringify([...client.drafts.values()])).toContain(HASH));
    fireEvent.click(screen.getByRole('button', { name: /^发布 v/ }));
    fireEvent.click(await within(screen.getByRole('dialog')).findByRole('button', { name: process.publishAct }));
    await vi.waitFor(() => expect(client.ran).toHaveLength(1));
    const { payload } = client.ran[0] as { payload: { part: { playbook: Playbook } } };
    const { documentType: _, ...file } = evidence;
    expect(payload.part.playbook.materials.at(-1)).toEqual({ name: '三家比价', file });
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    client.answer('files', known({ uploads: { [HASH]: 'stored' } }));
    expect(part.textContent).toContain(words.states.sent);
  });

  it('[PF-10][R64] a word about it may be emptied again; taken out it is gone from the draft', async () => {
    const { client, part, choose } = await open({ kind: 'queued', evidence });
    choose();
    await within(part).findByText(evidence.name);
    const text = within(part).getByLabelText(new RegExp(playbooks.aboutFile));
    fireEvent.input(text, { target: { value: '最新一版' } });
    await vi.waitFor(() => expect(JSON.stringify([...client.drafts.values()])).toContain('最新一版'));
    fireEvent.input(text, { target: { value: '' } });
    await vi.waitFor(() => expect(JSON.stringify([...client.drafts.values()])).not.toContain('最新一版'));
    expect(JSON.stringify([...client.drafts.values()])).toContain(HASH);
    fireEvent.click(within(part).getByRole('button', { name: playbooks.remove('三家比价') }));
    await vi.waitFor(() => expect(JSON.stringify([...client.drafts.values()])).not.toContain(HASH));
    expect(within(part).queryByText(evidence.name)).toBeNull();
  });

  it('[PF-11] a file that is not taken says why in words and changes nothing', async () => {
    const { client, part, choose } = await open({ kind: 'refused', reason: 'unsupportedType' });
    choose('报价.exe');
    expect((await screen.findByRole('alert')).textContent).toBe(customerFiles.refused.unsupportedType);
    expect(within(part).queryByText('报价.exe')).toBeNull();
    expect(client.drafts.size === 0 || draftOf(client.drafts) === undefined).toBe(true);
  });

  it('[PF-11] there are ten materials at most: the eleventh of those chosen at once is left out and said', async () => {
    const { client, part } = await open({ kind: 'queued', evidence });
    const template = DEFAULT_PROCESS.playbooks.find(({ id }) => id === 'digRealNeeds');
    const free = MAX_MATERIALS - (template?.materials.length ?? 0);
    const many = Array.from({ length: free + 1 }, (_, at) => new File(['x'], `${at}.pdf`));
    fireEvent.change(within(part).getByLabelText(playbooks.addFile), { target: { files: many } });
    const alert = await screen.findByRole('alert', {}, { timeout: 10_000 });
    expect(alert.textContent).toBe(playbooks.materialsFull(MAX_MATERIALS));
    expect(within(part).getAllByText(evidence.name)).toHaveLength(free);
    expect(within(part).queryByLabelText(playbooks.addFile)).toBeNull();
    expect(client.ran).toEqual([]);
  });
});

describe('files of a pack', () => {
  const desk = () => {
    const stage = makeStage();
    const { documentType: _, ...file } = evidence;
    const playbook = { ...DEFAULT_PROCESS.playbooks[0], id: 'p', materials: [{ name: '比价', file }] } as Playbook;
    const version = stage.act('boss', 'processPublished', { part: { kind: 'playbook', playbook } });
    const tasks = [{ title: '一', dueMs: START_MS }];
    const sent = { playbook: 'p', version, tasks, customers: ['c1', 'gone'], effectAfterDays: 14 };
    const id = stage.act('mia', 'playbookSent', sent, { subject: 'rae' });
    return { stage, id };
  };
  const read = (files: FilesAnswer, isOnline: boolean) => {
    const { stage } = desk();
    const [row] = packsAnswer(stage.fold(), 'rae' as MemberId).mine;
    if (row === undefined) throw new Error('no pack');
    const client = stubClient();
    client.answer('files', files);
    client.answer('sync', { ...calmSync, connection: isOnline ? 'online' : 'offline' });
    const asked: string[] = [];
    client.readFile = async (hash) => {
      asked.push(hash);
      if (files.here.includes(hash)) return { kind: 'file', file: new Blob(['bytes']) };
      return { kind: 'missing', reason: isOnline ? 'notFound' : 'offline' };
    };
    const Reading = () => {
      const device = createMaterialFiles();
      return <PackView row={row} nowMs={START_MS} files={device} customerHref={(id) => `/pool/${id}`} onDone={null} />;
    };
    render(() => (
      <ToastProvider label="toasts">
        <DataProvider client={client}>
          <Reading />
        </DataProvider>
      </ToastProvider>
    ));
    return asked;
  };
  const opener = () => screen.queryByRole('link', { name: words.open(evidence.name) });
  const shown = (): string => screen.getByText(evidence.name).parentElement?.textContent ?? '';

  it('[PF-12][R65] one that is here is offered without a network, as a download under its name', async () => {
    const made: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${made.push(blob as Blob)}`);
    const clicked: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(`${this.download} ${this.getAttribute('href')}`);
    });
    const asked = read(known({ stored: [HASH], here: [HASH] }), false);
    expect(shown()).toContain(words.states.here);
    fireEvent.click(opener() as HTMLElement);
    await vi.waitFor(() => expect(clicked).toEqual(['三家比价.pdf blob:1']));
    expect(asked).toEqual([HASH]);
    expect(await made[0]?.text()).toBe('bytes');
  });

  it('[PB-42][R65] the customers it is about are each one tap away; one who is not held here is not named', () => {
    read(known(), true);
    const part = within(screen.getByRole('region', { name: packs.customers }));
    expect(part.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/pool/c1']);
  });

  it.each([
    ['absent', known(), true, false],
    ['online', known({ stored: [HASH] }), true, true],
    ['offline', known({ stored: [HASH] }), false, false],
    ['noRoom', known({ stored: [HASH], noRoom: [HASH] }), false, false],
    ['noRoom', known({ stored: [HASH], noRoom: [HASH] }), true, true],
  ] as const)('[PF-13][R65] how far a file is stands in words: %s', (state, files, isOnline, isOffered) => {
    read(files, isOnline);
    expect(shown()).toContain(words.states[state]);
    expect(opener() !== null).toBe(isOffered);
  });

  it('[PF-14][R65] a pack that is done is read for thirty days more', async () => {
    const { stage, id } = desk();
    stage.act('rae', 'playbookTaskDone', { sent: id, task: 0 }, { subject: 'rae', cites: [id] });
    const client = stubClient();
    client.answer('files', known({ stored: [HASH], here: [HASH] }));
    const openAt = (nowMs: number): void => {
      vi.setSystemTime(nowMs);
      client.answer('packs', packsAnswer(stage.fold(), 'rae' as MemberId));
      showPage(client, () => <PackList />);
    };
    openAt(START_MS + 29 * DAY_MS);
    const line = screen.getByText(packs.doneOnes(1)).closest('details') as HTMLElement;
    fireEvent.click(within(line).getByRole('button'));
    await vi.waitFor(() => expect(within(screen.getByRole('dialog')).getByText(words.states.here)).toBeTruthy());
    cleanup();
    openAt(START_MS + 31 * DAY_MS);
    expect(screen.queryByText(packs.doneOnes(1))).toBeNull();
  });

  it('[PF-15] one in the address opens once it has come, and leaves the address when it is taken back', async () => {
    const { stage, id } = desk();
    const client = stubClient();
    client.answer('files', known());
    client.answer('packs', { mine: [], open: 0, given: [] });
    const address = showPage(client, () => <PackList />, `/?pack=${id}`);
    expect(screen.queryByRole('dialog')).toBeNull();
    client.answer('packs', packsAnswer(stage.fold(), 'rae' as MemberId));
    await vi.waitFor(() => expect(screen.getByRole('dialog')).toBeTruthy());
    stage.act('mia', 'playbookWithdrawn', { sent: id }, { subject: 'rae', cites: [id] });
    client.answer('packs', packsAnswer(stage.fold(), 'rae' as MemberId));
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await vi.waitFor(() => expect(address()).toBe('/'));
  });

  it('[PF-13] one that cannot be had after all says so', async () => {
    read(known({ stored: [HASH] }), true);
    fireEvent.click(opener() as HTMLElement);
    await vi.waitFor(() => expect(screen.getByText(words.gone.notFound)).toBeTruthy());
  });
});
