import { type Component, createSignal, type JSX, onCleanup, type ParentProps, Show } from 'solid-js';
import type { EffectId } from '#rules';
import { useNow } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { cleansing as words } from '../../../locales/zh-CN/cleansing.ts';
import { customerFiles } from '../../../locales/zh-CN/customer-files.ts';
import { dayAndTime } from '../../../locales/zh-CN/day-words.ts';
import { Banner } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { FileButton, TextArea } from '../../../ui/field.tsx';
import { Camera, Check, Phone, TriangleAlert } from '../../../ui/icons.ts';
import { useToast } from '../../../ui/toast.tsx';
import { canRecord, type Recording, recordingExtension, startRecording } from '../../../views/record-audio.ts';
import { type Appeal, createAppeal, type Proof } from './create-appeal.ts';

const AUDIO = 'audio/*,.mp3,.m4a,.wav,.amr,.aac,.ogg,.3gp';
const IMAGE = 'image/*';

/** One of the two equal tiles: what is wanted, the file when it is there, how to give it. */
const Tile: Component<
  ParentProps<{
    readonly appeal: Appeal;
    readonly proof: Proof;
    readonly icon: JSX.Element;
    readonly preview: JSX.Element;
  }>
> = (props) => {
  const isAudio = () => props.proof === 'callRecording';
  const file = () => props.appeal.form[props.proof];
  const missing = () =>
    props.appeal.isTried() && file() === null ? (isAudio() ? words.form.needAudio : words.form.needImage) : null;
  const problem = () => props.appeal.fileProblem(props.proof) ?? missing();
  return (
    <fieldset
      class={`m-0 flex min-w-0 flex-col gap-2 rounded-inner border p-3 ${problem() ? 'border-red-edge' : 'border-line-2'}`}
    >
      <legend class="sr-only">{isAudio() ? words.form.audio : words.form.image}</legend>
      <p class="m-0 flex items-center gap-2 text-item font-semibold text-ink">
        <Show when={file()} fallback={props.icon}>
          <Check size={18} class="text-green-text" />
        </Show>
        {isAudio() ? words.form.audio : words.form.image}
      </p>
      <Show
        when={file()}
        fallback={<p class="m-0 text-second text-ink-3">{isAudio() ? words.form.audioHint : words.form.imageHint}</p>}
      >
        {(one) => (
          <>
            <p class="m-0 truncate text-second text-ink-2">
              {customerFiles.line(one().name, customerFiles.size(one().size))}
            </p>
            {props.preview}
          </>
        )}
      </Show>
      <Show when={problem()}>
        {(said) => (
          <p role="alert" class="m-0 flex items-start gap-1.5 text-second text-red-text">
            <TriangleAlert size={16} class="mt-0.5 shrink-0" />
            {said()}
          </p>
        )}
      </Show>
      <div class="mt-auto flex flex-wrap gap-2">{props.children}</div>
    </fieldset>
  );
};

const createRecorder = (appeal: Appeal, nameNow: () => string) => {
  const [startedAt, setStartedAt] = createSignal<number | null>(null);
  const [seconds, setSeconds] = createSignal(0);
  const [isBlocked, setIsBlocked] = createSignal(false);
  let recording: Recording | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  const reset = (): void => {
    clearInterval(timer);
    setStartedAt(null);
    recording = null;
  };
  const start = async (): Promise<void> => {
    recording = await startRecording();
    setIsBlocked(recording === null);
    if (recording === null) return;
    setSeconds(0);
    setStartedAt(performance.now());
    timer = setInterval(() => setSeconds(Math.floor((performance.now() - (startedAt() ?? 0)) / 1000)), 500);
  };
  const stop = async (): Promise<void> => {
    const blob = await recording?.stop();
    reset();
    if (blob !== undefined) {
      await appeal.attach('callRecording', blob, `${nameNow()}${recordingExtension(blob.type)}`);
    }
  };
  onCleanup(() => {
    recording?.cancel();
    reset();
  });
  return { isRecording: () => startedAt() !== null, seconds, isBlocked, start, stop };
};

const AudioTile: Component<{ readonly appeal: Appeal }> = (props) => {
  const now = useNow();
  const recorder = createRecorder(props.appeal, () => words.form.recordName(dayAndTime(now(), now())));
  const has = () => props.appeal.form.callRecording !== null;
  return (
    <Tile
      appeal={props.appeal}
      proof="callRecording"
      icon={<Phone size={18} class="text-ink-3" />}
      preview={
        <Show when={props.appeal.previewOf('callRecording')}>
          {(url) => (
            <audio controls={true} src={url()} class="w-full" aria-label={words.form.audio}>
              <track kind="captions" />
            </audio>
          )}
        </Show>
      }
    >
      <Show
        when={!recorder.isRecording()}
        fallback={
          <Button kind="outline" onClick={() => void recorder.stop()}>
            {words.form.stop(recorder.seconds())}
          </Button>
        }
      >
        <FileButton
          accept={AUDIO}
          onFiles={([file]) => void (file && props.appeal.attach('callRecording', file, file.name))}
        >
          {has() ? words.form.again : words.form.pickAudio}
        </FileButton>
        <Show when={canRecord() && !has()}>
          <Button onClick={() => void recorder.start()}>{words.form.record}</Button>
        </Show>
      </Show>
      <Show when={recorder.isBlocked()}>
        <p role="alert" class="m-0 text-second text-red-text">
          {words.form.noMicrophone}
        </p>
      </Show>
    </Tile>
  );
};

const ImageTile: Component<{ readonly appeal: Appeal }> = (props) => (
  <Tile
    appeal={props.appeal}
    proof="chatScreenshot"
    icon={<Camera size={18} class="text-ink-3" />}
    preview={
      <Show when={props.appeal.previewOf('chatScreenshot')}>
        {(url) => <img src={url()} alt={words.form.image} class="max-h-40 w-full rounded-tag object-contain" />}
      </Show>
    }
  >
    <FileButton
      accept={IMAGE}
      onFiles={([file]) => void (file && props.appeal.attach('chatScreenshot', file, file.name))}
    >
      {props.appeal.form.chatScreenshot === null ? words.form.pickImage : words.form.again}
    </FileButton>
  </Tile>
);

/** 《无效线索申诉表》 (R24): a recording and a screenshot, both, and why. Files are queued here and go when there is a network. */
export const AppealSheet: Component<{
  readonly customer: CustomerAnswer;
  readonly entry: EffectId;
  readonly onClose: () => void;
}> = (props) => {
  const toast = useToast();
  const appeal = createAppeal(
    () => props.customer,
    () => props.entry,
  );
  const submit = async (): Promise<void> => {
    if (!(await appeal.submit())) return;
    toast.show({ text: words.form.done });
    props.onClose();
  };
  return (
    <Sheet
      open={true}
      onClose={() => props.onClose()}
      height="full"
      title={words.form.title}
      line={props.customer.row.name}
      closeLabel={words.form.close}
      foot={
        <Button
          kind={appeal.gaps() > 0 ? 'outline' : 'primary'}
          wide={true}
          disabled={appeal.isBusy()}
          onClick={() => void submit()}
        >
          {appeal.gaps() > 0 ? words.form.gaps(appeal.gaps()) : words.form.submit}
        </Button>
      }
    >
      <div class="flex flex-col gap-3 pb-2">
        <p class="m-0 text-body text-ink-2">{words.form.line}</p>
        <Show when={appeal.problem()}>
          {(said) => (
            <Banner tone="red" alert={true}>
              {said()}
            </Banner>
          )}
        </Show>
        <div class="grid grid-cols-1 gap-3 min-[420px]:max-sm:grid-cols-2">
          <AudioTile appeal={appeal} />
          <ImageTile appeal={appeal} />
        </div>
        <TextArea
          label={words.form.reason}
          hint={words.form.reasonHint}
          value={appeal.form.reason}
          maxlength={500}
          error={appeal.isTried() && appeal.form.reason.trim() === '' ? words.form.needReason : null}
          onText={(reason) => appeal.set({ reason })}
        />
        <p class="m-0 text-second text-ink-3">{words.privateFiles}</p>
        <p class="m-0 text-second text-ink-3">{words.form.noRecording}</p>
      </div>
    </Sheet>
  );
};
