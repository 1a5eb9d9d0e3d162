// collect.mjs BINARY OUT.jsonl FILE.jsonl ...: asks questions with gold and writes, for each one that
// was answered, the features of its reading and whether it was right: what fit.py reads. Follow-ups
// are left out: `explain` reads a question by itself. No text of a question is written.
import { writeFileSync } from 'node:fs';

import { about, judge, read, run } from '../../tests/questions/score.mjs';

const [binary, out, ...files] = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: collect.mjs BINARY OUT.jsonl FILE.jsonl ...');
  process.exit(2);
}
const vendors = new Set(['stripe', 'hubspot', 'linear', 'github', 'posthog']);
const lines = [];
for (const file of files) {
  const questions = about(read(file), vendors).filter((one) => !one.after);
  const answers = await run(binary, 'ask', questions);
  const readings = await run(binary, 'explain', questions);
  for (const question of questions) {
    const answer = answers.get(question.id);
    const features = readings.get(question.id)?.grammar?.features;
    if (answer?.status !== 'answered' || !features) continue;
    const right = judge(question, answer) === 'right' ? 1 : 0;
    const set = file.split('/').pop().replace('.jsonl', '');
    lines.push({ id: question.id, set, vendors: question.vendors ?? [], form: question.form ?? '', right, features });
  }
}
writeFileSync(out, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
console.log(`${lines.length} answers, ${lines.filter((line) => line.right === 1).length} right`);
