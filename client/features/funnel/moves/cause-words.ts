import {
  type Cause,
  type CauseFinding,
  type OrgState,
  type TitleRank,
  type Trait,
  territoryName,
  titleRank,
} from '#rules';
import type { CausesAnswer } from '../../../data/insight-contract.ts';
import { causeWords as words } from '../../../locales/zh-CN/insights.ts';
import { fieldLook } from '../../../views/field-look.ts';

/** A piece of a sentence; what counts stands out. */
export interface Piece {
  readonly text: string;
  readonly isStrong: boolean;
}
const plain = (text: string): Piece => ({ text, isStrong: false });
const strong = (text: string): Piece => ({ text, isStrong: true });

/** Rank of who decides that a trait speaks of; null = of none. */
const rankIn = (traits: readonly Trait[]): TitleRank | null => {
  for (const trait of traits) {
    if (trait.kind === 'titleRank') return trait.value;
    if (trait.kind === 'field' && trait.field === 'decisionMakerTitle') return titleRank(trait.value);
  }
  return null;
};

const fieldWords = ({ field, value }: Extract<Trait, { kind: 'field' }>, org: OrgState): readonly [string, string] => {
  if (field === 'decisionMakerTitle') return words.title_(value);
  const look = fieldLook(org.process, field);
  const option = look.options.find(({ id }) => id === value)?.name;
  return words.field(look.name, look.kind === 'choice' ? (option ?? words.gone) : value);
};

const traitWords = (trait: Exclude<Trait, { kind: 'noMatchingVisit' }>, org: OrgState): readonly [string, string] => {
  const memberName = (id: string): string => org.members[id]?.name ?? id;
  switch (trait.kind) {
    case 'field':
      return fieldWords(trait, org);
    case 'titleRank':
      return words.rank(trait.value);
    case 'visitorRank':
      return words.visitor(trait.value);
    case 'territory':
      return words.territory(territoryName(org, trait.value) ?? trait.value);
    case 'person':
      return words.person(memberName(trait.value));
    case 'team':
      return words.team(memberName(trait.value));
  }
};

/** What the customers of a cause share: 决策人为部门总监，同期无总监级以上拜访. */
export const traitPieces = (traits: readonly Trait[], org: OrgState): readonly Piece[] =>
  traits.flatMap((trait, at) => {
    const comma = at > 0 ? [plain('，')] : [];
    if (trait.kind === 'noMatchingVisit') return [...comma, plain(words.noVisit(rankIn(traits)))];
    const [before, name] = traitWords(trait, org);
    return [...comma, plain(before), strong(name)];
  });

const sharePieces = (some: number, all: number): readonly Piece[] => {
  const share = words.share(some, all);
  return [strong(share.strong), plain(share.rest)];
};

/** The sentence of a cause, with counts and denominators (R53). */
export const causePieces = (
  cause: Cause,
  { finding, stage, week, territory }: Pick<CausesAnswer, 'finding' | 'stage' | 'week' | 'territory'>,
  org: OrgState,
): readonly Piece[] => [
  plain(words.where(territory, week)),
  ...sharePieces(finding.stuck, finding.decided),
  plain(words.stuckIn(stage)),
  ...sharePieces(cause.stuck, finding.stuck),
  ...traitPieces(cause.traits, org),
];

export const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

/** A task that acts on the cause: to be seen by somebody of rank, or to find out, which is all there is without one. */
export const taskFor = (
  cause: Cause | null,
  answer: CausesAnswer,
  org: OrgState,
): { title: string; script: string } => {
  if (cause === null) return { title: words.task, script: words.sayAsk };
  const rank = rankIn(cause.traits);
  const isVisit = cause.traits.some(({ kind }) => kind === 'noMatchingVisit');
  return {
    title: isVisit ? words.taskVisit(rank && words.rankName(rank)) : words.task,
    script: words.script(isVisit ? words.sayVisit : words.sayAsk, textOf(causePieces(cause, answer, org))),
  };
};

/** Why nothing is compared; null = it is. */
export const silence = ({ kind, decided }: CauseFinding, limitDays: number, least: number): string | null => {
  switch (kind) {
    case 'tooFew':
      return words.tooFew(decided, least);
    case 'noneStuck':
      return words.noneStuck(limitDays);
    case 'allStuck':
      return words.allStuck(decided);
    case 'compared':
      return null;
  }
};
