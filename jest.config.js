// Tests stand in three tiers, a project each: test/support/tiers.js says which file is in which, and why.
import { filesOfTiers } from './test/support/tiers.js';

const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/same-bytes.js'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

const withServices = {
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
};

const environments = {
  unit: { testEnvironment: '<rootDir>/test/support/unit-environment.js' },
  services: withServices,
  browser: withServices,
};

export default {
  projects: Object.entries(filesOfTiers()).map(([tier, files]) => ({
    displayName: tier,
    ...common,
    ...environments[tier],
    testMatch: files.map((file) => `<rootDir>/${file}`),
  })),
  reporters: ['default', '<rootDir>/test/support/services-reporter.js'],
  maxWorkers: 2,
  // Jest keeps the modules of every file that a worker has run, and full collections of a heap of gigabytes take seconds.
  workerIdleMemoryLimit: '512MB',
  testTimeout: 300_000,
};
