// vendor_flow.mjs SLUICE PRODUCT_TEST SLUG | all: one vendor from the first click to the last number.
// With a server of its own: it is connected through the real flow, every read tool is called with
// arguments that fit, every other one is refused, and the vendor's own log shows reads alone
// (vendor_calls_test.cpp). Then its questions are asked: those of the row are right, what the row
// lacks is refused, and tests/questions/vendors/SLUG.jsonl holds its floors. `all`: the questions of
// every vendor, with all connected. UPDATE=1 writes the floors that were reached.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { count, judge, read, run } from '../questions/score.mjs';

const [sluice, calls, slug] = process.argv.slice(2);
const root = new URL('../../', import.meta.url);
const folder = new URL('tests/questions/vendors/', root);
const floorsFile = new URL('floors.json', folder);
const moment = { now: '2026-11-21T17:00:00-05:00', timezone: 'America/New_York' };
const all = slug === 'all';

/** A list of the row's head, in a flow or a block. */
function listed(text, name) {
  const block = new RegExp(`^${name}:\\n((?: {2}- .*\\n)+)`, 'm').exec(text);
  const flow = new RegExp(`^${name}: *\\n? *\\[([^\\]]*)\\]`, 'm').exec(text);
  const items = block ? [...block[1].matchAll(/^ {2}- (.+)$/gm)].map(([, item]) => item) : (flow?.[1] ?? '').split(',');
  return items.map((item) => item.trim().replace(/^"|"$/g, '')).filter((item) => item !== '');
}

const row = (vendor) => readFileSync(new URL(`catalog/${vendor}.yaml`, root), 'utf8');

/** Of the row, and of the sample company's own tables. */
function examplesOf(vendor) {
  const glossary = readFileSync(new URL('catalog/glossary/brightwater.yaml', root), 'utf8');
  const own = new RegExp(`^${vendor}:\\n((?:(?: .*)?\\n)+)`, 'm').exec(glossary)?.[1] ?? '';
  return [...listed(row(vendor), 'questions'), ...listed(own.replace(/^ {2}/gm, ''), 'questions')];
}

const file = (vendor) => new URL(`${vendor}.jsonl`, folder);
const lines = (vendor) => (existsSync(file(vendor)) ? read(file(vendor)) : []);

/** Right may not fall and wrong may not rise. */
function holdFloors(figures) {
  const floors = JSON.parse(readFileSync(floorsFile, 'utf8'));
  const reached = { right_min: figures.right + figures.refuse_right, wrong_max: figures.wrong };
  if (process.env.UPDATE === '1') {
    const sorted = Object.entries({ ...floors, [slug]: reached }).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(floorsFile, `{\n${sorted.map(([name, floor]) => `  "${name}": ${JSON.stringify(floor)}`).join(',\n')}\n}\n`);
    return;
  }
  const floor = floors[slug];
  assert.ok(floor !== undefined, `${slug} has no floor; UPDATE=1 writes it`);
  assert.ok(reached.right_min >= floor.right_min, `right fell to ${reached.right_min}, the floor is ${floor.right_min}`);
  assert.ok(reached.wrong_max <= floor.wrong_max, `wrong rose to ${reached.wrong_max}, the floor is ${floor.wrong_max}`);
}

/** Reads arrive and nothing else does. */
function callTools() {
  const name = slug.replaceAll('-', '_');
  const ran = spawnSync(calls, [`--gtest_filter=Vendors/VendorCalls.*/${name}`, '--gtest_brief=1'], { encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  assert.match(ran.stdout, /2 tests ran|2 tests from/, `nobody calls the tools of ${slug}: ${ran.stdout}`);
}

async function ask(questions, vendors) {
  // The list of vendors takes every word behind it, so another option ends it.
  const options = vendors === undefined ? [] : ['--vendors', vendors, '--timezone', moment.timezone];
  const answers = await run(sluice, 'ask', questions, options);
  const { figures, wrong } = count(questions, answers);
  return { answers, figures, wrong };
}

function report({ figures, wrong }) {
  console.log(`${slug}: right ${figures.right} of ${figures.answerable}, answered wrong ${figures.wrong}, asked back ${figures.asked}, refused ${figures.refused}; to be refused: ${figures.refuse_right} of ${figures.refuse}`);
  for (const each of wrong) console.log(`  wrong ${each}`);
}

const troubles = { 'the connection test failed': /connection test/i, 'a tool is not allowed': /not allowed/i, 'the vendor answers 4xx': /\b4(xx|\d\d)\b/, 'the first call is slow': /slow/i };

/** Of a row with questions of its own: its article says how to connect, what is there, and what to do. */
function readArticle(golds) {
  const article = readFileSync(new URL(`docs/knowledge-base/${slug}.md`, root), 'utf8');
  const connect = /^## Connect\n([^]*?)^## /m.exec(article)?.[1] ?? '';
  assert.ok((connect.match(/^\d\. /gm) ?? []).length >= 2, 'the article has no steps to connect');
  assert.match(article, /^## What you can ask about\n\| /m, 'the article does not say what data there is');
  const questions = /^## Questions that work\n([^]*?)^## /m.exec(article)?.[1].match(/^- /gm) ?? [];
  assert.ok(questions.length >= 5, 'the article has fewer than five questions');
  for (const [trouble, words] of Object.entries(troubles)) assert.match(article, words, `the article does not say what to do when ${trouble}`);
  assert.ok(golds >= 5, `only ${golds} example questions of ${slug} have gold`);
}

/** Alone: whoever has connected nothing else. */
async function askAlone() {
  const examples = examplesOf(slug);
  assert.ok(examples.length >= 5, `${slug} has fewer than five example questions`);
  const lacks = listed(row(slug), 'lacks');
  const known = lines(slug).filter((line) => line.kind !== 'ambiguous');
  const golds = new Set(known.map((line) => line.question));
  const plain = examples.filter((question) => !golds.has(question)).map((question, at) => ({ id: `example-${at}`, question, kind: 'example', ...moment }));
  const missing = lacks.flatMap((words) => [words, `${words} last month`]).map((question, at) => ({ id: `lacks-${at}`, question, kind: 'refuse', ...moment }));
  const asked = await ask([...known, ...plain, ...missing], slug);
  const scored = count(known, asked.answers);
  report(scored);
  const failed = [];
  for (const one of plain) if (asked.answers.get(one.id)?.status !== 'answered') failed.push(`${one.question}: ${asked.answers.get(one.id)?.text}`);
  for (const one of known.filter((line) => examples.includes(line.question))) if (judge(one, asked.answers.get(one.id)) !== 'right') failed.push(`${one.question}: ${asked.answers.get(one.id)?.text}`);
  for (const one of missing) if (asked.answers.get(one.id)?.status === 'answered') failed.push(`${slug} lacks it: ${one.question}: ${asked.answers.get(one.id)?.text}`);
  assert.deepEqual(failed, []);
  if (known.length > 0) readArticle(known.filter((line) => line.kind !== 'refuse' && examples.includes(line.question)).length);
  if (known.length > 0) holdFloors(scored.figures);
}

if (all) {
  const questions = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).flatMap((name) => read(new URL(name, folder)));
  const asked = await ask(questions);
  report(asked);
  holdFloors(asked.figures);
} else {
  callTools();
  await askAlone();
}
