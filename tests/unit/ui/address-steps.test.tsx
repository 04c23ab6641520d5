// @vitest-environment happy-dom
import { createMemoryHistory, MemoryRouter, Route, useSearchParams } from '@solidjs/router';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useAddressSteps } from '../../../client/app/address-steps.ts';

afterEach(cleanup);

const Panel = () => {
  const [params, setParams] = useSearchParams<{ open: string }>();
  const steps = useAddressSteps();
  const openAt = (open: string, inPlace: boolean) => setParams({ open }, steps.opening(inPlace));
  const close = () => steps.close(() => setParams({ open: undefined }, { replace: true }));
  return (
    <>
      <output>{params.open ?? 'nothing'}</output>
      <button type="button" onClick={() => openAt('a', false)}>
        a
      </button>
      <button type="button" onClick={() => openAt('b', false)}>
        b
      </button>
      <button type="button" onClick={() => openAt('c', true)}>
        c
      </button>
      <button type="button" onClick={close}>
        close
      </button>
      <button
        type="button"
        onClick={() => {
          close();
          close();
        }}
      >
        close twice
      </button>
    </>
  );
};

const stage = (address = '/page') => {
  const history = createMemoryHistory();
  history.set({ value: '/before' });
  history.set({ value: address });
  render(() => (
    <MemoryRouter history={history}>
      <Route path="/before" component={() => <output>before</output>} />
      <Route path="/page" component={Panel} />
    </MemoryRouter>
  ));
  const shows = (text: string) => vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe(text));
  const press = async (name: string, then: string): Promise<void> => {
    fireEvent.click(screen.getByRole('button', { name }));
    await shows(then);
  };
  return { history, shows, press };
};

describe('what an address opens', () => {
  it('[SH-37] is closed by back, one thing looked at after the other', async () => {
    const { history, shows, press } = stage();
    await press('a', 'a');
    await press('b', 'b');
    history.back();
    await shows('a');
    history.back();
    await shows('nothing');
  });

  it('[SH-37] takes all its steps back when it is closed, asked once or twice', async () => {
    const { history, shows, press } = stage();
    await press('a', 'a');
    await press('b', 'b');
    await press('c', 'c');
    await press('close twice', 'nothing');
    history.back();
    await shows('before');
  });

  it('[SH-37] is cleared in place for who came in by the address', async () => {
    const { history, shows, press } = stage('/page?open=a');
    await shows('a');
    await press('close', 'nothing');
    expect(history.get()).toBe('/page');
    history.back();
    await shows('before');
  });
});
