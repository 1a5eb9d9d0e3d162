// Scores answers against gold answers: score.mjs ANSWERS.jsonl QUESTIONS.jsonl...
// Rows are compared by their cells, never by column name; order counts only for series; a row of
// zeros equals a missing one in a series; whole numbers under 2,000 are exact, others within the
// question's relative tolerance. Prints a table by vendor and one by kind; exit code 0 always.
import { readFileSync } from 'node:fs';

const lines = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

const [answersFile, ...questionFiles] = process.argv.slice(2);
const answers = new Map(lines(answersFile).map((answer) => [answer.id, answer]));
const questions = questionFiles.flatMap(lines);

function sameCell(gold, got, tolerance) {
  if (typeof gold === 'number') {
    const number = typeof got === 'string' ? Number(got) : got;
    if (typeof number !== 'number' || Number.isNaN(number)) return false;
    if (Number.isInteger(gold) && Math.abs(gold) < 2000) return Math.abs(number - gold) < 1e-9;
    return Math.abs(number - gold) <= Math.max(Math.abs(gold) * (tolerance || 0.005), 0.0051);
  }
  if (gold === null) return got === null || got === '';
  return String(gold).trim() === String(got ?? '').trim();
}

// Each gold cell finds one cell of the row; a row may show more.
function sameRow(gold, got, tolerance) {
  const left = [...got];
  return gold.every((cell) => {
    const at = left.findIndex((other) => sameCell(cell, other, tolerance));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const isZeroRow = (row) => row.every((cell) => typeof cell !== 'number' || cell === 0);

function sameRows(question, gold, got) {
  const series = question.kind === 'series';
  const kept = (rows) => (series ? rows.filter((row) => !isZeroRow(row)) : rows);
  const wanted = kept(gold);
  const shown = kept(got);
  if (wanted.length !== shown.length) return false;
  if (series) return wanted.every((row, i) => sameRow(row, shown[i], question.tolerance));
  const left = [...shown];
  return wanted.every((row) => {
    const at = left.findIndex((other) => sameRow(row, other, question.tolerance));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isRight(question, answer) {
  if (!answer) return false;
  if (question.kind === 'refuse') return answer.status === 'refused';
  if (question.kind === 'ambiguous') return answer.status === 'clarify';
  if (answer.status !== 'answered') return false;
  const gold = question.answer;
  if ('value' in gold) {
    const number = answer.value?.value ?? answer.table?.rows?.[0]?.[0];
    return sameCell(gold.value, number, question.tolerance);
  }
  return sameRows(question, gold.rows, answer.table?.rows ?? []);
}

const groups = { vendor: new Map(), kind: new Map() };
const wrong = [];
for (const question of questions) {
  const answer = answers.get(question.id);
  const right = isRight(question, answer);
  const vendor = (question.vendors ?? []).join('+') || 'all';
  for (const [group, key] of [['vendor', vendor], ['kind', question.kind]]) {
    const count = groups[group].get(key) ?? { right: 0, all: 0 };
    count.all += 1;
    count.right += right ? 1 : 0;
    groups[group].set(key, count);
  }
  if (!right) wrong.push(`${question.id}: ${question.question} -> ${answer?.status} ${answer?.text ?? ''}`);
}
for (const [group, counts] of Object.entries(groups)) {
  console.log(`\nby ${group}`);
  for (const [key, { right, all }] of [...counts].sort()) {
    console.log(`  ${key.padEnd(28)} ${String(right).padStart(4)} of ${all}`);
  }
}
const right = questions.length - wrong.length;
console.log(`\nright: ${right} of ${questions.length} (${((100 * right) / questions.length).toFixed(1)} %)`);
for (const line of wrong) console.log(`  wrong ${line.slice(0, 160)}`);
