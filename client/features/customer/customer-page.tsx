import { useParams, useSearchParams } from '@solidjs/router';
import { type Component, createMemo, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { type CustomerId, territoryName } from '#rules';
import { createAnswer, useData, useOrg } from '../../app/data-context.tsx';
import { PATHS } from '../../app/navigation.ts';
import { Page } from '../../app/page.tsx';
import type { CustomerAnswer } from '../../data/contract.ts';
import { customer as words } from '../../locales/zh-CN/customer.ts';
import { Banner } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Lock, Users } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/list.tsx';
import { type TabItem, Tabs } from '../../ui/tabs.tsx';
import { ActionBar } from './action-bar.tsx';
import { ComplaintsList } from './complaints/complaints-list.tsx';
import { ContactsPanel } from './contacts/contacts-panel.tsx';
import { Announcements, Presence, Tags } from './customer-head.tsx';
import { ProfilePanel } from './fields/profile-panel.tsx';
import { OfferBanner } from './lead/offer-banner.tsx';
import { NotesPanel } from './notes/notes-panel.tsx';
import { PromisesPanel } from './promises/promises-panel.tsx';
import { StageSection } from './stage/stage-section.tsx';
import { ShareBanner } from './status/share-banner.tsx';
import { StatusSection } from './status/status-section.tsx';
import { TimelinePanel } from './timeline/timeline-panel.tsx';

type TabId = keyof typeof words.tabs;
const TAB_IDS = Object.keys(words.tabs) as TabId[];
const isTab = (id: string | undefined): id is TabId => TAB_IDS.some((tab) => tab === id);

/** 答应过的, and what the customer said where a promise was broken. */
const PromisesAndComplaints: Component<{ readonly customer: CustomerAnswer }> = (props) => (
  <div class="flex flex-col gap-4">
    <PromisesPanel customer={props.customer} />
    <ComplaintsList customer={props.customer} />
  </div>
);

const PANELS: Readonly<Record<TabId, Component<{ readonly customer: CustomerAnswer }>>> = {
  timeline: TimelinePanel,
  notes: NotesPanel,
  profile: ProfilePanel,
  promises: PromisesAndComplaints,
  contacts: ContactsPanel,
};

const openPromises = ({ state }: CustomerAnswer): number =>
  state.notes.filter(({ payload, delivered }) => payload.commitment.kind === 'promised' && !delivered).length;

const CustomerView: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const data = useData();
  const [search, setSearch] = useSearchParams<{ tab: string }>();
  const tab = createMemo((): TabId => (isTab(search.tab) ? search.tab : 'timeline'));
  const open = (id: string): void => setSearch({ tab: id === 'timeline' ? null : id }, { replace: true });
  let tabs: HTMLDivElement | undefined;
  const show = (id: TabId): void => {
    open(id);
    tabs?.scrollIntoView({ block: 'start' });
    tabs?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus({ preventScroll: true });
  };
  const items = (): TabItem[] => {
    const counts: Partial<Record<TabId, number>> = {
      notes: props.customer.state.notes.length,
      promises: openPromises(props.customer),
    };
    return TAB_IDS.map((id) => ({ id, label: words.tabs[id], count: counts[id] || undefined }));
  };
  onMount(() => data.setPresence(props.customer.state.id, false));
  onCleanup(() => data.setPresence(null, false));
  const panel = (id: string): JSX.Element => {
    const Panel = PANELS[isTab(id) ? id : 'timeline'];
    return <Panel customer={props.customer} />;
  };
  return (
    <Page
      title={props.customer.row.name}
      back={PATHS.pool}
      titleBelow={true}
      acts={<Presence subject={props.customer.state.id} />}
      bar={<ActionBar customer={props.customer} onContacts={() => show('contacts')} />}
    >
      <div class="mx-auto flex max-w-3xl flex-col gap-3">
        <Tags customer={props.customer} />
        <ShareBanner customer={props.customer} />
        <OfferBanner customer={props.customer} />
        <Announcements customer={props.customer} onOpen={show} />
        <StageSection customer={props.customer} />
        <StatusSection customer={props.customer} />
        <div ref={tabs} class="mt-2 scroll-mt-2">
          <Tabs label={words.tabsLabel} items={items()} value={tab()} onChoose={open}>
            {panel}
          </Tabs>
        </div>
      </div>
    </Page>
  );
};

/** A customer whose records do not come here: who it is, and whom to ask for the rest. */
const BasicsView: Component<{ readonly customer: CustomerAnswer }> = (props) => {
  const org = useOrg();
  const territory = () => territoryName(org(), props.customer.row.territory) ?? '';
  return (
    <Page title={props.customer.row.name} back={PATHS.pool} titleBelow={true}>
      <div class="mx-auto flex max-w-3xl flex-col gap-3">
        <Tags customer={props.customer} />
        <Banner tone="plain" icon={<Lock size={18} />}>
          {words.elsewhere(territory(), props.customer.row.ownerName)}
        </Banner>
        <ProfilePanel customer={props.customer} />
      </div>
    </Page>
  );
};

/** 客户详情: everything about one customer; beside the list on a wide screen. */
export const CustomerPage: Component = () => {
  const params = useParams<{ id: string }>();
  const answer = createAnswer(() => ({ kind: 'customer' as const, id: params.id as CustomerId }));
  const shown = createMemo(() => {
    const found = answer();
    return found && found.state.id === params.id ? found : null;
  });
  return (
    <Show
      when={shown()}
      keyed={true}
      fallback={
        <Page title={words.title} back={PATHS.pool}>
          <Show when={answer() === null}>
            <EmptyState
              icon={<Users size={26} />}
              title={words.gone.title}
              line={words.gone.line}
              act={<ButtonLink href={PATHS.pool}>{words.gone.act}</ButtonLink>}
            />
          </Show>
        </Page>
      }
    >
      {(found) => (
        <Show when={found.row.basicsOnly} fallback={<CustomerView customer={found} />}>
          <BasicsView customer={found} />
        </Show>
      )}
    </Show>
  );
};
