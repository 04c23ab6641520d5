import { fireEvent, screen, within } from '@solidjs/testing-library';
import { vi } from 'vitest';
import { makeStage, type RulesStage } from '../../support/rules-stage.ts';
import { openCustomer, type StageClient, stageClient } from './stage-client.tsx';

export const DAY = 86_400_000;
export const MINUTE = 60_000;

/** The page as `member` sees it after the stage was set; the clock stands where the stage stands. */
export const open = (member: string, prepare: (stage: RulesStage) => void = () => undefined, address?: string) => {
  const stage = makeStage();
  prepare(stage);
  vi.setSystemTime(stage.nowMs);
  const client = stageClient(stage, member);
  return { stage, client, ...openCustomer(client, address) };
};
export const press = (name: string | RegExp): boolean => fireEvent.click(screen.getByRole('button', { name }));
export const dialog = () => within(screen.getByRole('dialog'));
export const type = (label: string | RegExp, value: string): boolean =>
  fireEvent.input(dialog().getByLabelText(label), { target: { value } });
export const pick = (name: string | RegExp): boolean => fireEvent.click(dialog().getByRole('radio', { name }));
export const ranTypes = ({ ran }: StageClient) => ran.map((command) => command.type);
