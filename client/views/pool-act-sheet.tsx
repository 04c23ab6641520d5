import { type Component, createResource, createSignal, For, Show, untrack } from 'solid-js';
import type { Command, CustomerId, EffectId } from '#rules';
import type { DataClient } from '../data/contract.ts';
import { cleansing as words } from '../locales/zh-CN/cleansing.ts';
import { Banner } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { createKeptText, keptAsOf } from './create-kept-text.ts';

export type PoolAct = 'release' | 'reassign' | 'void' | 'merge';
export interface PoolTarget {
  readonly id: CustomerId;
  readonly name: string;
  /** The entry it came in by; `null` = not in the pool: it can be given up or merged only. */
  readonly entry: EffectId | null;
}
export interface PoolActDeps {
  readonly data: Pick<DataClient, 'loadDraft' | 'saveDraft'>;
  readonly colleagues: readonly { readonly value: string; readonly label: string }[];
  /** Runs one command; why it was not saved, or `null`. */
  readonly run: (command: Command) => Promise<string | null>;
  /** Customers whose names match. */
  readonly search: (text: string) => Promise<readonly { readonly id: CustomerId; readonly name: string }[]>;
}

interface Given {
  readonly reason: string;
  readonly to: string;
  readonly into: string;
}

const commandOf = (act: PoolAct, { id, entry }: PoolTarget, { reason, to, into }: Given): Command | null => {
  switch (act) {
    case 'release':
      return entry && { type: 'poolReleased', subject: id, payload: { effect: entry, reason } };
    case 'reassign':
      return entry && { type: 'poolReleased', subject: id, payload: { effect: entry, to, reason } };
    case 'void':
      return { type: 'customerVoided', subject: id, payload: { reason } };
    case 'merge':
      return { type: 'customerMerged', subject: id, payload: { into, ...(reason === '' ? {} : { reason }) } };
  }
};

const MergeInto: Component<{
  readonly deps: PoolActDeps;
  readonly targets: readonly PoolTarget[];
  readonly chosen: string;
  readonly error: string | null;
  readonly onChoose: (found: { readonly id: CustomerId; readonly name: string }) => void;
}> = (props) => {
  const [text, setText] = createSignal('');
  const [found] = createResource(
    () => (text().trim() === '' ? null : text().trim()),
    async (asked) => {
      const own = new Set(props.targets.map(({ id }) => id));
      return (await props.deps.search(asked)).filter(({ id }) => !own.has(id));
    },
  );
  return (
    <div class="flex flex-col gap-1.5">
      <TextField type="search" label={words.mergeSheet.search} value={text()} error={props.error} onText={setText} />
      <Show when={found.latest}>
        {(rows) => (
          <ul class="m-0 list-none p-0">
            <For each={rows()} fallback={<li class="text-second text-ink-3">{words.mergeSheet.none}</li>}>
              {(row) => (
                <li>
                  <Button
                    kind={props.chosen === row.id ? 'outline' : 'text'}
                    class="w-full justify-start!"
                    aria-pressed={props.chosen === row.id}
                    onClick={() => props.onChoose(row)}
                  >
                    {row.name}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </div>
  );
};

/** What a leader does with customers of the cleansing pool, one or many (R23): 放出来, 改派, 作废, 合并. */
export const PoolActSheet: Component<{
  readonly act: PoolAct;
  readonly targets: readonly PoolTarget[];
  readonly deps: PoolActDeps;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}> = (props) => {
  // As they were when it opened: what is done leaves the list behind it at once.
  const targets = untrack(() => [...props.targets]);
  let left: readonly PoolTarget[] = targets;
  const reason = untrack(() =>
    createKeptText(
      props.deps.data,
      keptAsOf(
        `pool-${props.act}`,
        targets.map(({ id }) => id),
      ),
    ),
  );
  const [to, setTo] = createSignal('');
  const [into, setInto] = createSignal<{ readonly id: string; readonly name: string } | null>(null);
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const count = () => targets.length;
  const sheet = () => words[`${props.act}Sheet`];
  const line = (): string => {
    const said = sheet().line;
    return typeof said === 'string' ? said : said(count());
  };
  const missing = {
    reason: () => (props.act !== 'merge' && reason.text().trim() === '' ? words.voidSheet.missing : null),
    to: () => (props.act === 'reassign' && to() === '' ? words.reassignSheet.missingTo : null),
    into: () => (props.act === 'merge' && into() === null ? words.mergeSheet.missingInto : null),
  };
  const said = (): string => {
    const name = props.deps.colleagues.find(({ value }) => value === to())?.label ?? '';
    switch (props.act) {
      case 'release':
        return words.releaseSheet.done;
      case 'reassign':
        return words.reassignSheet.done(name, count());
      case 'void':
        return words.voidSheet.done(count());
      case 'merge':
        return words.mergeSheet.done(into()?.name ?? '');
    }
  };
  const save = async (): Promise<void> => {
    setIsTried(true);
    if (isBusy() || missing.reason() !== null || missing.to() !== null || missing.into() !== null) return;
    setIsBusy(true);
    let why = '';
    const open: PoolTarget[] = [];
    for (const target of left) {
      const command = commandOf(props.act, target, { reason: reason.text().trim(), to: to(), into: into()?.id ?? '' });
      const wrong = command === null ? null : await props.deps.run(command);
      if (wrong === null) continue;
      open.push(target);
      why = wrong;
    }
    // Pressed again, what was done is not done twice.
    left = open;
    setIsBusy(false);
    if (left.length === 0) {
      void reason.drop();
      return props.onDone(said());
    }
    setProblem(count() === 1 ? why : words.partly(count() - left.length, left.length, why));
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      title={sheet().title}
      line={count() === 1 ? targets[0]?.name : words.list.chosen(count())}
      closeLabel={words.close}
      foot={
        <Button kind="primary" wide={true} disabled={isBusy()} onClick={() => void save()}>
          {sheet().act}
        </Button>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <p class="m-0 text-body text-ink-2">{line()}</p>
        <Show when={problem()}>
          {(wrong) => (
            <Banner tone="red" alert={true}>
              {wrong()}
            </Banner>
          )}
        </Show>
        <Show when={props.act === 'reassign'}>
          <SelectField
            label={words.reassignSheet.to}
            placeholder={words.reassignSheet.choose}
            value={to()}
            options={props.deps.colleagues}
            error={isTried() ? missing.to() : null}
            onChoose={setTo}
          />
        </Show>
        <Show when={props.act === 'merge'}>
          <MergeInto
            deps={props.deps}
            targets={targets}
            chosen={into()?.id ?? ''}
            error={isTried() ? missing.into() : null}
            onChoose={setInto}
          />
          <Show when={into()}>
            {(one) => <p class="m-0 text-item text-ink">{words.mergeSheet.into(one().name)}</p>}
          </Show>
        </Show>
        <TextArea
          label={sheet().label}
          optionalWord={props.act === 'merge' ? words.mergeSheet.optional : undefined}
          value={reason.text()}
          maxlength={500}
          error={isTried() ? missing.reason() : null}
          onText={reason.setText}
        />
      </div>
    </Sheet>
  );
};
