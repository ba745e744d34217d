/** Which way imports run. test/architecture checks the rules and that the modules were really seen. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/**
 * The rooms of each floor (server/usecases, client/views), and through which of their files other rooms reach them.
 * A new line here is a decision: the fewer doors, the less a change in one room moves another.
 */
const DOORS = {
  'server/usecases': [
    'rounds/(rounds|publicHolidays|loadReference|takePlan)',
    'results/(resultBook|states|writeResults|planEntry|cells|planTransition)',
    'quality/(runStanding|readQcSamples)',
    'assessment/(assess|assessInputs|assessGrades|assessStaleness|smallestCount)',
    'operations/plans/schedulesEmbargo',
    'counts/indicatorView',
    'administration/(settings|sessions)',
  ],
  'server/resources': [],
  'client/views': [
    'rounds/(PlansSection|BoundariesSection)',
    'quality/MethodsSection',
    'assessment/(map/MapCanvas|map/mapStyle|rules/RulesSection|trends/TrendsRoom\\.module)',
    'operations/(units/UnitsSection|units/AbsencesSection|units/BeforeAfter|responseRules/ResponseRulesSection)',
    'counts/CountsView',
    'exchange/(ImportPanel|importTypes)',
  ],
};
const walls = Object.entries(DOORS).map(([floor, doors]) =>
  rule(`rooms-of-${floor.replace('/', '-')}`, 'rooms reach each other through their doors', { path: `^${floor}/([^/]+)/` }, { path: `^${floor}/[^/]+/`, pathNot: [`^${floor}/$1/`, ...doors.map((door) => `^${floor}/${door}\\.(ts|tsx|css)$`)] }),
);

module.exports = {
  forbidden: [
    ...walls,
    rule('no-circular', 'a cycle has no bottom to start reading from', {}, { circular: true }),
    rule('schemas-know-nothing', 'schemas are what everything else is made from; the browser imports them', { path: '^models/schemas' }, { path: '^(models/(?!schemas)|server|client|analysis|sampling-plans|test)' }),
    rule('models-know-no-server', 'models know nothing of HTTP', { path: '^models' }, { path: '^(server|client|analysis|sampling-plans|test)' }),
    rule('models-know-no-http', 'no HTTP below server', { path: '^(models|analysis|sampling-plans)' }, { path: '^(node_modules/(express|helmet)|node:http|http$)' }),
    rule('analysis-is-pure', 'numbers in, numbers out: types of models/schemas and nothing else of ours', { path: '^analysis' }, { path: '^(models|server|client|sampling-plans|test)', dependencyTypesNot: ['type-only'] }),
    rule('analysis-imports-schemas-only', 'types, and only of models/schemas', { path: '^analysis' }, { path: '^models/(?!schemas)' }),
    rule('analysis-has-no-io', 'no I/O in analysis', { path: '^analysis' }, { dependencyTypes: ['core'] }),
    rule('plans-are-pure', 'a plan and a calendar become samples', { path: '^sampling-plans' }, { path: '^(models|server|client|analysis|test)', dependencyTypesNot: ['type-only'], pathNot: '^models/schemas' }),
    rule('client-imports-schemas-only', 'the browser gets models/schemas and nothing else of ours', { path: '^client' }, { path: '^(models/(?!schemas)|server|analysis|sampling-plans|test)' }),
    rule('nobody-imports-server', 'the server puts the parts together', { path: '^(models|analysis|sampling-plans|client)' }, { path: '^server' }),
    rule('nobody-imports-test', 'tests are leaves', { path: '^(models|analysis|sampling-plans|client|server)' }, { path: '^test' }),
    rule('usecases-know-no-http', 'use cases answer with values and faults', { path: '^server/usecases' }, { path: '^(server/(http|resources|app)|node_modules/express)' , pathNot: '^server/http/changes' }),
    rule('queries-in-repositories', 'no query outside the store', { path: '^(server|client|analysis|sampling-plans)' }, { path: '^node_modules/(typeorm|better-sqlite3|pg)/' }),
    rule('not-resolvable', 'every import leads somewhere', {}, { couldNotResolve: true, pathNot: '(\\?(worker|url))|^geojson$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'], extensions: ['.ts', '.tsx', '.js', '.json', '.mjs'] },
  },
};
