// Runs the public MCP conformance suite against a client program and prints the score.
//
//   node run.mjs --client PROGRAM [--set NAME]... [--report FILE]
//
// The suite is installed from the lock files beside this one into .tools/conformance/. Exit 0 when
// every scenario of the chosen sets passed, apart from the known defects of the suite itself.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');

// A scenario that measures time is run alone: the suite runs all others at once.
const timed = ['sse-retry'];

const sets = {
  // That the suite is installed and runs, no more: `./dev conformance --smoke`.
  smoke: { suite: 'suite-0.2', only: 'initialize', title: 'one scenario' },
  'requirements-2025-11-25': {
    suite: 'suite-0.2', args: ['--requirements', '2025-11-25'],
    title: 'required for 2025-11-25', version: ['--spec-version', '2025-11-25'],
  },
  'requirements-2026-07-28': {
    suite: 'suite-0.2', args: ['--requirements', '2026-07-28'],
    title: 'required for 2026-07-28', version: ['--spec-version', '2026-07-28'],
  },
  'all-scenarios': { suite: 'suite-0.2', args: ['--suite', 'all'], title: 'every scenario' },
  'all-of-0.1.16': {
    suite: 'suite-0.1', args: ['--suite', 'all'], title: 'every scenario of the last stable release',
    // Its metadata names an issuer with a path at the root's well-known place; RFC 8414, section
    // 3.3 wants that refused, and the newer suite tests that it is.
    defects: ['auth/2025-03-26-oauth-metadata-backcompat'],
  },
};

function options(argv) {
  const chosen = { sets: [] };
  for (let i = 0; i < argv.length; i += 2) {
    const value = argv[i + 1];
    if (argv[i] === '--client') chosen.client = resolve(value);
    else if (argv[i] === '--set' && sets[value]) chosen.sets.push(value);
    else if (argv[i] === '--report') chosen.report = resolve(value);
    else throw new Error(`unknown option: ${argv[i]} ${value ?? ''}`);
  }
  if (!chosen.client) throw new Error('--client PROGRAM is missing');
  if (chosen.sets.length === 0) chosen.sets = Object.keys(sets).filter((name) => name !== 'smoke');
  return chosen;
}

// The folder of an installed suite; installs what is missing.
function installed(suite) {
  const source = join(here, suite);
  const target = join(root, '.tools/conformance', suite);
  const lock = readFileSync(join(source, 'package-lock.json'));
  const mark = join(target, '.installed-lock');
  if (!existsSync(mark) || !lock.equals(readFileSync(mark))) {
    mkdirSync(target, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(target, file));
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: target, stdio: 'inherit' });
    if (npm.status !== 0) throw new Error(`npm ci failed for ${suite}`);
    copyFileSync(join(source, 'package-lock.json'), mark);
  }
  return join(target, 'node_modules/@modelcontextprotocol/conformance');
}

// One run of the suite: its output, line by line understood.
async function run(suite, client, args) {
  const output = mkdtempSync(join(tmpdir(), 'sluice-conformance-'));
  const program = join(installed(suite), 'dist/index.js');
  const child = spawn(process.execPath, [program, 'client', '--command', client, '--timeout', '60000', '-o', output, ...args], {
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { text += bytes; });
  await new Promise((done) => child.on('close', done));
  rmSync(output, { recursive: true, force: true });
  return text;
}

const summary_line = /^(✓|✗) (\S+): (\d+) passed, (\d+) failed(?:, (\d+) warnings)?/;
const unscored_line = /^ {2}[✓✗] (\S+) \((.+)\)/;

function understand(text) {
  const scenarios = new Map();
  const unscored = new Map();
  for (const line of text.split('\n')) {
    const scored = summary_line.exec(line);
    if (scored) {
      const [, mark, name, passed, failed, warnings] = scored;
      scenarios.set(name, { passed: +passed, failed: +failed, warnings: +(warnings ?? 0), good: mark === '✓' });
    }
    const aside = unscored_line.exec(line);
    if (aside) unscored.set(aside[1], aside[2]);
  }
  if (scenarios.size === 0) throw new Error(`the suite said nothing that can be read:\n${text.slice(-2000)}`);
  return { scenarios, unscored };
}

async function alone(set, client, name) {
  const text = await run(set.suite, client, ['--scenario', name, ...(set.version ?? [])]);
  const counts = /Passed: (\d+)\/\d+, (\d+) failed, (\d+) warnings/.exec(text);
  if (!counts) throw new Error(`${name} said nothing that can be read:\n${text.slice(-2000)}`);
  const [, passed, failed, warnings] = counts.map(Number);
  return { passed, failed, warnings, good: failed === 0 && warnings === 0 && text.includes('OVERALL: PASSED') };
}

async function score(name, client) {
  const set = sets[name];
  const { scenarios, unscored } = set.only
    ? { scenarios: new Map([[set.only, await alone(set, client, set.only)]]), unscored: new Map() }
    : understand(await run(set.suite, client, set.args));
  // Side by side on a busy machine some run into their own time limits: those get the machine to
  // themselves, once.
  const again = [...scenarios].filter(([scenario, result]) =>
    timed.includes(scenario) || (!result.good && !set.defects?.includes(scenario)));
  for (const [scenario] of again) scenarios.set(scenario, await alone(set, client, scenario));
  const rows = [...scenarios].map(([scenario, result]) => ({
    scenario, ...result,
    scored: !unscored.has(scenario),
    defect: set.defects?.includes(scenario) ?? false,
  }));
  const counted = rows.filter((row) => row.scored);
  return {
    name, title: set.title, rows,
    passed: counted.filter((row) => row.good).length,
    total: counted.length,
    checks: rows.reduce((sum, row) => sum + row.passed, 0),
    good: counted.every((row) => row.good || row.defect),
  };
}

function version_of(suite) {
  return JSON.parse(readFileSync(join(installed(suite), 'package.json'), 'utf8')).version;
}

function report(scores) {
  const cell = (row) => row === undefined ? '' : `${row.good ? 'ok' : 'no'} ${row.passed}/${row.passed + row.failed + row.warnings}`;
  const names = [...new Set(scores.flatMap((each) => each.rows.map((row) => row.scenario)))];
  const lines = [
    '# Conformance of the MCP client', '',
    'Written by `node tests/conformance/run.mjs --client build/release/tests/conformance/mcp_conformance_client --report docs/conformance.md`.',
    `The program under test is \`src/mcp\` and \`src/oauth\` with a driver; the suite is \`@modelcontextprotocol/conformance\` ${version_of('suite-0.2')} and ${version_of('suite-0.1')}.`, '',
    '| set | scenarios passed | checks passed |', '| --- | --- | --- |',
    ...scores.map((each) => `| ${each.name} (${each.title}) | ${each.passed} of ${each.total} | ${each.checks} |`), '',
    'A scenario counts as passed without a single failure or warning. Scenarios that measure time are run alone, and one that fails beside the others is run alone once more. `ok 0/0` is a scenario in which the suite skipped every check.', '',
    ...Object.entries(sets).flatMap(([name, set]) => (set.defects ?? []).map((defect) => `Not passed on purpose: \`${defect}\` of ${name}. It serves metadata whose issuer is not the one asked for; RFC 8414 (section 3.3) has a client refuse that, and the newer suite tests that it does.`)), '',
    `| scenario | ${scores.map((each) => each.name).join(' | ')} |`,
    `| --- |${' --- |'.repeat(scores.length)}`,
    ...names.map((name) => `| ${name} | ${scores.map((each) => cell(each.rows.find((row) => row.scenario === name))).join(' | ')} |`), '',
  ];
  return lines.join('\n');
}

const chosen = options(process.argv.slice(2));
const scores = [];
for (const name of chosen.sets) {
  const result = await score(name, chosen.client);
  scores.push(result);
  for (const row of result.rows) {
    const mark = row.good ? 'ok  ' : row.defect ? 'skew' : 'FAIL';
    console.log(`${mark} ${row.scored ? ' ' : '*'} ${row.scenario}: ${row.passed} passed, ${row.failed} failed, ${row.warnings} warnings`);
  }
  console.log(`${result.good ? 'PASSED' : 'FAILED'} ${name}: ${result.passed} of ${result.total} scenarios (* not scored), ${result.checks} checks\n`);
}
if (chosen.report) writeFileSync(chosen.report, report(scores));
process.exit(scores.every((each) => each.good) ? 0 : 1);
