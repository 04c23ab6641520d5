import { createResource, createSignal, onCleanup } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import type { EffectId, Evidence } from '#rules';
import { useData } from '../../../app/data-context.tsx';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { attachProblem } from '../../../views/attach-problem.ts';
import { createAct } from '../create-act.ts';

export type Proof = 'callRecording' | 'chatScreenshot';
interface AppealForm {
  readonly reason: string;
  readonly callRecording: Evidence | null;
  readonly chatScreenshot: Evidence | null;
}
const EMPTY: AppealForm = { reason: '', callRecording: null, chatScreenshot: null };

const isForm = (value: unknown): value is AppealForm =>
  typeof value === 'object' && value !== null && typeof (value as AppealForm).reason === 'string';

/** 《无效线索申诉表》 in progress: kept as a draft, files queued at once, so that nothing is lost without a network. */
export const createAppeal = (customer: () => CustomerAnswer, entry: () => EffectId) => {
  const data = useData();
  const act = createAct();
  const key = `appeal.${customer().state.id}`;
  const [form, setForm] = createStore<AppealForm>({ ...EMPTY });
  const [problems, setProblems] = createStore<Record<Proof, string | null>>({
    callRecording: null,
    chatScreenshot: null,
  });
  const [isTried, setIsTried] = createSignal(false);
  const previews = new Map<string, string>();
  onCleanup(() => {
    for (const url of previews.values()) URL.revokeObjectURL(url);
  });
  createResource(async () => {
    const draft = await data.loadDraft(key);
    if (isForm(draft)) setForm({ ...EMPTY, ...draft });
    return null;
  });
  const set = (change: Partial<AppealForm>): void => {
    setForm(change);
    void data.saveDraft(key, { ...unwrap(form) });
  };
  const attach = async (proof: Proof, file: Blob, name: string): Promise<void> => {
    const outcome = await data.attach(file, name, proof);
    setProblems(proof, attachProblem(outcome, name));
    if (outcome.kind !== 'queued') return;
    previews.set(outcome.evidence.sha256, URL.createObjectURL(file));
    set({ [proof]: outcome.evidence });
  };
  const gaps = (): number =>
    Number(form.callRecording === null) + Number(form.chatScreenshot === null) + Number(form.reason.trim() === '');
  const submit = async (): Promise<boolean> => {
    setIsTried(true);
    const { reason, callRecording, chatScreenshot } = form;
    if (callRecording === null || chatScreenshot === null || reason.trim() === '') return false;
    const saved = await act.run({
      type: 'appealFiled',
      subject: customer().state.id,
      payload: { effect: entry(), reason: reason.trim(), evidence: [callRecording, chatScreenshot] },
    });
    if (saved === null) return false;
    await data.saveDraft(key, null);
    return true;
  };
  return {
    form,
    set,
    attach,
    gaps,
    submit,
    isTried,
    isBusy: act.isBusy,
    problem: () => act.problem('reason', 'callRecording', 'chatScreenshot'),
    fileProblem: (proof: Proof) => problems[proof],
    previewOf: (proof: Proof): string | null => {
      const file = form[proof];
      return file === null ? null : (previews.get(file.sha256) ?? null);
    },
  };
};
export type Appeal = ReturnType<typeof createAppeal>;
