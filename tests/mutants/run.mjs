// run.mjs BUILD [--write] [--check] [WORD ...]: takes one condition after the other out of the gate and
// shows which test turns red. gate.json says what is taken out: a text of a file and what stands there
// instead. The changed file is a copy beside the build; only it is compiled anew, and the gate's tests
// are linked once more with it, so neither the tree nor the build is touched. A condition that no test
// misses is an error (exit 1). --check: every text still stands once in its file, and docs/mutants.md
// names every mutant; builds nothing. --quick: without the tests of the whole product. --write: writes that
// page. WORD: only mutants whose name or file has it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [build, ...rest] = process.argv.slice(2);
const words = rest.filter((word) => !word.startsWith('--'));
const page = join(root, 'docs/mutants.md');
const mutants = JSON.parse(readFileSync(join(root, 'tests/mutants/gate.json'), 'utf8'));

// In the order in which they are asked: the quick ones first, the whole product last. `of`: a test that
// knows only that folder, and is asked of its files alone.
const suites = [
  { target: 'catalog_test', filter: '*', of: 'src/catalog/' },
  { target: 'calls_test', filter: 'CallRules.*:RowGate.*:RulePath.*:SearchText.*:StatementArguments.*:ToolReviewsTest.*:ToolShape.*' },
  { target: 'product_test', filter: 'ProductTest.*:ToolReview.*:WarmSession*:Deletion.*:VendorCalls.*:PassingFault.*:KeyRotation.*' },
  { target: 'product_test', filter: 'EvilPlannerTest.*' },
];
const asked = suites.filter(({ target }) => !rest.includes('--quick') || target !== 'product_test');
const minutes = 60_000;

function fail(text) {
  console.error(`mutants: ${text}`);
  process.exit(1);
}

const unknown = rest.find((word) => word.startsWith('--') && !['--write', '--check', '--quick'].includes(word));
if (unknown !== undefined) fail(`there is no option "${unknown}"; allowed: --quick, --write, --check`);

function shell(command) {
  return spawnSync('/bin/bash', ['-c', command], { cwd: build, encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** The changed text; stops when what is taken out does not stand there once. */
function changed(mutant) {
  const text = readFileSync(join(root, mutant.file), 'utf8');
  if (text.split(mutant.old).length !== 2) fail(`"${mutant.name}": its text does not stand once in ${mutant.file}`);
  return text.replace(mutant.old, () => mutant.new);
}

function check() {
  mutants.forEach(changed);
  const names = new Set(mutants.map((mutant) => mutant.name));
  if (names.size !== mutants.length) fail('two mutants have one name');
  const listed = readFileSync(page, 'utf8');
  for (const name of names) if (!listed.includes(`| ${name} |`)) fail(`docs/mutants.md does not name "${name}"; run ./dev mutants --write`);
  console.log(`${mutants.length} mutants apply`);
}

let steps;
/** Every command of the build of these tests, by what it makes. */
function commands() {
  steps ??= shell(`ninja -t commands ${[...new Set(suites.map((suite) => suite.target))].join(' ')}`).stdout.split('\n');
  return steps;
}

/** Compiles a source with the mutant before it; its object. */
function compiled(unit, folder) {
  const source = join(root, unit);
  const command = commands().find((line) => line.endsWith(` -c ${source}`));
  if (command === undefined) fail(`nothing compiles ${unit}`);
  const object = join(folder, `${unit.replaceAll('/', '_')}.o`);
  const copy = join(folder, unit);
  const from = mutantHas(unit, folder) ? copy : source;
  const ran = shell(command
    .replace(/ -MD -MT \S+ -MF \S+/, '')
    .replace(" -O2 ", " -O1 ").replace(/ -o \S+/, ` -o ${object}`)
    .replace(` -c ${source}`, ` -w -Wno-error -c ${from}`)
    .replace(' -I', ` -I${join(folder, 'src')} -I`));
  if (ran.status !== 0) return { error: ran.stderr };
  return { object };
}

function mutantHas(unit, folder) {
  try {
    readFileSync(join(folder, unit));
    return true;
  } catch {
    return false;
  }
}

/** Links a test with the objects in front of the libraries that hold the same. */
function linked(target, objects, folder) {
  const program = join(folder, target);
  const pattern = new RegExp(` -o (\\S*/)?${target} `);
  const command = commands().find((line) => pattern.test(line) && !line.includes(' -c '));
  if (command === undefined) fail(`nothing links ${target}`);
  const ran = shell(command.replace(pattern, ` ${objects.join(' ')} -o ${program} `));
  if (ran.status !== 0) fail(`${target} does not link: ${ran.stderr.slice(0, 2000)}`);
  return program;
}

/** Without a mutant all is green, else red would say nothing. */
function control() {
  for (const { target, filter } of asked) {
    const program = join(build, target === 'product_test' ? 'tests/product' : 'src', target);
    const ran = spawnSync(program, [`--gtest_filter=${filter}`, '--gtest_brief=1'], { cwd: build, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (ran.status !== 0) fail(`${target} is not green by itself: ${ran.stdout.slice(-2000)}`);
  }
}

/** The test that turns red; null: none does. */
function killer(mutant, objects, folder) {
  const programs = new Map();
  for (const { target, filter } of asked.filter(({ of }) => of === undefined || mutant.file.startsWith(of))) {
    if (!programs.has(target)) programs.set(target, linked(target, objects, folder));
    const ran = spawnSync(programs.get(target), [`--gtest_filter=${filter}`, '--gtest_fail_fast', '--gtest_brief=1'],
      { cwd: build, encoding: 'utf8', timeout: 5 * minutes, maxBuffer: 1 << 28 });
    if (ran.status === 0) continue;
    const failed = /\[ {2}FAILED {2}\] (\S+)/.exec(ran.stdout ?? '');
    return failed?.[1] ?? `${target} (ends without a word: ${ran.signal ?? ran.status})`;
  }
  return null;
}

function judged(mutant, folder) {
  const file = join(folder, mutant.file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, changed(mutant));
  const objects = [];
  for (const unit of mutant.units ?? [mutant.file]) {
    const { object, error } = compiled(unit, folder);
    if (object === undefined) return `it does not compile: ${error.slice(0, 500)}`;
    objects.push(object);
  }
  return killer(mutant, objects, folder);
}

function pageOf(results) {
  const files = [...new Set(mutants.map((mutant) => mutant.file))];
  const tables = files.map((file) => {
    const rows = results.filter(({ mutant }) => mutant.file === file).map(({ mutant, test }) => `| ${mutant.name} | \`${test}\` |`);
    return `## ${file}\n\n| let through, or left out | test that turns red |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Mutants of the gate

The conditions between a proposed call and a vendor are taken out one by one, and one test at least turns
red each time: \`./dev mutants\` (\`./dev mutants WORD\` for those whose name or file has the word). What is
taken out stands in \`tests/mutants/gate.json\`; a condition that no test misses ends the command with 1.
Nothing of the tree or the build is changed: one file is copied, compiled and linked in front of the
libraries. The first test is named that turned red, of ${results.length} mutants (written by
\`./dev mutants --write\`).

Two doors stand one behind the other: without the verdict alone nothing forbidden arrives either, since
pins are kept of reads alone (\`product.evil_planner\` stays green, the named test does not). Not in the list
yet: the order of a call in \`src/calls/catalog_caller.cpp\`.

${tables.join('\n')}`;
}

if (build === undefined) fail('usage: run.mjs BUILD [--check] [--quick] [--write] [WORD ...]');
if (rest.includes('--check')) {
  check();
} else {
  const chosen = mutants.filter(({ name, file }) => words.every((word) => name.includes(word) || file.includes(word)));
  if (chosen.length === 0) fail(`no mutant has ${words.join(' ')}`);
  if (rest.includes('--write') && asked.length + chosen.length < suites.length + mutants.length) fail('--write takes all mutants and all tests');
  if (words.length === 0) control();
  const results = [];
  for (const mutant of chosen) {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-mutant-'));
    try {
      const test = judged(mutant, folder);
      const missed = test === null || test.startsWith('it does not compile');
      results.push({ mutant, test, missed });
      console.log(`${missed ? 'SURVIVES' : 'red     '} ${mutant.name} (${mutant.file})${test === null ? '' : `: ${test}`}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const survivors = results.filter(({ missed }) => missed);
  console.log(`${results.length} mutants, ${survivors.length} that no test misses`);
  if (survivors.length > 0) process.exit(1);
  if (rest.includes('--write')) writeFileSync(page, pageOf(results));
}
