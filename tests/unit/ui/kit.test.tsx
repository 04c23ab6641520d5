// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { createSignal, Show } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChipSelect } from '../../../client/ui/chip-select.tsx';
import { Sheet } from '../../../client/ui/dialog.tsx';
import { TextField } from '../../../client/ui/field.tsx';
import { HeatGrid } from '../../../client/ui/heat-grid.tsx';
import { RadioCards } from '../../../client/ui/radio-cards.tsx';
import { StatusGlyph } from '../../../client/ui/status-glyph.tsx';
import { Tabs } from '../../../client/ui/tabs.tsx';
import { ToastProvider, useToast } from '../../../client/ui/toast.tsx';

afterEach(cleanup);

const heads = (names: readonly string[]) => names.map((id) => ({ id, label: id }));
const grid = (opened: string[]) =>
  render(() => (
    <HeatGrid
      label="grid"
      rowHeading="week"
      columns={heads(['a', 'b', 'c'])}
      rows={heads(['w1', 'w2'])}
      cell={(row, column) => ({ count: row + column, step: 1, corner: null, chip: null, name: `${row}:${column}` })}
      selected={{ row: 'w1', column: 'b' }}
      onOpen={(row, column) => opened.push(`${row}:${column}`)}
    />
  ));
const focusedName = (): string | null => document.activeElement?.getAttribute('aria-label') ?? null;

describe('heat grid', () => {
  it('[UI-7] one tab stop; arrows, Home and End walk; a press opens', () => {
    const opened: string[] = [];
    grid(opened);
    const stops = screen.getAllByRole('button').filter((cell) => cell.getAttribute('tabindex') === '0');
    expect(stops).toHaveLength(1);
    stops[0]?.focus();
    const walk = (key: string, ctrlKey = false): string | null => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key, ctrlKey });
      return focusedName();
    };
    expect(walk('ArrowRight')).toBe('0:1');
    expect(walk('ArrowDown')).toBe('1:1');
    expect(walk('ArrowDown')).toBe('1:1');
    expect(walk('End')).toBe('1:2');
    expect(walk('Home')).toBe('1:0');
    expect(walk('Home', true)).toBe('0:0');
    expect(walk('End', true)).toBe('1:2');
    expect(screen.getAllByRole('button').filter((cell) => cell.getAttribute('tabindex') === '0')).toHaveLength(1);
    fireEvent.click(document.activeElement ?? document.body);
    expect(opened).toEqual(['1:2']);
  });

  it('[UI-8] cells carry their sentence and the chosen one is selected', () => {
    grid([]);
    expect(screen.getByRole('grid', { name: 'grid' })).toBeTruthy();
    expect(screen.getAllByRole('button').map((cell) => cell.getAttribute('aria-label'))).toEqual([
      '0:0',
      '0:1',
      '0:2',
      '1:0',
      '1:1',
      '1:2',
    ]);
    const selected = [...document.querySelectorAll('td[aria-selected="true"]')];
    expect(selected.map((cell) => cell.querySelector('button')?.getAttribute('aria-label'))).toEqual(['0:1']);
  });
});

describe('heat grid with many columns', () => {
  it('[UI-49] each keeps its least width, on a phone a smaller one, and the heads of the rows stay', () => {
    const width = (count: number, compact: boolean): number => {
      cleanup();
      const columns = heads(Array.from({ length: count }, (_one, at) => `c${at}`));
      const cell = () => ({ count: 1, step: 1, corner: null, chip: null, name: 'cell' });
      const rest = { label: 'grid', rowHeading: 'week', selected: null, onOpen: () => undefined };
      render(() => <HeatGrid {...rest} columns={columns} rows={heads(['w1'])} cell={cell} compact={compact} />);
      expect(screen.getByRole('rowheader').className).toContain('sticky');
      return Number.parseInt(screen.getByRole('grid').style.minWidth, 10);
    };
    expect(width(41, false) - width(40, false)).toBe(80);
    expect(width(41, true) - width(40, true)).toBe(49);
  });
});

describe('heat grid that changes', () => {
  it('[UI-40] Shift Enter pins, a key says where it went', () => {
    const said: string[] = [];
    render(() => (
      <HeatGrid
        label="grid"
        rowHeading="week"
        columns={heads(['a', 'b'])}
        rows={heads(['w1'])}
        cell={(row, column) => ({ count: 1, step: 1, corner: null, chip: null, name: `${row}:${column}` })}
        selected={null}
        onOpen={(row, column) => said.push(`open ${row}:${column}`)}
        onWalk={(row, column) => said.push(`walk ${row}:${column}`)}
        onPin={(row, column) => said.push(`pin ${row}:${column}`)}
      />
    ));
    screen.getByRole('button', { name: '0:0' }).focus();
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowRight' });
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Enter', shiftKey: true });
    fireEvent.click(screen.getByRole('button', { name: '0:1' }));
    expect(said).toEqual(['walk 0:1', 'pin 0:1', 'open 0:1']);
  });

  it('[UI-41][R42] a changed number rolls to its new value in the same cell', async () => {
    const [count, setCount] = createSignal(3);
    render(() => (
      <HeatGrid
        label="grid"
        rowHeading="week"
        columns={heads(['a'])}
        rows={heads(['w1'])}
        cell={() => ({ count: count(), step: 1, corner: null, chip: null, name: `${count()} in` })}
        selected={null}
        onOpen={() => undefined}
      />
    ));
    const cell = screen.getByRole('button', { name: '3 in' });
    setCount(12);
    expect(screen.getByRole('button', { name: '12 in' })).toBe(cell);
    await vi.waitFor(() => expect(cell.textContent).toBe('12'));
  });
});

describe('filter chip', () => {
  it('[UI-42] options stand under their headings; the first row is everything again', () => {
    const chosen: string[] = [];
    const [value, setValue] = createSignal('');
    render(() => (
      <ChipSelect
        label="who"
        all="all"
        value={value()}
        groups={[
          { label: null, options: [{ value: 'a', label: 'A' }] },
          { label: 'gone', options: [{ value: 'b', label: 'B' }] },
        ]}
        onChoose={(next) => {
          chosen.push(next);
          setValue(next);
        }}
      />
    ));
    const select = screen.getByRole('combobox', { name: 'who' });
    expect([...select.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual(['all', 'A', 'B']);
    expect(select.querySelector('optgroup')?.getAttribute('label')).toBe('gone');
    fireEvent.change(select, { target: { value: 'b' } });
    expect((select as HTMLSelectElement).value).toBe('b');
    fireEvent.change(select, { target: { value: '' } });
    expect(chosen).toEqual(['b', '']);
  });
});

describe('tabs', () => {
  it('[UI-9] arrow keys, Home and End choose; the others are no tab stops', () => {
    const [value, choose] = createSignal('a');
    render(() => (
      <Tabs
        label="tabs"
        items={[
          { id: 'a', label: 'A' },
          { id: 'b', label: 'B' },
          { id: 'c', label: 'C' },
        ]}
        value={value()}
        onChoose={choose}
      >
        {(id) => <p>panel {id}</p>}
      </Tabs>
    ));
    const press = (key: string): string => {
      fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key });
      return value();
    };
    expect(press('ArrowRight')).toBe('b');
    expect(screen.getByText('panel b')).toBeTruthy();
    expect(press('End')).toBe('c');
    expect(press('ArrowRight')).toBe('a');
    expect(press('ArrowLeft')).toBe('c');
    expect(press('Home')).toBe('a');
    expect(screen.getAllByRole('tab').map((tab) => tab.getAttribute('tabindex'))).toEqual(['0', '-1', '-1']);
  });
});

describe('toast', () => {
  const withToast = (undone: string[]) => {
    const Inside = () => {
      const toast = useToast();
      return (
        <>
          <input aria-label="field" />
          <button
            type="button"
            onClick={() => toast.show({ text: 'done', undo: { label: 'undo', run: () => undone.push('undone') } })}
          >
            act
          </button>
        </>
      );
    };
    render(() => (
      <ToastProvider label="toasts">
        <Inside />
      </ToastProvider>
    ));
    fireEvent.click(screen.getByText('act'));
  };

  it('[UI-10] the button takes the act back once', () => {
    const undone: string[] = [];
    withToast(undone);
    fireEvent.click(screen.getByText('undo'));
    expect(undone).toEqual(['undone']);
    expect(screen.queryByText('undo')).toBeNull();
    fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
    expect(undone).toEqual(['undone']);
  });

  it('[UI-10] Ctrl Z takes it back, but not while typing in a field', () => {
    const undone: string[] = [];
    withToast(undone);
    fireEvent.keyDown(screen.getByLabelText('field'), { key: 'z', ctrlKey: true, bubbles: true });
    expect(undone).toEqual([]);
    fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
    expect(undone).toEqual(['undone']);
  });
});

describe('toasts together', () => {
  it('[UI-15] a refusal leaves with the next message, the same words stand once', () => {
    const Inside = () => {
      const toast = useToast();
      return (
        <>
          <button type="button" onClick={() => toast.show({ text: 'missing', kind: 'refusal' })}>
            refuse
          </button>
          <button type="button" onClick={() => toast.show({ text: 'saved' })}>
            save
          </button>
        </>
      );
    };
    render(() => (
      <ToastProvider label="toasts">
        <Inside />
      </ToastProvider>
    ));
    fireEvent.click(screen.getByText('refuse'));
    expect(screen.getByRole('alert').textContent).toBe('missing');
    fireEvent.click(screen.getByText('save'));
    fireEvent.click(screen.getByText('save'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getAllByText('saved')).toHaveLength(1);
  });
});

describe('fields and cards', () => {
  it('[UI-11] a refusal is tied to its control', () => {
    const [error, setError] = createSignal<string | null>(null);
    render(() => <TextField label="name" value="" error={error()} onText={() => undefined} />);
    const input = screen.getByLabelText('name');
    expect(input.getAttribute('aria-invalid')).toBeNull();
    setError('missing');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const notes = document.getElementById(input.getAttribute('aria-describedby') ?? '');
    expect(notes?.textContent).toBe('missing');
    expect(screen.getByRole('alert').textContent).toBe('missing');
  });

  it('[UI-12] every mark has an outline and a sign of its own', () => {
    const shapes = (['circle', 'diamond', 'square', 'dashed'] as const).map((mark) => {
      const { container, unmount } = render(() => <StatusGlyph mark={mark} label={mark} />);
      const paths = [...container.querySelectorAll('path, circle')].map((path) => path.getAttribute('d') ?? 'dashed');
      expect(container.querySelector('svg')?.getAttribute('aria-label')).toBe(mark);
      unmount();
      return paths;
    });
    expect(new Set(shapes.map(([outline]) => outline)).size).toBe(4);
    expect(new Set(shapes.map(([, sign]) => sign ?? 'none')).size).toBe(4);
  });

  it('[UI-13] cards are a named radio group that calls once with the value', () => {
    const chosen: string[] = [];
    const [value, setValue] = createSignal<string | null>(null);
    render(() => (
      <RadioCards
        label="card"
        value={value()}
        cards={[
          { value: 'x', label: 'X' },
          { value: 'y', label: 'Y' },
        ]}
        onChoose={(next) => {
          chosen.push(next);
          setValue(next);
        }}
      />
    ));
    expect(screen.getByRole('radiogroup', { name: 'card' })).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: /Y/ }));
    expect(chosen).toEqual(['y']);
  });
});

describe('sheet', () => {
  it('[UI-14] the focus goes back to what opened it', async () => {
    const [open, setOpen] = createSignal(false);
    render(() => (
      <>
        <button type="button" aria-label="opener" onClick={() => setOpen(true)} />
        <Show when={open()}>
          <Sheet open={true} onClose={() => setOpen(false)} title="sheet" closeLabel="close">
            <input aria-label="inside" />
          </Sheet>
        </Show>
      </>
    ));
    const opener = screen.getByRole('button', { name: 'opener' });
    opener.focus();
    fireEvent.click(opener);
    await vi.waitFor(() => expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true));
    fireEvent.click(screen.getByRole('button', { name: 'close' }));
    await vi.waitFor(() => expect(focusedName()).toBe('opener'));
  });

  it('[UI-50] back closes it and stays on the page', async () => {
    const [open, setOpen] = createSignal(true);
    const depth = (): number => history.state?.layers ?? 0;
    render(() => (
      <Show when={open()}>
        <Sheet open={true} onClose={() => setOpen(false)} title="sheet" closeLabel="close" />
      </Show>
    ));
    await vi.waitFor(() => expect(depth()).toBe(1));
    history.back();
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(depth()).toBe(0);
  });

  it('[UI-52] its button takes its step along', async () => {
    const [open, setOpen] = createSignal(true);
    const depth = (): number => history.state?.layers ?? 0;
    render(() => (
      <Show when={open()}>
        <Sheet open={true} onClose={() => setOpen(false)} title="sheet" closeLabel="close" />
      </Show>
    ));
    await vi.waitFor(() => expect(depth()).toBe(1));
    fireEvent.click(screen.getByRole('button', { name: 'close' }));
    await vi.waitFor(() => expect(depth()).toBe(0));
  });

  it('[UI-51] a watcher of the browser that was asked is made anew for as long as the sheet stays', () => {
    const watchers: { onclose: (() => void) | null; isGone: boolean }[] = [];
    const Watcher = class {
      onclose: (() => void) | null = null;
      isGone = false;
      constructor() {
        watchers.push(this);
      }
      destroy(): void {
        this.isGone = true;
      }
    };
    vi.stubGlobal('CloseWatcher', Watcher);
    const [open, setOpen] = createSignal(true);
    let asked = 0;
    render(() => (
      <Show when={open()}>
        <Sheet open={true} onClose={() => setOpen(++asked < 2)} title="sheet" closeLabel="close" />
      </Show>
    ));
    watchers.at(-1)?.onclose?.();
    expect([watchers.length, screen.queryByRole('dialog') === null]).toEqual([2, false]);
    watchers.at(-1)?.onclose?.();
    expect([watchers.length, screen.queryByRole('dialog') === null]).toEqual([2, true]);
    expect(watchers.at(-1)?.isGone).toBe(true);
    vi.unstubAllGlobals();
  });
});
