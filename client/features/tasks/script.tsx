import type { Component } from 'solid-js';
import { ownPart } from '../../locales/zh-CN/own-part.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/icons.ts';
import { SectionTitle } from '../../ui/list.tsx';
import { useToast } from '../../ui/toast.tsx';

const forCustomer = (text: string): string => text.split(ownPart)[0]?.trim() ?? '';

/** 话术 that came with a task: to be read out, or copied into a message without what is not the customer's to read. */
export const Script: Component<{ readonly text: string }> = (props) => {
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(forCustomer(props.text));
      toast.show({ text: words.script.copied });
    } catch {
      toast.show({ text: words.script.copyFailed, kind: 'refusal' });
    }
  };
  return (
    <section>
      <SectionTitle
        aside={
          <Button kind="text" icon={<Copy size={18} />} onClick={() => void copy()}>
            {words.script.copy}
          </Button>
        }
      >
        {words.script.title}
      </SectionTitle>
      <p class="m-0 rounded-inner bg-sunken p-3 text-body whitespace-pre-line text-ink select-text">{props.text}</p>
    </section>
  );
};
