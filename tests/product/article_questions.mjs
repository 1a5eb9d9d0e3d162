// article_questions.mjs SLUICE: every question that a row or an article of the knowledge base
// offers is answered from the sample company's data.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

/** The items of a list under a heading of an article, or under `questions:` of a row. */
function listed(text, begin, end, item) {
  const from = text.indexOf(begin);
  assert.ok(from >= 0, `there is no ${begin.trim()}`);
  const rest = text.slice(from + begin.length);
  return [...rest.slice(0, rest.search(end)).matchAll(item)].map(([, question]) => question.trim().replace(/^"|"$/g, ''));
}
const lines = readdirSync(new URL('docs/knowledge-base/', root)).map((name) => name.replace('.md', '')).flatMap((vendor) => {
  const article = listed(read(`docs/knowledge-base/${vendor}.md`), '## Questions that work\n', /\n## /, /^- (.+)$/gm);
  const row = listed(read(`catalog/${vendor}.yaml`), '\nquestions:\n', /\n\S/, /^ {2}- (.+)$/gm);
  return [...new Set([...article, ...row])].map((question) => ({ id: `${vendor}: ${question}`, vendors: [vendor], question }));
});
assert.ok(lines.length > 30, 'no questions were found');

const asking = spawn(process.argv[2], ['ask', '--demo', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
asking.stdin.end(lines.map((line) => JSON.stringify(line)).join('\n') + '\n');
const wrong = [];
let answers = 0;
for await (const text of createInterface({ input: asking.stdout })) {
  const answer = JSON.parse(text);
  answers += 1;
  if (answer.status !== 'answered' || answer.unused_words.length > 0) wrong.push(`${answer.id} ${answer.status} ${answer.text} ${answer.unused_words}`);
}
assert.equal(answers, lines.length);
assert.deepEqual(wrong, []);
console.log(`${lines.length} questions of rows and articles are answered`);
