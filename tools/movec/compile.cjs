// One compiler run in a process of its own, so that what the native library prints can be read.
// Arguments: build|build-tests|test, package directory, bytecode version, test filter.
const { MoveBuilder } = require('@initia/builder.js');

const [mode, directory, bytecodeVersion, filter] = process.argv.slice(2);
const builder = new MoveBuilder(directory, {
  testMode: mode === 'build-tests',
  bytecodeVersion: Number(bytecodeVersion),
  compilerVersion: '2.1',
  languageVersion: '2.1',
  skipFetchLatestGitDeps: true,
  forceRecompilation: true,
});
const run = mode === 'test' ? builder.test({ filter, reportStatistics: true }) : builder.build();
run.then(
  () => process.exit(0),
  () => process.exit(1),
);
