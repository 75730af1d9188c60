/** The walls of the house, by place (docs/ARCHITECTURE.md, The house). Run by `npm run check`; tools/test/walls.test.ts shows that each bites. */

// A room of libs/ is a folder of a wing, or a wing that is one room.
const ROOM = 'libs/(?:(?:core|log|projections|stores|transport|registry|sdk|web|documents|host)/[^/]+|words|demo)';
// Tests may look behind doors and need tools that the code must not have.
const TEST = ['/test/', '[.]test[.]ts$'];
const NPM = 'node_modules/';

/** Storeys of libs/core, from the ground up: what stands on a floor uses the floors below it. */
const GROUND = ['gs1', 'signatures', 'tlog'];
const STOREYS = ['wire', 'entries', 'keys', 'story', 'evidence', 'verdict', 'monitor'];
const storeyRules = STOREYS.slice(0, -1).map((storey, at) => ({
  name: `core-storeys: ${storey}`,
  comment: `${STOREYS.join(' < ')}: no room of libs/core uses one above it`,
  severity: 'error',
  from: { path: `^libs/core/${storey}/`, pathNot: TEST },
  to: { path: `^libs/core/(${STOREYS.slice(at + 1).join('|')})/` },
}));

/** Rooms of libs/log that stand on each other, from the ground up. */
const LOG_STOREYS = ['ledger', 'sequencer', 'audit', 'recovery', 'backup'];
const logStoreyRules = LOG_STOREYS.slice(0, -1).map((storey, at) => ({
  name: `log-storeys: ${storey}`,
  comment: `${LOG_STOREYS.join(' < ')}: none of these rooms uses one above it`,
  severity: 'error',
  from: { path: `^libs/log/${storey}/`, pathNot: TEST },
  to: { path: `^libs/log/(${LOG_STOREYS.slice(at + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unknown-rooms',
      comment: 'a folder of libs/ says what may live in it: give a new wing its walls here first',
      severity: 'error',
      from: { path: '^libs/', pathNot: [`^${ROOM}/`] },
      to: {},
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: TEST },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-do-not-import-apps',
      comment: 'the processes talk through the stream, the database and files only',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: TEST },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'code-never-imports-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TEST },
      to: { path: ['^test/', '/test/', '[.]test[.]ts$'], pathNot: NPM },
    },
    {
      name: 'tests-share-by-the-kit',
      comment: 'what tests of more than one room use stands in test/kit, not in the tests of one of them',
      severity: 'error',
      from: { path: [`^(${ROOM}|apps/[^/]+)/`, '^(tools|bench|test)/'] },
      to: { path: '^(libs|apps|tools)/.*/test/', pathNot: ['^$1/'] },
    },
    {
      name: 'rooms-are-entered-by-their-index: from libs',
      severity: 'error',
      from: { path: `^(${ROOM})/`, pathNot: TEST },
      to: { path: '^libs/', pathNot: ['^$1/', `^${ROOM}/index[.]ts$`] },
    },
    {
      name: 'rooms-are-entered-by-their-index: from elsewhere',
      severity: 'error',
      from: { path: '^(apps|bench|tools)/', pathNot: TEST },
      to: { path: '^libs/', pathNot: `^${ROOM}/index[.]ts$` },
    },
    {
      name: 'core-is-pure',
      comment:
        'it runs unchanged in every browser: no Node module, framework, ORM, broker or database. Globals: tsconfig.core.json',
      severity: 'error',
      from: { path: '^libs/core/', pathNot: TEST },
      to: {
        pathNot: [
          '^libs/core/',
          '^proto/generated/',
          `${NPM}@noble/`,
          `${NPM}protobufjs/(minimal|src|index[.]d|minimal[.]d)`,
          `${NPM}saxes/`,
        ],
      },
    },
    ...storeyRules,
    ...logStoreyRules,
    {
      name: 'the-log-stands-without-stores',
      comment: 'look-ups and projections stand on the log, and the log on neither',
      severity: 'error',
      from: { path: '^libs/log/', pathNot: TEST },
      to: { path: '^libs/(stores|projections)/' },
    },
    {
      name: 'core-storeys: ground',
      comment: `${GROUND.join(', ')} stand on the ground, each alone`,
      severity: 'error',
      from: { path: `^libs/core/(${GROUND.join('|')})/`, pathNot: TEST },
      to: { path: '^libs/core/', pathNot: '^libs/core/$1/' },
    },
    {
      name: 'projections-fold-purely',
      comment:
        'rows that are filled anew must be those that were there: what folds an entry knows no database, clock or chance',
      severity: 'error',
      from: { path: '^libs/projections/([^/]+)/fold/', pathNot: TEST },
      to: { pathNot: ['^libs/core/', '^libs/projections/$1/fold/'] },
    },
    {
      name: 'words-import-core-only',
      severity: 'error',
      from: { path: '^libs/words/', pathNot: TEST },
      to: { pathNot: ['^libs/core/', '^libs/words/'] },
    },
    {
      name: 'browser-code-stays-in-the-browser',
      comment: 'what a page loads is made of core, words, the shared ui and what browsers bring',
      severity: 'error',
      from: { path: ['^libs/sdk/element/', '^libs/web/', '^apps/api/browser/'], pathNot: TEST },
      to: {
        pathNot: [
          '^libs/core/',
          '^libs/words/',
          '^libs/web/ui/',
          '^libs/sdk/element/',
          '^apps/api/browser/',
          `${NPM}swagger-ui-dist/`,
        ],
      },
    },
    {
      name: 'host-stands-below',
      comment:
        'what a machine brings (addresses, files, locks, keys, service, postgres) knows of no log, broker or registry',
      severity: 'error',
      from: { path: '^libs/host/', pathNot: TEST },
      to: { path: '^libs/', pathNot: '^libs/(core|host)/' },
    },
    {
      name: 'devices-are-light',
      comment: 'others put it into their own products: no stream, database or service comes along',
      severity: 'error',
      from: { path: '^libs/sdk/device/', pathNot: TEST },
      to: { path: '^libs/', pathNot: '^libs/(core|host/(addresses|files|keys|locks)|sdk/device)/' },
    },
    {
      name: 'the-database-has-its-houses',
      comment: 'SQL stands there too and nowhere else: npm run check:places',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [
          ...TEST,
          '^libs/log/(ledger|sequencer|recovery|audit)/',
          '^libs/(projections|stores)/',
          '^libs/transport/stream/',
          '^libs/host/postgres/',
        ],
      },
      to: { path: [`${NPM}(@types/)?(pg|pg-copy-streams|typeorm)/`, `${NPM}@nestjs/typeorm/`] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
