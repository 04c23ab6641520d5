import { type Component, Show } from 'solid-js';
import type { Process } from '#rules';
import { process as processWords } from '../../../locales/zh-CN/process.ts';
import { processSettings } from '../../../locales/zh-CN/process-settings.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { createPart } from '../create-part.ts';
import { PartPage } from '../part-page.tsx';
import { problemAt } from '../part-problems.ts';

const words = processSettings.heatmap;

/** 热力图: how many weeks stand on it at first, and from when a row of a cell is highlighted (R41, R45). */
export const HeatmapSettingsPage: Component = () => {
  const desk = createPart<'heatmap'>(() => 'heatmap');
  const set = (change: Partial<Process['heatmap']>, field: string): void => {
    const part = desk.part();
    if (part !== null) desk.change({ kind: 'heatmap', heatmap: { ...part.heatmap, ...change } }, field);
  };
  const problem = (field: string): string | null => problemAt(desk.shownProblems(), `heatmap.${field}`);
  return (
    <PartPage desk={desk} title={processWords.sections.heatmap}>
      <p class="m-0 text-body text-ink-2">{words.line}</p>
      <Show when={desk.part()?.heatmap}>
        {(heatmap) => (
          <>
            <NumberField
              label={words.weeks}
              aside={words.weekUnit}
              value={heatmap().weeks}
              error={problem('weeks')}
              onNumber={(weeks) => set({ weeks }, 'weeks')}
            />
            <NumberField
              label={words.highlight}
              aside={processSettings.days}
              value={heatmap().highlightOverdueDays}
              error={problem('highlightOverdueDays')}
              onNumber={(highlightOverdueDays) => set({ highlightOverdueDays }, 'highlight')}
            />
          </>
        )}
      </Show>
    </PartPage>
  );
};
