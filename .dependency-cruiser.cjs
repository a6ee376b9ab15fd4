// Who may import whom, as allow-lists: whatever a rule does not name is refused. `npm test` cruises src, web and test/contracts with it,
// and then test/architecture/fixtures, where each rule is broken once and must be caught by its name.
const { join } = require('node:path')

const packages = ['npm']
const builtIns = ['core']

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-only-domain',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'application-imports-only-application-and-domain',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { pathNot: '^src/(application|domain)/' },
    },
    {
      name: 'ports-import-only-domain-and-ports',
      severity: 'error',
      from: { path: '^src/application/ports/' },
      to: { pathNot: ['^src/(application/ports|domain)/', '^src/application/accounts/principal\\.ts$'] },
    },
    {
      name: 'adapter-imports-only-itself-the-core-and-packages',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: {
        pathNot: ['^src/(application|domain)/', '^src/adapters/$1/', '^src/generated/'],
        dependencyTypesNot: [...packages, ...builtIns],
      },
    },
    {
      name: 'only-prisma-imports-the-generated-client',
      severity: 'error',
      from: { pathNot: '^src/(adapters/prisma|generated)/' },
      to: { path: '^src/generated/' },
    },
    {
      name: 'only-main-imports-inversify',
      severity: 'error',
      from: { pathNot: '^src/main/' },
      to: { path: '(^|/)node_modules/(inversify|@inversifyjs|reflect-metadata)/' },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: { pathNot: '^src/main/' },
      to: { path: '^src/main/' },
    },
    {
      name: 'main-imports-only-src-and-packages',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { pathNot: '^src/(main|adapters|application|domain)/', dependencyTypesNot: [...packages, ...builtIns] },
    },
    {
      name: 'barrel-exports-only-the-core',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { pathNot: '^src/(application|domain)/' },
    },
    {
      name: 'nothing-imports-the-barrel',
      severity: 'error',
      from: {},
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'contracts-import-only-the-core-and-memory',
      severity: 'error',
      from: { path: '^test/contracts/' },
      to: { pathNot: ['^test/contracts/', '^src/(application|domain|adapters/memory)/'], dependencyTypesNot: builtIns },
    },
    {
      name: 'sdk-imports-only-itself',
      severity: 'error',
      from: { path: '^web/sdk/' },
      to: { pathNot: '^web/sdk/' },
    },
    {
      name: 'web-imports-only-web-and-packages',
      severity: 'error',
      from: { path: '^web/' },
      to: { pathNot: ['^web/', '(^|/)node_modules/'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|web|test)/', pathNot: ['\\.d\\.ts$', '^web/worker/'] },
      to: {},
    },
    {
      name: 'no-dead-modules',
      severity: 'error',
      from: { path: '^src/main/cli\\.ts$' },
      to: {
        path: '^src/',
        pathNot: ['^src/(main/cli|index)\\.ts$', '^src/adapters/(memory/|system/system-clock\\.ts$)'],
        reachable: false,
      },
    },
    {
      name: 'no-dead-web-modules',
      severity: 'error',
      from: { path: '^web/app/main\\.tsx$' },
      to: {
        path: '^web/.*\\.tsx?$',
        pathNot: ['^web/(app/main\\.tsx|sdk/index\\.ts|worker/service-worker\\.ts)$', '\\.d\\.ts$'],
        reachable: false,
      },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ['(^|/)node_modules/', '^src/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts'],
    },
  },
}
