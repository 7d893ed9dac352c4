// Who may import whom: model <- core <- packs <- stages <- workflow <- {web, cli}; ports <- adapters; only app.ts knows all.
const stages = 'ingest|detect|trace|canary|scope|duties|notices|evidence|referral';
const tests = '\\.test\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-and-model-are-the-ground',
      severity: 'error',
      from: { path: '^src/(core|model)/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|model)/' },
    },
    {
      name: 'packs-know-core-and-model',
      severity: 'error',
      from: { path: '^src/packs/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|model|packs)/' },
    },
    {
      name: 'ports-know-packs-core-and-model',
      severity: 'error',
      from: { path: '^src/ports/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|model|packs|ports)/' },
    },
    {
      name: 'a-stage-is-pure-and-alone',
      severity: 'error',
      from: { path: `^src/(${stages})/`, pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|model|packs|$1)/' },
    },
    {
      name: 'a-stage-has-no-effects',
      severity: 'error',
      comment: 'crypto and buffer are arithmetic; files, network, clock and environment are arguments',
      from: { path: `^src/(${stages})/`, pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'an-adapter-knows-no-other-adapter',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: tests },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/($1/|disk\\.ts$)' },
    },
    {
      name: 'adapters-know-no-workflow-and-no-skin',
      severity: 'error',
      from: { path: '^src/adapters/', pathNot: tests },
      to: { path: '^src/(workflow|web|cli|app\\.ts)' },
    },
    {
      name: 'workflow-knows-ports-not-adapters',
      severity: 'error',
      from: { path: '^src/workflow/', pathNot: tests },
      to: { path: '^src/(adapters|web|cli|app\\.ts)' },
    },
    {
      name: 'skins-know-no-adapter',
      severity: 'error',
      from: { path: '^src/(web|cli)/', pathNot: tests },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'only-the-command-line-starts-the-app',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(cli/|app\\.ts)|${tests}` },
      to: { path: '^src/app\\.ts$' },
    },
    {
      name: 'the-verifier-stands-alone',
      severity: 'error',
      from: { path: '^src/verify/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(core|model|verify|ports/hash)' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
