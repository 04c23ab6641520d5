import type {
  Brake,
  BypassSign,
  CustomerId,
  EffectId,
  EffectState,
  EventId,
  Evidence,
  GapKind,
  MemberId,
  OfferedLead,
  Placed,
  PoolState,
  TaskState,
  Verdict,
  WaitingEffect,
} from '#rules';

/** Answers about work that rules and people leave to each other: 待办, 过程断点, 每周复盘, 待清洗池, 为什么. */

/** `team`: of those the viewer leads, his own left out. */
export type InboxScope = 'mine' | 'team';
/** 要我做, 要我定, 知会. */
export type InboxSegment = 'todo' | 'decide' | 'notice';

interface ItemBase {
  readonly id: string;
  readonly segment: InboxSegment;
  readonly customer: CustomerId;
  readonly customerName: string;
  /** Whom it waits for. */
  readonly people: readonly MemberId[];
  /** Deadline, or when it came, ms: its place in the order. */
  readonly atMs: number;
  /** Out of sight until then, ms: 稍后. */
  readonly quietUntilMs: number | null;
}
export interface TaskItem extends ItemBase {
  readonly kind: 'task';
  readonly task: TaskState;
  readonly evidence: readonly Evidence[];
  /** Whoever has to supply what was missing. */
  readonly owner: MemberId | null;
  /** Whether the viewer may end it by its rule's brake, and with which words. */
  readonly mayClose: boolean;
  readonly note: string | null;
}
/** The viewer's customer: presales sent the task back and waits for this (R22). */
export interface SupplyItem extends ItemBase {
  readonly kind: 'supply';
  readonly task: TaskState;
}
/** What a rule tells people, with the rungs that have followed. */
export interface AlertItem extends ItemBase {
  readonly kind: 'alert';
  readonly rule: string;
  readonly ruleName: string;
  readonly trigger: EffectState['trigger'];
  readonly params: EffectState['params'];
  /** Open effects of it, which closing ends together. */
  readonly effects: readonly EffectId[];
  readonly exit: Brake['exit'] | null;
  /** The manager's own words in the rule, instead of the trigger's sentence. */
  readonly text: string | null;
  /** Whether the viewer may end it, and with which words (R79). */
  readonly mayClose: boolean;
  readonly note: string | null;
  /** The viewer leads this customer: he may name a day on which it comes back. */
  readonly isLed: boolean;
  /** Not fired yet: derived here, 待服务器确认. */
  readonly isProvisional: boolean;
}
export interface AppealItem extends ItemBase {
  readonly kind: 'appeal';
  readonly appeal: EventId;
  readonly author: MemberId;
  readonly reason: string;
  readonly isComplete: boolean;
  readonly rejectBy: number;
}
/** An override that no evidence decides: a leader does (S23). */
export interface OverrideItem extends ItemBase {
  readonly kind: 'override';
  readonly mark: EventId;
  readonly author: MemberId;
  readonly reason: string;
  readonly markedAt: number;
  readonly deadline: number;
}
/** A lead the person was given: 接收 or 退回 (R51). */
export interface OfferItem extends ItemBase, OfferedLead {
  readonly kind: 'offer';
  readonly offer: EventId;
}
export interface NoticeItem extends ItemBase {
  readonly kind: 'notice';
  readonly notice: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly seen: boolean;
}
export type InboxItem = TaskItem | SupplyItem | AlertItem | AppealItem | OverrideItem | OfferItem | NoticeItem;
export type InboxKind = InboxItem['kind'];

export interface InboxAnswer {
  /** By `atMs`; notices newest first. At most the limit of the query per segment. */
  readonly items: readonly InboxItem[];
  /** Without what is out of sight and, of notices, what was seen. */
  readonly counts: Readonly<Record<InboxSegment, number>>;
  readonly later: number;
  /** Newest first; with those that need not be done because another record's task stands (`supersededBy`). */
  readonly done: readonly { readonly task: TaskState; readonly customerName: string }[];
  /** Whether there is anybody whose work the viewer may look at. */
  readonly leads: boolean;
}

/** `conflict` = 两人都改过: no rule's, the fold's own. */
export type GapSort = GapKind | 'conflict';
export interface GapRow {
  readonly id: string;
  readonly customer: CustomerId;
  readonly customerName: string;
  readonly sort: GapSort;
  /** `null` for a conflict. */
  readonly rule: string | null;
  readonly ruleName: string;
  readonly trigger: EffectState['trigger'] | null;
  readonly params: EffectState['params'];
  readonly effect: EffectId | null;
  readonly firstSeenMs: number;
  readonly holder: MemberId | null;
  /** Direct manager of the holder. */
  readonly team: MemberId | null;
  readonly resolvedMs: number | null;
  readonly closedBy: MemberId | null;
  readonly reason: string | null;
  readonly resumeAtMs: number | null;
}
export interface GapCount {
  /** Rule id, or member id of the team's manager; '' = none. */
  readonly id: string;
  readonly name: string;
  readonly open: number;
  /** Begun in the week asked about, in the one before, and ended in it. */
  readonly begun: number;
  readonly begunBefore: number;
  readonly resolved: number;
  /** Days that the gaps open at the end of the week, or ended in it, have lasted. */
  readonly daysLost: number;
}
export interface GapsAnswer {
  readonly rows: readonly GapRow[];
  readonly total: number;
  readonly open: number;
  readonly resolved: number;
  readonly byRule: readonly GapCount[];
  readonly byTeam: readonly GapCount[];
  readonly weeks: readonly { readonly label: string; readonly begun: number; readonly resolved: number }[];
}
export interface ReviewAnswer {
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
  readonly byRule: readonly GapCount[];
  readonly byTeam: readonly GapCount[];
  readonly oldest: readonly GapRow[];
  readonly closed: readonly GapRow[];
  /** Per rule: how often it acted, and how often a person took that back (R80). */
  readonly overrides: readonly {
    readonly rule: string;
    readonly ruleName: string;
    readonly acted: number;
    readonly overridden: number;
    readonly closed: number;
  }[];
  /** Signs that work went past the system in that week (R81): of whom the viewer leads, and his own. */
  readonly signs: readonly (BypassSign & { readonly memberName: string; readonly customerName: string | null })[];
}

export interface CleansingRow {
  readonly customer: CustomerId;
  readonly customerName: string;
  readonly owner: MemberId | null;
  /** `null` = due and not fired: 将转入（待确认）. */
  readonly entry: EffectId | null;
  readonly sinceMs: number;
  readonly reds: readonly { readonly atMs: number; readonly author: MemberId; readonly isAutomatic: boolean }[];
  readonly status: PoolState['status'] | 'due';
  readonly appeal: 'none' | 'uploading' | 'restored' | 'waiting' | 'rejected';
  readonly rejectBy: number | null;
  /** The viewer leads it: 改派, 作废, 合并. */
  readonly isLed: boolean;
}
export interface CleansingAnswer {
  readonly rows: readonly CleansingRow[];
}

/** One rule on one customer: that it acted and why, or why it did not. */
export interface WhyVersion {
  /** `null` = the template it began with. */
  readonly published: { readonly atMs: number; readonly author: MemberId } | null;
  /** Another version is in force by now. */
  readonly hasChanged: boolean;
}
export interface WhyFact {
  readonly id: EventId;
  readonly type: string;
  readonly author: MemberId;
  readonly atMs: number;
}
export interface WhyActed {
  readonly effect: EffectState;
  readonly version: WhyVersion;
  readonly facts: readonly WhyFact[];
  /** As they stood when it acted; `null` = that version of the rule is not known here. */
  readonly verdict: Verdict | null;
  readonly branch: { readonly at: number; readonly of: number; readonly verdict: Verdict } | null;
  readonly brakeEndsAt: number | null;
  readonly overriddenBy: (Placed & { readonly reason: string; readonly verdict: string }) | null;
}
export type WhyNotReason =
  /** In the pool, given up or merged: rules let it be. */
  | { readonly kind: 'resting' }
  /** Another record it is merged with has called already (S17). */
  | { readonly kind: 'mergedElsewhere' }
  | { readonly kind: 'noOccurrence' }
  | { readonly kind: 'notYet'; readonly dueAt: number }
  | { readonly kind: 'condition'; readonly verdict: Verdict }
  | { readonly kind: 'unconfirmed'; readonly dueAt: number };
export interface WhyNot {
  readonly rule: string;
  readonly ruleName: string;
  readonly reason: WhyNotReason;
}
export interface WhyAnswer {
  readonly acted: WhyActed | null;
  readonly notActed: readonly WhyNot[];
}

/** What of the rules stands on a customer's page beside his state. */
export interface CustomerRules {
  /** What rules wait on, whatever the time. */
  readonly waiting: readonly WaitingEffect[];
  /** Those that would act by now and have not been fired. */
  readonly acting: readonly EffectId[];
  /** The viewer leads this customer. */
  readonly isLed: boolean;
}

export type WorkQuery =
  | { readonly kind: 'inbox'; readonly scope: InboxScope; readonly limit: number }
  | {
      readonly kind: 'gaps';
      readonly state: 'open' | 'resolved';
      readonly rule: string | null;
      readonly team: string | null;
      readonly limit: number;
    }
  /** `back`: how many weeks ago, 0 = this one. */
  | { readonly kind: 'review'; readonly back: number }
  | { readonly kind: 'cleansing' }
  /** With `effect`: why it acted. Without: why the other rules did not. */
  | { readonly kind: 'why'; readonly customer: CustomerId; readonly effect: EffectId | null };
export interface WorkAnswers {
  readonly inbox: InboxAnswer;
  readonly gaps: GapsAnswer;
  readonly review: ReviewAnswer;
  readonly cleansing: CleansingAnswer;
  readonly why: WhyAnswer | null;
}
