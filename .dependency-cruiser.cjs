/** The walls between the rooms (docs/ARCHITECTURE.md, Parts). Run by `npm run check`. */
const PURE = '^libs/core/';
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-do-not-import-apps',
      comment: 'the processes talk through the stream, the database and files only',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: {
        path: ['^libs/((?:core|log|transport|registry|sdk|web|host)/[^/]+|demo|words)/', '^(?:apps|bench)/()'],
        pathNot: '/test/',
      },
      to: {
        path: '^libs/.+',
        pathNot: ['^libs/(?:(?:core|log|transport|registry|sdk|web|host)/[^/]+|demo|words)/index[.]ts$', '^libs/$1/.'],
      },
    },
    {
      name: 'pure-libs-stay-pure',
      comment: 'they run unchanged in the browser: no Node module, framework, broker or database',
      severity: 'error',
      from: { path: PURE, pathNot: '/test/' },
      to: {
        pathNot: ['^libs/core/', '^proto/generated/', 'node_modules/@noble/', 'node_modules/protobufjs/'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
