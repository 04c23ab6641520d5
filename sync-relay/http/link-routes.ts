import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Company } from '../company/company.ts';
import type { ActOutcome, LinkAct, LinkActs, LinkClosed, OpenedLink } from '../links/link-acts.ts';
import {
  donePage,
  LINK_PAGE_HEADERS,
  openPage,
  type PageContext,
  plainPage,
  type Typed,
  timeInField,
} from '../links/link-page.ts';
import { LINK_WORDS } from '../links/link-words.ts';
import { HttpRefusal, readText } from './exchange.ts';

export interface LinkRouteDeps {
  readonly acts: LinkActs;
  readonly company: Pick<Company, 'org'>;
  readonly now: () => number;
  readonly publicUrl: () => string;
}

const PATH = /^\/m\/([^/]{1,1000})$/;
/** What a closed link answers with; none of them is worth a retry. */
const STATUS: Readonly<Record<LinkClosed, number>> = {
  invalid: 404,
  expired: 410,
  used: 410,
  notEntitled: 410,
  moved: 410,
  settled: 410,
};
const CHANNELS: ReadonlySet<string> = new Set(Object.keys(LINK_WORDS.channels));

const send = (request: IncomingMessage, response: ServerResponse, status: number, page: string): void => {
  response.writeHead(status, { ...LINK_PAGE_HEADERS, 'content-length': Buffer.byteLength(page) });
  response.end(request.method === 'HEAD' ? undefined : page);
};

/** What a form asks for; null when something is missing. */
const actIn = (typed: Typed): LinkAct | null => {
  const text = (name: string): string => (typed[name] ?? '').trim();
  switch (typed['act']) {
    case 'reschedule': {
      const atMs = timeInField(text('at'));
      return atMs === null ? null : { kind: 'reschedule', atMs };
    }
    case 'updated': {
      const channel = text('channel');
      const summary = text('summary');
      if (summary === '' || !CHANNELS.has(channel)) return null;
      return { kind: 'updated', channel: channel as Extract<LinkAct, { kind: 'updated' }>['channel'], summary };
    }
    case 'pause': {
      const resumeAtMs = timeInField(text('resume'));
      return resumeAtMs === null || text('reason') === ''
        ? null
        : { kind: 'pause', reason: text('reason'), resumeAtMs };
    }
    default:
      return null;
  }
};

const saidOf = (outcome: Extract<ActOutcome, { kind: 'busy' | 'refused' }>): string =>
  outcome.kind === 'busy' ? LINK_WORDS.busy : LINK_WORDS.refused(outcome.code);

/** The page behind a message's link. True when the path was one. */
export const makeLinkRoutes = ({ acts, company, now, publicUrl }: LinkRouteDeps) => {
  const contextOf = (customer: string | null): PageContext => ({
    org: company.org(),
    nowMs: now(),
    appUrl: customer === null ? publicUrl() : `${publicUrl()}/customers/${customer}`,
  });
  const sendClosed = (
    request: IncomingMessage,
    response: ServerResponse,
    { why, customer }: { readonly why: LinkClosed; readonly customer: string | null },
  ): void => send(request, response, STATUS[why], plainPage(LINK_WORDS.closed[why], contextOf(customer).appUrl));
  const sendOpen = (
    request: IncomingMessage,
    response: ServerResponse,
    opened: Extract<OpenedLink, { kind: 'open' }>,
    typed: Typed = {},
    said: string | null = null,
  ): void => {
    const page = openPage(opened, contextOf(opened.customer.id), typed, said);
    send(request, response, said === null ? 200 : 422, page);
  };

  const act = async (request: IncomingMessage, response: ServerResponse, token: string): Promise<void> => {
    const typed: Typed = Object.fromEntries(new URLSearchParams(await readText(request)));
    const opened = acts.open(token);
    if (opened.kind === 'closed') return sendClosed(request, response, opened);
    const wanted = actIn(typed);
    if (wanted === null) return sendOpen(request, response, opened, typed, LINK_WORDS.missing);
    const outcome = await acts.act(token, wanted);
    if (outcome.kind === 'closed') return sendClosed(request, response, outcome);
    if (outcome.kind !== 'done') return sendOpen(request, response, opened, typed, saidOf(outcome));
    send(request, response, 200, donePage(contextOf(opened.customer.id).appUrl));
  };

  return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean> => {
    const token = PATH.exec(pathname)?.[1];
    if (token === undefined) return false;
    if (request.method === 'POST') {
      await act(request, response, token);
      return true;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpRefusal('notFound');
    const opened = acts.open(token);
    if (opened.kind === 'closed') sendClosed(request, response, opened);
    else sendOpen(request, response, opened);
    return true;
  };
};
