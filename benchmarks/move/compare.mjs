// Times the programs of perf.move on the reference virtual machine and on ours, in turn, and prints the medians.
// Needs: npm ci --prefix tools/movec; ./mvnw -pl bundles/move -am -DskipTests package
// Arguments: rounds (5), engine (interpreter).
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PACKAGE = 'benchmarks/move/src/main/move';
const TARGET = join(ROOT, 'bundles/move/target');
const PROGRAMS = [
  ['t_loop', 'loop_sum', 'counting loop, 2,000,000 turns'],
  ['t_fib', 'fib', 'fib(25), recursive'],
  ['t_sieve', 'sieve', 'sieve of 200,000'],
  ['t_structs', 'structs', '500,000 updates of struct fields'],
  ['t_glob', 'glob', '300,000 updates of global storage'],
  ['t_mul', 'mul128', '300,000 u128 multiplications with remainder'],
];

const run = (command, ...words) => execFileSync(command, words, { cwd: ROOT, encoding: 'utf8' });

/** Milliseconds of each unit test on the reference machine. */
function reference() {
  const output = run('node', 'tools/movec/movec.mjs', 'test', PACKAGE, '--times', '--require');
  return Object.fromEntries([...output.matchAll(/::(t_\w+) ([\d.]+) s/g)].map(([, name, time]) => [name, time * 1000]));
}

function ours(engine) {
  const jar = readdirSync(TARGET).find((file) => file.endsWith('-cli.jar'));
  if (!jar) throw new Error(`no -cli.jar in ${TARGET}`);
  return JSON.parse(run('java', '-jar', join(TARGET, jar), 'bench', '--json', '--runs', '60', '--engine', engine));
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const [rounds = '5', engine = 'interpreter'] = process.argv.slice(2);
const measured = [];
for (let i = 0; i < Number(rounds); i++) {
  measured.push({ reference: reference(), ours: ours(engine) });
  console.error(`round ${i + 1} of ${rounds}, load average ${loadavg()[0].toFixed(1)}`);
}
console.log(`${cpus()[0].model}, ${cpus().length} cores; medians of ${rounds} rounds\n`);
console.log('| | reference ms | ours ms | times as fast | least to most |\n|---|---|---|---|---|');
for (const [test, program, title] of PROGRAMS) {
  const theirs = measured.map((round) => round.reference[test]);
  const own = measured.map((round) => round.ours[program].median_ms);
  const ratios = measured.map((_, i) => theirs[i] / own[i]);
  const range = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`;
  console.log(`| ${title} | ${median(theirs).toFixed(0)} | ${median(own).toFixed(1)} | ${median(ratios).toFixed(1)} | ${range} |`);
}
