import { type Component, createEffect } from 'solid-js';
import { timeOfDay } from '#rules';
import type { AlertItem } from '../data/work-contract.ts';
import { alertWords } from '../views/alert-words.ts';
import { type NoticeSurface, showLocally } from '../views/local-notice.ts';
import { createAnswer, useNow, useOrg, useSync } from './data-context.tsx';
import { PATHS } from './navigation.ts';

const SHOWN = 'jieli.alertsShown';
/** Effects remembered as shown; older ones are no longer due. */
const MOST = 200;
const ITEMS = 50;

const shownBefore = (): readonly string[] => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(SHOWN) ?? '[]');
    return Array.isArray(stored) ? stored.map(String) : [];
  } catch {
    return [];
  }
};

/** The usual quiet hours; the company's own are known to the relay alone. */
const isQuiet = (nowMs: number): boolean => {
  const time = timeOfDay(nowMs);
  return time >= '21:00' || time < '08:00';
};

/**
 * While there is no network: what is due by the rules as this device knows them rings here, once each, under the tag the
 * relay's push will have. With a network the relay says it. Draws nothing.
 */
export const LocalAlerts: Component<{ readonly surface?: NoticeSurface }> = (props) => {
  const sync = useSync();
  const org = useOrg();
  const now = useNow();
  const isOffline = () => sync()?.connection === 'offline';
  const inbox = createAnswer(() =>
    isOffline() ? { kind: 'inbox' as const, scope: 'mine' as const, limit: ITEMS } : null,
  );
  const underWay = new Set<string>();
  const show = async (alert: AlertItem, nowMs: number): Promise<void> => {
    if (underWay.has(alert.id) || shownBefore().includes(alert.id)) return;
    underWay.add(alert.id);
    const body = alertWords(alert, { stages: org()?.process.stages ?? [], nowMs });
    const notice = { effect: alert.id, title: alert.customerName, body, path: `${PATHS.pool}/${alert.customer}` };
    // not allowed yet: once it is, it may still be worth showing
    if (!(await showLocally(notice, props.surface).catch(() => false))) underWay.delete(alert.id);
    else localStorage.setItem(SHOWN, JSON.stringify([alert.id, ...shownBefore()].slice(0, MOST)));
  };
  createEffect(() => {
    const nowMs = now();
    if (!isOffline() || isQuiet(nowMs)) return;
    for (const item of inbox()?.items ?? []) {
      if (item.kind === 'alert' && item.isProvisional && item.quietUntilMs === null) void show({ ...item }, nowMs);
    }
  });
  return null;
};
