#!/usr/bin/env node
// Compiles, tests and checks Move packages offline. See README.md.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependencyOrder, moduleNames, normalizeMetadata, withoutMetadata } from './bytecode.mjs';
import { unitTests } from './unittests.mjs';
import { nativeFunctions, publicSignatures, usedSignatures } from './signatures.mjs';

const TOOL = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(TOOL, '../..');
const MODULE_LIST = 'modules.list';
const TESTS = join(ROOT, 'chain-plugins/aptos/src/test/resources/dev/sluice/chain/aptos/move');
const SIGNATURES = join(ROOT, 'docs/reference/framework-signatures.md');
const NATIVES = join(ROOT, 'docs/reference/move-natives.md');
const SHIMS = 'reference-vm';
const LIBRARY = `${'0'.repeat(63)}1::`;
const USAGE = `usage: movec <command> [options] [package directory ...]
  build   compile; without directories: every package of packages.json, written to its committed place
  test    run the unit tests on the reference virtual machine
  tests   compile with the unit tests, for our own virtual machine: modules and case files
  check   recompile every package of packages.json and compare with the committed modules
options: --bytecode 6|7   --out DIR (build, tests)   --filter TEXT, --times (test)   --require`;

class Failure extends Error {}

function options(argv) {
  const parsed = { command: argv[0], dirs: [], require: process.env.CI === 'true' };
  for (let i = 1; i < argv.length; i++) {
    if (argv[i] === '--require') parsed.require = true;
    else if (argv[i] === '--times') parsed.times = true;
    else if (['--bytecode', '--out', '--filter'].includes(argv[i])) parsed[argv[i].slice(2)] = argv[++i];
    else if (argv[i].startsWith('--')) throw new Failure(`unknown option ${argv[i]}\n${USAGE}`);
    else parsed.dirs.push(resolve(argv[i]));
  }
  if (!['build', 'test', 'tests', 'check'].includes(parsed.command)) throw new Failure(USAGE);
  if (parsed.bytecode && !['6', '7'].includes(parsed.bytecode)) throw new Failure('--bytecode takes 6 or 7');
  return parsed;
}

function missingTool() {
  if (Number(process.versions.node.split('.')[0]) < 18) return `Node ${process.versions.node} is older than 18`;
  if (!existsSync(join(TOOL, 'node_modules/@initia/builder.js'))) return 'compiler not installed (npm ci in tools/movec)';
  if (!['linux', 'darwin'].includes(process.platform)) return `no compiler library for ${process.platform}`;
  return null;
}

function packages({ dirs, out, bytecode }) {
  const known = JSON.parse(readFileSync(join(TOOL, 'packages.json'), 'utf8')).map((entry) => ({
    bytecode: entry.bytecode,
    dir: join(ROOT, entry.dir),
    out: join(ROOT, entry.out),
    exportTests: entry.exportTests,
  }));
  if (dirs.length === 0) return known;
  return dirs.map((dir) => {
    const entry = known.find((candidate) => candidate.dir === dir) ?? { dir, out: join(dir, 'modules'), bytecode: 6 };
    return { ...entry, out: out ? resolve(out) : entry.out, bytecode: Number(bytecode ?? entry.bytecode) };
  });
}

/** Copies a package and the local packages it needs, so that nothing is written into the source tree. */
function stage(dir, base, withShims, staged = new Map()) {
  if (staged.has(dir)) return staged.get(dir);
  const target = join(base, `p${staged.size}`);
  staged.set(dir, target);
  if (!existsSync(join(dir, 'Move.toml'))) throw new Failure(`${dir}: no Move.toml`);
  for (const part of ['sources', 'tests', 'scripts']) {
    if (existsSync(join(dir, part))) cpSync(join(dir, part), join(target, part), { recursive: true });
  }
  if (withShims) adaptToReference(join(dir, SHIMS), join(target, 'sources'));
  const manifest = readFileSync(join(dir, 'Move.toml'), 'utf8').replace(
    /local\s*=\s*"([^"]+)"/g,
    (_, path) => `local = "${stage(resolve(dir, path), base, withShims, staged)}"`,
  );
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'Move.toml'), manifest);
  return target;
}

/** Adds the modules of a package's `reference-vm` folder and makes its text replacements, each of which must match. */
function adaptToReference(shims, sources) {
  if (!existsSync(shims)) return;
  readdirSync(shims).filter((file) => file.endsWith('.move')).forEach((file) => cpSync(join(shims, file), join(sources, file)));
  const list = join(shims, 'replacements.json');
  if (!existsSync(list)) return;
  for (const { file, find, replace } of JSON.parse(readFileSync(list, 'utf8'))) {
    const path = join(sources, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(find)) throw new Failure(`${list}: ${file} does not contain: ${find}`);
    writeFileSync(path, text.replace(find, () => replace));
  }
}

function compiler(mode, dir, bytecode, filter = '') {
  const result = spawnSync(process.execPath, [join(TOOL, 'compile.cjs'), mode, dir, String(bytecode), filter], {
    encoding: 'utf8',
    // The packages carry prebuilt libraries; without this a stray build folder of another platform is tried first.
    env: { ...process.env, PREBUILDS_ONLY: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = `${result.stdout}${result.stderr}`.replaceAll(`${dir}/`, '').replace(/\x1b\[[0-9;]*m/g, '');
  return { ok: result.status === 0 && !/^warning/m.test(output), output };
}

const packageName = (dir) => /^\s*name\s*=\s*"([^"]+)"/m.exec(readFileSync(join(dir, 'Move.toml'), 'utf8'))[1];

/** Compiles one package; the files to write, by name. */
function compile({ dir, bytecode }, temporary) {
  const staged = stage(dir, temporary, false);
  const { ok, output } = compiler('build', staged, bytecode);
  if (!ok) throw new Failure(`${dir}: does not compile without warnings\n${output}`);
  const built = join(staged, 'build', packageName(dir), 'bytecode_modules');
  const modules = readdirSync(built)
    .filter((file) => file.endsWith('.mv'))
    .map((file) => ({ name: file.slice(0, -3), bytes: normalizeMetadata(readFileSync(join(built, file))) }));
  const files = new Map(modules.map(({ name, bytes }) => [`${name}.mv`, bytes]));
  files.set(MODULE_LIST, Buffer.from(dependencyOrder(modules).map(({ name }) => `${name}\n`).join('')));
  return files;
}

/** Modules of a package with its unit tests, and these as a case file. */
function compileTests({ dir, bytecode }, temporary) {
  const staged = stage(dir, temporary, false);
  const { ok, output } = compiler('build-tests', staged, bytecode);
  if (!ok) throw new Failure(`${dir}: tests do not compile without warnings\n${output}`);
  const files = new Map();
  const built = join(staged, 'build', packageName(dir), 'bytecode_modules');
  const addresses = new Map();
  for (const file of readdirSync(built, { recursive: true }).filter((name) => name.endsWith('.mv'))) {
    // The compiler writes metadata for the package alone, not for those it needs.
    const bytes = withoutMetadata(readFileSync(join(built, file)));
    const [address, name] = moduleNames(bytes)[0].split('::');
    addresses.set(name, `0x${address.replace(/^0+(?=.)/, '')}`);
    // Each package brings its own modules: compiled for another one they can come out in another order.
    if (!file.includes('/')) files.set(`${name}.mv`, bytes);
  }
  const tests = unitTests(staged, (name) => addresses.get(name));
  files.set(`${packageName(dir)}.json`, Buffer.from(`${JSON.stringify(tests, null, 1)}\n`));
  return files;
}

/** Writes the unit tests of all packages, or of one, into one directory. */
function exportTests(target, temporary) {
  const files = compileTests(target, temporary);
  mkdirSync(target.out, { recursive: true });
  files.forEach((bytes, file) => writeFileSync(join(target.out, file), bytes));
  return `${files.size - 1} modules and the tests of ${target.dir} in ${target.out}`;
}

/** The committed unit tests must be those of the sources. */
function checkTests(target, temporary) {
  const different = [...compileTests(target, temporary)]
    .filter(([file, bytes]) => !existsSync(join(TESTS, file)) || !readFileSync(join(TESTS, file)).equals(bytes))
    .map(([file]) => `${file} differs from its source`);
  if (different.length > 0) throw new Failure(`${TESTS}:\n  ${different.join('\n  ')}\n  (run: movec tests)`);
  return `unit tests of ${target.dir} match`;
}

const committed = (dir) =>
  existsSync(dir) ? readdirSync(dir).filter((file) => file.endsWith('.mv') || file === MODULE_LIST) : [];

function build(target, temporary) {
  const files = compile(target, temporary);
  mkdirSync(target.out, { recursive: true });
  committed(target.out).filter((file) => !files.has(file)).forEach((file) => rmSync(join(target.out, file)));
  files.forEach((bytes, file) => writeFileSync(join(target.out, file), bytes));
  return `built ${files.size - 1} modules in ${target.out}`;
}

function check(target, temporary) {
  const files = compile(target, temporary);
  const differences = [
    ...[...files].filter(([file, bytes]) => {
      const path = join(target.out, file);
      return !existsSync(path) || !readFileSync(path).equals(bytes);
    }).map(([file]) => `${file} differs from its source`),
    ...committed(target.out).filter((file) => !files.has(file)).map((file) => `${file} has no source`),
  ];
  if (differences.length > 0) throw new Failure(`${target.out}:\n  ${differences.join('\n  ')}\n  (run: movec build)`);
  return `${files.size - 1} modules match ${target.dir}`;
}

function test(target, temporary, filter, times) {
  const { ok, output } = compiler('test', stage(target.dir, temporary, true), target.bytecode, filter);
  const total = /Total tests: (\d+); passed: (\d+); failed: (\d+)/.exec(output);
  if (!ok || !total) throw new Failure(`${target.dir}: tests failed\n${output}`);
  const seconds = [...output.matchAll(/^│ (\S+::\S+) +│ +([\d.]+) /gm)].map(([, name, time]) => `\n  ${name} ${time} s`);
  return `${target.dir}: ${total[2]} tests passed${times ? seconds.join('') : ''}`;
}

const committedModules = () =>
  packages({ dirs: [] }).flatMap(({ out }) =>
    committed(out).filter((file) => file.endsWith('.mv')).map((file) => readFileSync(join(out, file))),
  );

const missing = (from, there, what) => [...from].filter((text) => !there.has(text)).map((text) => `${what}: ${text}`);

function refuse(place, problems) {
  if (problems.length > 0) throw new Failure(`${place}:\n  ${problems.join('\n  ')}`);
}

/** The table of natives, by which the virtual machine is written, must be what the library declares. */
function checkNatives() {
  const declared = new Set(committedModules().flatMap(nativeFunctions));
  const listed = new Set();
  let module = '';
  for (const [, first, functions] of readFileSync(NATIVES, 'utf8').matchAll(/^\| *(?:`(\w+)`)? *\| (`[^|]*`) \|/gm)) {
    module = first ?? module;
    for (const [, name] of functions.matchAll(/`(\w+)`/g)) listed.add(`${module}::${name}`);
  }
  refuse(NATIVES, [...missing(declared, listed, 'not listed'), ...missing(listed, declared, 'listed but not declared')]);
  return `${listed.size} native functions are declared as ${NATIVES} says`;
}

/**
 * The list of library functions that our contracts use must be what they use, and our library must define each one as
 * listed: so the contracts run on a public network's library as well.
 */
function checkSignatures() {
  const modules = committedModules();
  const listed = new Set([...readFileSync(SIGNATURES, 'utf8').matchAll(/^\| `(0x1::[^`]+)` \|/gm)].map((match) => match[1]));
  const defined = new Set(modules.flatMap(publicSignatures));
  const used = new Set(
    modules.filter((module) => !moduleNames(module)[0].startsWith(LIBRARY)).flatMap(usedSignatures).filter((text) => text.startsWith('0x1::')),
  );
  refuse(SIGNATURES, [
    ...missing(used, listed, 'not listed'),
    ...missing(listed, used, 'listed but not used'),
    ...missing(listed, defined, 'not defined by our library'),
  ]);
  return `${listed.size} library functions are used, listed and defined as ${SIGNATURES} says`;
}

/** Runs one step in a temporary directory of its own and prints what came of it. */
function passes(step) {
  const temporary = mkdtempSync(join(tmpdir(), 'movec-'));
  try {
    console.log(step(temporary).replaceAll(`${ROOT}/`, ''));
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message.replaceAll(`${ROOT}/`, ''));
    return false;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function main() {
  const wanted = options(process.argv.slice(2));
  const missing = missingTool();
  if (missing) {
    console.log(`skipped: ${missing}`);
    return wanted.require ? 1 : 0;
  }
  const run = { build, check, tests: exportTests, test: (target, base) => test(target, base, wanted.filter, wanted.times) }[wanted.command];
  let targets = packages(wanted);
  // Benchmarks are unit tests only for the reference machine's runner.
  const exported = targets.filter((target) => target.exportTests !== false);
  if (wanted.command === 'tests') targets = exported;
  if (wanted.command === 'tests') targets.forEach((target) => (target.out = resolve(wanted.out ?? TESTS)));
  const steps = targets.map((target) => (temporary) => run(target, temporary));
  if (wanted.command === 'check' && wanted.dirs.length === 0) {
    steps.push(...exported.map((target) => (temporary) => checkTests(target, temporary)), checkSignatures, checkNatives);
  }
  return steps.filter((step) => !passes(step)).length === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
