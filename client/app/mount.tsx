import type { ParentProps } from 'solid-js';
import { render } from 'solid-js/web';
import type { DataClient } from '../data/contract.ts';
import { shell } from '../locales/zh-CN/shell.ts';
import { ToastProvider } from '../ui/toast.tsx';
import { DataProvider } from './data-context.tsx';
import { makeFrame } from './frame.tsx';
import { Routes } from './routes.tsx';
import type { AppUpdate } from './update.ts';

/** Draws the app over a data client; returns how to take it down again. */
export const mountApp = (root: HTMLElement, client: DataClient, update: AppUpdate): (() => void) => {
  const Root = (props: ParentProps) => (
    <ToastProvider label={shell.toasts}>
      <DataProvider client={client}>{props.children}</DataProvider>
    </ToastProvider>
  );
  const frame = makeFrame(update);
  return render(() => <Routes root={Root} frame={frame} />, root);
};

/** Instead of an app that could keep nothing: why, and how to mend it. */
export const mountInsecure = async (root: HTMLElement, origin: string): Promise<() => void> => {
  const { InsecureOrigin } = await import('./insecure-origin.tsx');
  return render(() => <InsecureOrigin origin={origin} />, root);
};
