import { describe, expect, it } from 'vitest';
import { REJECT_REASONS } from '#protocol';
import { type OrgState, type RefusalCode, ROLES, type Role } from '#rules';
import { landingPath, mayOpen } from '../../../client/app/navigation.ts';
import type { SyncState } from '../../../client/data/contract.ts';
import { asCommandPayload, editableTexts, withText } from '../../../client/features/quarantine/editable.ts';
import { badgeState } from '../../../client/features/sync/badge-state.ts';
import { givableTerritories, invitableRoles } from '../../../client/features/team/people.ts';
import { dayAndTime } from '../../../client/locales/zh-CN/day-words.ts';
import { quarantine } from '../../../client/locales/zh-CN/quarantine.ts';
import { sync as syncWords } from '../../../client/locales/zh-CN/sync.ts';
import { keptUrls, remember } from '../../../client/service-worker/builds.ts';
import { fromLocalText, toLocalText } from '../../../client/ui/local-time.ts';
import { outcomeWords, ruleWords } from '../../../client/views/refusal-words.ts';
import { EVENT_TYPES } from '../../support/event-types.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 25, 6, 0);
const calm: SyncState = {
  connection: 'online',
  pending: 0,
  pendingUploads: 0,
  oldestPendingMs: null,
  quarantined: 0,
  clockOffsetMs: 0,
  lastSyncMs: NOW,
  problem: null,
};

describe('navigation', () => {
  it('[SH-1] where each role lands', () => {
    const places = Object.fromEntries(ROLES.map((role) => [role, landingPath(role)]));
    expect(places).toEqual({
      owner: '/funnel',
      admin: '/funnel',
      regionalManager: '/funnel',
      manager: '/funnel',
      rep: '/today',
      presales: '/tasks',
      finance: '/pool',
      marketing: '/leads',
    });
  });

  it('[SH-2] team and import exist for leaders only', () => {
    const open = (page: 'team' | 'import' | 'pool'): Role[] => ROLES.filter((role) => mayOpen(role, page));
    expect(open('team')).toEqual(['owner', 'admin', 'regionalManager', 'manager']);
    expect(open('import')).toEqual(open('team'));
    expect(open('pool')).toEqual([...ROLES]);
    expect(mayOpen(null, 'team')).toBe(false);
    expect(ROLES.filter((role) => mayOpen(role, 'leads'))).toEqual([
      ...['owner', 'admin', 'regionalManager', 'manager', 'marketing'],
    ]);
  });
});

describe('sync badge', () => {
  it('[SH-3] 已同步 only when nothing waits and the relay is there', () => {
    expect(badgeState(calm, NOW).kind).toBe('synced');
    expect(badgeState({ ...calm, pending: 1 }, NOW)).toEqual({ kind: 'pending', pending: 1 });
    expect(badgeState({ ...calm, pendingUploads: 2 }, NOW)).toEqual({ kind: 'pending', pending: 2 });
    expect(badgeState({ ...calm, connection: 'connecting' }, NOW).kind).toBe('connecting');
    expect(badgeState(calm, NOW, { isFetching: true }).kind).toBe('fetching');
    expect(badgeState({ ...calm, pending: 1 }, NOW, { isFetching: true }).kind).toBe('pending');
    expect(badgeState({ ...calm, connection: 'offline' }, NOW)).toEqual({ kind: 'offline', pending: 0 });
  });

  it('[SH-27] a page that has just started says nothing of a line before there was time to make one', () => {
    const starting = { isStarting: true };
    expect(badgeState({ ...calm, connection: 'offline' }, NOW, starting).kind).toBe('connecting');
    expect(badgeState({ ...calm, connection: 'offline', pending: 2 }, NOW, starting)).toEqual({
      kind: 'pending',
      pending: 2,
    });
    expect(badgeState(calm, NOW, starting).kind).toBe('synced');
  });

  it('[SH-4] the most pressing thing first', () => {
    const worst: SyncState = {
      ...calm,
      connection: 'offline',
      pending: 3,
      oldestPendingMs: NOW - 26 * HOUR,
      quarantined: 1,
      clockOffsetMs: -53 * 60_000,
    };
    expect(badgeState(worst, NOW)).toEqual({ kind: 'rejected', count: 1 });
    expect(badgeState({ ...worst, quarantined: 0 }, NOW)).toEqual({ kind: 'stale', sinceMs: 26 * HOUR });
    const fresh = { ...worst, quarantined: 0, oldestPendingMs: NOW - HOUR };
    expect(badgeState(fresh, NOW)).toEqual({ kind: 'offline', pending: 3 });
    expect(badgeState({ ...fresh, connection: 'online' }, NOW)).toEqual({ kind: 'pending', pending: 3 });
    expect(badgeState({ ...fresh, connection: 'online', pending: 0 }, NOW).kind).toBe('clock');
    expect(badgeState({ ...calm, clockOffsetMs: 4 * 60_000 }, NOW).kind).toBe('synced');
  });

  it('[SH-5] numbers and durations in words', () => {
    expect(syncWords.offlinePending(3)).toBe('离线，3 条待同步');
    expect(syncWords.stale(26 * HOUR)).toBe('26 小时没同步');
    expect(syncWords.stale(72 * HOUR)).toBe('3 天没同步');
    expect(syncWords.clock(-53 * 60_000)).toBe('手机时间慢了 53 分');
    expect(syncWords.clock(10 * 60_000)).toBe('手机时间快了 10 分');
  });
});

describe('words for what did not work', () => {
  it('[SH-6] outcomes', () => {
    expect(outcomeWords({ kind: 'saved', events: [], warnings: [] })).toBeNull();
    for (const reason of ['quota', 'blocked', 'unavailable'] as const) {
      expect(outcomeWords({ kind: 'storage', reason })).toMatch(/没存进去/);
    }
    const refusal = { code: 'notEntitled', field: null, params: {}, rule: 'x', version: 'template' } as const;
    expect(outcomeWords({ kind: 'refused', refusals: [refusal] })).toBe('你没有权限做这一步。');
    const saying = (code: RefusalCode) => outcomeWords({ kind: 'refused', refusals: [{ ...refusal, code }] });
    expect(saying('alreadyDone')).toBe('已经做过了。');
    expect(saying('ownerOnly')).toMatch(/负责人和他的主管/);
    expect(saying('required')).toBe('还有没填的地方。');
  });

  it('[SH-29][R13] a refusal names its rule, and of its version who published it and when, never an id', () => {
    const refusal = { code: 'notEntitled', field: null, params: {}, rule: 'statusCard.green' } as const;
    const published = { who: '林建国', when: '昨天 09:30' };
    expect(ruleWords({ ...refusal, version: 'template' })).toBe('规则「状态卡标绿」，标准模板');
    expect(ruleWords({ ...refusal, version: 'K3v9xQ' }, published)).toBe(
      '规则「状态卡标绿」，林建国 昨天 09:30 发布的流程',
    );
    expect(ruleWords({ ...refusal, version: 'K3v9xQ' })).toBe('规则「状态卡标绿」，公司改过的流程');
  });

  it('[SH-9] every reject reason of an event and every event type has words', () => {
    const eventReasons = Object.entries(REJECT_REASONS).flatMap(([reason, kind]) => (kind === 'event' ? [reason] : []));
    expect(eventReasons.length).toBeGreaterThan(4);
    expect(eventReasons.filter((reason) => !(reason in quarantine.reasons))).toEqual([]);
    expect(EVENT_TYPES.filter((type) => !(type in quarantine.types))).toEqual([]);
  });
});

describe('quarantine', () => {
  const payload = {
    basis: null,
    from: 'a',
    concern: { kind: 'budget', text: '贵' },
    touchpoint: { attendees: ['王工'], agenda: '看样机' },
    remark: '备注',
  };

  it('[SH-8] only texts with a name can be edited', () => {
    expect(editableTexts(payload).map(({ path, value }) => `${path.join('.')}=${value}`)).toEqual([
      'concern.text=贵',
      'touchpoint.agenda=看样机',
      'remark=备注',
    ]);
  });

  it('[SH-8] one text is replaced, the rest and the original stay, and what rules fill in is dropped', () => {
    const fixed = withText(asCommandPayload(payload), ['touchpoint', 'agenda'], '签合同');
    expect(fixed).toEqual({
      concern: payload.concern,
      touchpoint: { attendees: ['王工'], agenda: '签合同' },
      remark: '备注',
    });
    expect(payload.touchpoint.agenda).toBe('看样机');
    expect(withText({ list: ['a', 'b'] }, ['list', 1], 'c')).toEqual({ list: ['a', 'c'] });
  });
});

describe('team', () => {
  it('[SH-10] who may be invited', () => {
    expect(invitableRoles('owner')).not.toContain('owner');
    expect(invitableRoles('admin')).toContain('admin');
    expect(invitableRoles('regionalManager')).toEqual([
      'regionalManager',
      'manager',
      'rep',
      'presales',
      'finance',
      'marketing',
    ]);
    expect(invitableRoles('manager')).toEqual(['manager', 'rep', 'presales', 'finance', 'marketing']);
    expect(invitableRoles('rep')).toEqual([]);
  });

  it('[SH-10] which territories may be given', () => {
    const org = {
      territories: [
        { id: 'east', name: '华东' },
        { id: 'north', name: '华北' },
      ],
      members: { m: { territories: ['north'] } },
    } as unknown as OrgState;
    type Member = Parameters<typeof givableTerritories>[2];
    expect(givableTerritories(org, 'owner', 'o' as Member)).toHaveLength(2);
    expect(givableTerritories(org, 'manager', 'm' as Member).map(({ id }) => id)).toEqual(['north']);
    expect(givableTerritories(org, 'manager', null)).toEqual([]);
  });
});

describe('time', () => {
  it('[SH-11] the company calendar is UTC+8', () => {
    expect(dayAndTime(NOW, NOW)).toBe('11月25日 14:00');
    expect(dayAndTime(Date.UTC(2025, 11, 31, 15, 59), NOW)).toBe('2025年12月31日 23:59');
    expect(dayAndTime(Date.UTC(2025, 11, 31, 16, 0), NOW)).toBe('1月1日 00:00');
  });

  it('[UI-6] local text and instant turn into each other', () => {
    expect(toLocalText(NOW, 480)).toBe('2026-11-25T14:00');
    expect(fromLocalText('2026-11-25T14:00', 480)).toBe(NOW);
    expect(fromLocalText('2026-11-25', 480)).toBe(Date.UTC(2026, 10, 24, 16));
    expect(toLocalText(null, 480)).toBe('');
    for (const wrong of ['', '2026', '2026-13-45T99:00', 'gestern']) expect(fromLocalText(wrong, 480)).toBeNull();
  });
});

describe('builds kept by the service worker', () => {
  it('[SW-1] this build and the one before stay', () => {
    const first = remember([], ['/a-1.js', '/i.html?1']);
    const second = remember(first, ['/a-2.js', '/i.html?2']);
    const third = remember(second, ['/a-3.js', '/i.html?3']);
    expect([...keptUrls(second)].sort()).toEqual(['/a-1.js', '/a-2.js', '/i.html?1', '/i.html?2']);
    expect([...keptUrls(third)].sort()).toEqual(['/a-2.js', '/a-3.js', '/i.html?2', '/i.html?3']);
  });

  it('[SW-2] the same build again changes nothing', () => {
    const two = remember(remember([], ['/a-1.js']), ['/a-2.js']);
    expect(remember(two, ['/a-2.js'])).toEqual(two);
  });
});
