import { type Component, Show } from 'solid-js';
import { importing as words } from '../../locales/zh-CN/import.ts';
import { Card, Fact } from '../../ui/list.tsx';
import type { MissingOwner, RowResult } from './model.ts';
import { OwnersStep } from './owners-step.tsx';

export interface ConfirmStepProps {
  readonly counts: Readonly<Record<RowResult['kind'], number>>;
  readonly missing: readonly MissingOwner[];
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly owners: Readonly<Record<string, string>>;
  readonly onOwner: (name: string, member: string) => void;
}

/** What the import would do, and whose the customers become, before anything is written. */
export const ConfirmStep: Component<ConfirmStepProps> = (props) => (
  <div class="flex flex-col gap-5">
    <section>
      <h2 class="m-0 mb-2 text-item font-semibold">{words.confirm.title}</h2>
      <Card>
        <Fact term={words.confirm.terms.taken}>{words.confirm.taken(props.counts.taken)}</Fact>
        <Fact term={words.confirm.terms.merged}>{words.confirm.merged(props.counts.merged)}</Fact>
        <Fact term={words.confirm.terms.refused}>{words.confirm.refused(props.counts.refused)}</Fact>
      </Card>
    </section>
    <Show when={props.missing.length > 0}>
      <OwnersStep
        missing={props.missing}
        colleagues={props.colleagues}
        chosen={props.owners}
        onChoose={props.onOwner}
      />
    </Show>
  </div>
);
