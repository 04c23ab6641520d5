import { type Component, createSignal, For, Show } from 'solid-js';
import { BLOB_PATH } from '#protocol';
import type { AppealState } from '#rules';
import { useMe, useNow, useSync } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { cleansing as words } from '../../../locales/zh-CN/cleansing.ts';
import { Button } from '../../../ui/button.tsx';
import { dayNear } from '../../../views/day-near.ts';
import { spanWords } from '../../../views/time-left.ts';
import { FileRow } from '../files/file-row.tsx';
import { fileState } from '../files/file-state.ts';
import { usePeople } from '../people/use-people.ts';
import { ReasonSheet } from '../reason-sheet.tsx';

interface AppealProps {
  readonly customer: CustomerAnswer;
  readonly appeal: AppealState;
}

/** The recording to listen to and the screenshot, for those entitled and with a network; others get their states. */
const Proofs: Component<AppealProps> = (props) => {
  const sync = useSync();
  const me = useMe();
  const isEntitled = () => {
    const { owner } = props.customer.state;
    return props.customer.rules.isLed || owner === me.member() || props.appeal.author === me.member();
  };
  return (
    <Show when={isEntitled()} fallback={<p class="m-0 text-second text-ink-3">{words.privateFiles}</p>}>
      <ul class="m-0 flex list-none flex-col gap-2 p-0">
        <For each={props.appeal.evidence}>
          {(file) => (
            <li>
              <Show
                when={file.attested && sync()?.connection === 'online'}
                fallback={<FileRow file={file} state={fileState(file.attested, props.customer.uploads[file.sha256])} />}
              >
                <Show
                  when={file.documentType === 'callRecording'}
                  fallback={
                    <img
                      src={`${BLOB_PATH}/${file.sha256}`}
                      alt={words.look(file.name)}
                      loading="lazy"
                      class="max-h-72 max-w-full rounded-inner border border-line object-contain"
                    />
                  }
                >
                  <audio
                    controls={true}
                    preload="none"
                    src={`${BLOB_PATH}/${file.sha256}`}
                    aria-label={words.listen(file.name)}
                    class="w-full"
                  >
                    <track kind="captions" />
                  </audio>
                </Show>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={sync()?.connection !== 'online'}>
        <p class="m-0 text-second text-ink-3">{words.offline}</p>
      </Show>
    </Show>
  );
};

const Decide: Component<AppealProps> = (props) => {
  const [sheet, setSheet] = createSignal<'agreeSheet' | 'rejectSheet' | null>(null);
  return (
    <div class="flex gap-2">
      <Button kind="outline" class="flex-1" onClick={() => setSheet('agreeSheet')}>
        {words.agree}
      </Button>
      <Button kind="plain" class="flex-1" onClick={() => setSheet('rejectSheet')}>
        {words.reject}
      </Button>
      <Show when={sheet()}>
        {(kind) => (
          <ReasonSheet
            keptAs={`appeal-${kind()}-${props.appeal.id}`}
            {...words[kind()]}
            command={(reason) => ({
              type: 'appealDecided',
              subject: props.customer.state.id,
              payload: { appeal: props.appeal.id, isAccepted: kind() === 'agreeSheet', reason },
            })}
            onClose={() => setSheet(null)}
          />
        )}
      </Show>
    </div>
  );
};

/** One appeal: its reason and evidence, how it stands, and the manager's word within his time (R24, A22). */
export const AppealView: Component<AppealProps> = (props) => {
  const now = useNow();
  const me = useMe();
  const people = usePeople(() => props.customer.names);
  const state = () => props.customer.state;
  const isRestored = () => state().pool?.status === 'restored';
  const mayStillReject = () => props.appeal.rejectBy > now() || !props.appeal.isComplete;
  const says = (): string => {
    const { decided, isComplete, rejectBy } = props.appeal;
    if (decided !== null) {
      const who = people(decided.author);
      return decided.isAccepted ? words.accepted(who) : words.rejected(who, decided.reason);
    }
    if (!isComplete) return words.uploading;
    if (!isRestored()) return words.waiting;
    return rejectBy > now() ? words.restored(spanWords(rejectBy - now())) : words.restoredForGood;
  };
  const mayDecide = () =>
    props.customer.rules.isLed &&
    props.appeal.author !== me.member() &&
    props.appeal.decided === null &&
    (mayStillReject() || !isRestored());
  return (
    <section
      aria-label={words.appealOf(people(props.appeal.author), dayNear(props.appeal.t, now()))}
      class="flex flex-col gap-2 border-t border-line-2 pt-2.5"
    >
      <p class="m-0 text-second text-ink-2">
        {words.appealOf(people(props.appeal.author), dayNear(props.appeal.t, now()))}
      </p>
      <p class="m-0 text-item text-ink">{props.appeal.reason}</p>
      <p class="m-0 text-item font-semibold text-ink">{says()}</p>
      <Proofs {...props} />
      <Show when={mayDecide()}>
        <Decide {...props} />
      </Show>
    </section>
  );
};
