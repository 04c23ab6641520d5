/** The one-way doors of the tree (docs/decisions/0001): each rule names what may not be imported from where. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }, 'A cycle hides an order that a reader needs.'),
    rule(
      'rules-import-only-rules',
      { path: '^rules/' },
      { pathNot: ['^rules/', '^node_modules/zod/'] },
      'rules/ is pure: the same code runs on every device and on the relay.',
    ),
    rule(
      'rules-only-through-the-door',
      { path: '^(client|sync-relay)/' },
      { path: '^rules/', pathNot: '^rules/index\\.ts$' },
      'What rules/ promises is what its index exports.',
    ),
    rule(
      'protocol-is-a-leaf',
      { path: '^sync-relay/protocol/' },
      { pathNot: ['^sync-relay/protocol/', '^rules/index\\.ts$', '^node_modules/(lib0|zod)/'] },
      'Both sides of the wire import it.',
    ),
    rule(
      'client-sees-only-protocol',
      { path: '^client/' },
      { path: '^sync-relay/', pathNot: '^sync-relay/protocol/index\\.ts$' },
      'The relay is reached over the wire.',
    ),
    rule(
      'relay-never-imports-client',
      { path: '^sync-relay/' },
      { path: '^client/' },
      'The relay serves files, not code.',
    ),
    rule(
      'drivers-only-from-main',
      { path: '^sync-relay/', pathNot: ['^sync-relay/main\\.ts$', '^sync-relay/cli/', '^sync-relay/storage/'] },
      { path: '^sync-relay/storage/(memory|sqlite)' },
      'A driver is chosen in the composition root only.',
    ),
    rule(
      'ui-kit-knows-no-domain',
      { path: '^client/ui/' },
      { path: ['^rules/', '^sync-relay/', '^client/(?!ui/)'] },
      'The kit could dress another product.',
    ),
    rule(
      'features-do-not-import-each-other',
      { path: '^client/features/([^/]+)/' },
      { path: '^client/features/', pathNot: '^client/features/$1/' },
      'What two screens share belongs in views or ui.',
    ),
    rule(
      'data-below-views',
      { path: '^client/data/' },
      { path: '^client/(views|features|app|ui)/' },
      'Data runs in a worker that has no page.',
    ),
    rule(
      'views-below-features',
      { path: '^client/views/' },
      { path: '^client/(features|app)/' },
      'Views serve features.',
    ),
    rule('nobody-imports-tests', { pathNot: '^tests/' }, { path: '^tests/' }, 'Tests are never shipped.'),
    rule(
      'only-installed-packages',
      {},
      { dependencyTypes: ['npm-no-pkg', 'unknown'] },
      'A package that package.json does not name may vanish.',
    ),
    rule(
      'everything-resolves',
      {},
      { couldNotResolve: true, pathNot: '^virtual:' },
      'A broken import is a broken build.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'node', 'default', 'types'],
    },
  },
};
