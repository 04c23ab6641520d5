import { Navigate, Route, Router, useLocation } from '@solidjs/router';
import { type Component, lazy, type ParentProps, Show } from 'solid-js';
import { shell } from '../locales/zh-CN/shell.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Search } from '../ui/icons.ts';
import { EmptyState } from '../ui/list.tsx';
import { useMe } from './data-context.tsx';
import { landingPath, mayOpen, PATHS, type PageId } from './navigation.ts';
import { Page } from './page.tsx';

const page = <Name extends string>(load: () => Promise<Record<Name, Component>>, name: Name): Component =>
  lazy(async () => ({ default: (await load())[name] }));
const section = <Name extends string>(
  load: () => Promise<Record<Name, Component<ParentProps>>>,
  name: Name,
): Component<ParentProps> => lazy(async () => ({ default: (await load())[name] }));

const ProcessSection = section(() => import('../features/process/process-context.tsx'), 'ProcessSection');
const ProcessOverviewPage = page(() => import('../features/process/overview-page.tsx'), 'ProcessOverviewPage');
const StagesPage = page(() => import('../features/process/parts/stages-page.tsx'), 'StagesPage');
const FieldsPage = page(() => import('../features/process/parts/fields-page.tsx'), 'FieldsPage');
const CardPage = page(() => import('../features/process/parts/card-page.tsx'), 'CardPage');
const VisitNotePage = page(() => import('../features/process/parts/visit-note-page.tsx'), 'VisitNotePage');
const BreakerPage = page(() => import('../features/process/parts/breaker-page.tsx'), 'BreakerPage');
const HeatmapSettingsPage = page(() => import('../features/process/parts/heatmap-page.tsx'), 'HeatmapSettingsPage');
const SuggestionPage = page(() => import('../features/process/parts/suggestion-page.tsx'), 'SuggestionPage');
const BoardPage = page(() => import('../features/process/parts/board-page.tsx'), 'BoardPage');
const ThresholdsPage = page(() => import('../features/process/thresholds/thresholds-page.tsx'), 'ThresholdsPage');
const CalendarPage = page(() => import('../features/process/parts/calendar-page.tsx'), 'CalendarPage');
const PlaybooksPage = page(() => import('../features/process/playbooks/playbooks-page.tsx'), 'PlaybooksPage');
const PlaybookPage = page(() => import('../features/process/playbooks/playbook-page.tsx'), 'PlaybookPage');
const RulesPage = section(() => import('../features/process/rules/rules-page.tsx'), 'RulesPage');
const RulePage = page(() => import('../features/process/rules/rule-page.tsx'), 'RulePage');
const JoinPage = page(() => import('../features/join/join-page.tsx'), 'JoinPage');
const WelcomePage = page(() => import('../features/welcome/welcome-page.tsx'), 'WelcomePage');
const TeamPage = page(() => import('../features/team/team-page.tsx'), 'TeamPage');
const MessagesPage = page(() => import('../features/messages/messages-page.tsx'), 'MessagesPage');
const ImportPage = page(() => import('../features/import/import-page.tsx'), 'ImportPage');
const QuarantinePage = page(() => import('../features/quarantine/quarantine-page.tsx'), 'QuarantinePage');
const SettingsPage = page(() => import('../features/settings/settings-page.tsx'), 'SettingsPage');
const PoolPage = section(() => import('../features/pool/pool-page.tsx'), 'PoolPage');
const CustomerPage = page(() => import('../features/customer/customer-page.tsx'), 'CustomerPage');
const NotePage = page(() => import('../features/note/note-page.tsx'), 'NotePage');
const TodayPage = page(() => import('../features/today/today-page.tsx'), 'TodayPage');
const TasksPage = page(() => import('../features/tasks/tasks-page.tsx'), 'TasksPage');
const GapsPage = page(() => import('../features/gaps/gaps-page.tsx'), 'GapsPage');
const ReviewPage = page(() => import('../features/gaps/review-page.tsx'), 'ReviewPage');
const MirrorPage = page(() => import('../features/mirror/mirror-page.tsx'), 'MirrorPage');
const CleansingPage = page(() => import('../features/cleansing/cleansing-page.tsx'), 'CleansingPage');
const LeadsPage = page(() => import('../features/leads/leads-page.tsx'), 'LeadsPage');
const MetricsPage = page(() => import('../features/metrics/metrics-page.tsx'), 'MetricsPage');
const MetricSettingsPage = page(
  () => import('../features/process/parts/metric-settings-page.tsx'),
  'MetricSettingsPage',
);
const FunnelPage = page(() => import('../features/funnel/funnel-page.tsx'), 'FunnelPage');

const NotFound: Component = () => {
  const me = useMe();
  return (
    <Page title={shell.notFound.title} back={landingPath(me.role())}>
      <EmptyState
        icon={<Search size={26} />}
        title={shell.notFound.title}
        line={shell.notFound.line}
        act={<ButtonLink href={landingPath(me.role())}>{shell.notFound.act}</ButtonLink>}
      />
    </Page>
  );
};

/** For a role that may not use it, the page is absent; until the role is known nothing is said of it. */
const only =
  (id: PageId, Wrapped: Component<ParentProps>): Component<ParentProps> =>
  (props) => {
    const me = useMe();
    return (
      <Show when={mayOpen(me.role(), id)} fallback={me.role() && <NotFound />}>
        <Wrapped>{props.children}</Wrapped>
      </Show>
    );
  };

const Landing: Component = () => {
  const me = useMe();
  return <Show when={me.role()}>{(role) => <Navigate href={landingPath(role())} />}</Show>;
};
/** Keeps the query and fragment of an old or shared address. */
const ToCustomer: Component = () => {
  const location = useLocation();
  return <Navigate href={location.pathname.replace(/^\/customers/, PATHS.pool)} />;
};

/** Every address of the app. Pages inside the frame need a signed-in device; the frame sees to that. */
export const Routes: Component<{
  readonly root: Component<ParentProps>;
  readonly frame: Component<ParentProps>;
}> = (props) => (
  <Router root={props.root}>
    <Route path="/join" component={JoinPage} />
    <Route path="/welcome" component={WelcomePage} />
    <Route path="/" component={props.frame}>
      <Route path="/" component={Landing} />
      <Route path={PATHS.today} component={TodayPage} />
      <Route path={PATHS.pool} component={PoolPage}>
        <Route path="/" />
        <Route path="/:id" component={CustomerPage} />
      </Route>
      <Route path="/customers/:id" component={ToCustomer} />
      <Route path={`${PATHS.note}/:id?`} component={NotePage} />
      <Route path={PATHS.funnel} component={FunnelPage} />
      <Route path={PATHS.leads} component={only('leads', LeadsPage)} />
      <Route path={PATHS.metrics} component={only('metrics', MetricsPage)} />
      <Route path={PATHS.tasks} component={TasksPage} />
      <Route path={PATHS.gaps} component={GapsPage} />
      <Route path={PATHS.review} component={only('review', ReviewPage)} />
      <Route path={PATHS.mirror} component={MirrorPage} />
      <Route path={PATHS.cleansing} component={CleansingPage} />
      <Route path={PATHS.process} component={only('process', ProcessSection)}>
        <Route path="/" component={ProcessOverviewPage} />
        <Route path="/thresholds" component={ThresholdsPage} />
        <Route path="/stages" component={StagesPage} />
        <Route path="/fields" component={FieldsPage} />
        <Route path="/statusCard" component={CardPage} />
        <Route path="/visitNote" component={VisitNotePage} />
        <Route path="/calendar" component={CalendarPage} />
        <Route path="/breaker" component={BreakerPage} />
        <Route path="/metrics" component={MetricSettingsPage} />
        <Route path="/playbooks" component={PlaybooksPage} />
        <Route path="/playbooks/:id" component={PlaybookPage} />
        <Route path="/board" component={BoardPage} />
        <Route path="/heatmap" component={HeatmapSettingsPage} />
        <Route path="/suggestion" component={SuggestionPage} />
        <Route path="/rules" component={RulesPage}>
          <Route path="/" />
          <Route path="/:id" component={RulePage} />
        </Route>
      </Route>
      <Route path={PATHS.import} component={only('import', ImportPage)} />
      <Route path={PATHS.team} component={only('team', TeamPage)} />
      <Route path={PATHS.messages} component={only('messages', MessagesPage)} />
      <Route path={PATHS.quarantine} component={QuarantinePage} />
      <Route path={PATHS.settings} component={SettingsPage} />
      <Route path="*" component={NotFound} />
    </Route>
  </Router>
);
