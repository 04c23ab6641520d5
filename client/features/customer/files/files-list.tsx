import { type Component, createMemo, For, Show } from 'solid-js';
import { useNow, useSync } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { customerFiles as words } from '../../../locales/zh-CN/customer-files.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Card, SectionTitle } from '../../../ui/list.tsx';
import { FileRow } from './file-row.tsx';
import { fileState } from './file-state.ts';

/** Every file of the customer, newest first, each content once, with how far it is on its way to the relay. */
export const FilesList: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const now = useNow();
  const sync = useSync();
  const files = createMemo(() => {
    const { evidence, timeline } = props.customer.state;
    const times = new Map(timeline.map(({ id, t }) => [id, t]));
    const byHash = new Map<string, (typeof evidence)[number]>();
    for (const file of evidence) {
      // Cited again: it moves to where it was cited last.
      byHash.delete(file.sha256);
      byHash.set(file.sha256, file);
    }
    return [...byHash.values()].reverse().map((file) => ({ file, t: times.get(file.event) }));
  });
  const line = ({ file, t }: ReturnType<typeof files>[number]): string => {
    const kind = words.line(words.types[file.documentType], words.size(file.size));
    return t === undefined ? kind : words.line(kind, dayAndTime(t, now()).split(' ')[0] ?? '');
  };
  return (
    <Show when={files().length > 0}>
      <section aria-label={words.list}>
        <SectionTitle>{words.list}</SectionTitle>
        <Card>
          <ul class="m-0 flex list-none flex-col divide-y divide-line p-0">
            <For each={files()}>
              {(one) => (
                <li>
                  <FileRow
                    file={one.file}
                    state={fileState(one.file.attested, props.customer.uploads[one.file.sha256])}
                    line={line(one)}
                  />
                </li>
              )}
            </For>
          </ul>
          <Show when={sync()?.connection !== 'online'}>
            <p class="mt-2 mb-0 text-second text-ink-3">{words.offline}</p>
          </Show>
        </Card>
      </section>
    </Show>
  );
};
