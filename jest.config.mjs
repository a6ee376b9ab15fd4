export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/test/architecture/fixtures/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2023', transform: { react: { runtime: 'automatic' } } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/frames-as-described.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  reporters: ['<rootDir>/test/support/counts-reporter.mjs'],
  testTimeout: 40_000,
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
}
