import { type Component, For, Show } from 'solid-js';
import { type MatchLine, type OrgState, TITLE_RANKS, territoryName } from '#rules';
import type { Fit } from '../data/lead-contract.ts';
import { fits as words } from '../locales/zh-CN/leads.ts';
import { matchFactors } from '../locales/zh-CN/match-words.ts';
import { titleRanks } from '../locales/zh-CN/title-ranks.ts';

/** One decimal, where there is any. */
export const scoreText = (score: number): string => String(Math.round(score * 10) / 10);

/** What a match rests on, or why there is none. */
export const basisWords = (fit: Fit): string => {
  switch (fit.kind) {
    case 'match':
      return words[fit.of](fit.won);
    case 'tooFew':
      return words.tooFew(fit.own, fit.team, fit.needed);
    case 'noFacts':
      return words.noFacts(fit.won);
  }
};

const valueWords = ({ factor }: MatchLine, value: string, territories: OrgState['territories']): string => {
  if (factor === 'decisionMaker') {
    const rank = TITLE_RANKS.find((known) => known === value);
    return rank === undefined ? value : titleRanks[rank];
  }
  return factor === 'region' ? (territoryName({ territories }, value) ?? value) : value;
};

/** The explanation of a match, factor by factor (R50): what the lead has, how many won customers share it, its points. */
export const MatchView: Component<{
  readonly lines: readonly MatchLine[];
  readonly territories: OrgState['territories'];
}> = (props) => (
  <dl class="m-0 flex flex-col">
    <For each={props.lines}>
      {(line) => (
        <div class="flex items-baseline justify-between gap-3 border-b border-line py-1.5 text-second last:border-0">
          <dt class="shrink-0 text-ink-3">{matchFactors[line.factor]}</dt>
          <dd class="m-0 min-w-0 flex-1 text-ink">
            <Show when={line.value} fallback={words.unknown}>
              {(value) => words.same(valueWords(line, value(), props.territories), line.same, line.known)}
            </Show>
            <Show when={line.points < line.most}>
              <span class="block text-meta text-ink-3">
                {words.usual(valueWords(line, line.usual, props.territories))}
              </span>
            </Show>
          </dd>
          <dd class="m-0 shrink-0 text-ink-2">{words.points(scoreText(line.points), scoreText(line.most))}</dd>
        </div>
      )}
    </For>
  </dl>
);
