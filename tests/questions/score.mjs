// Scores answers against gold the way a reader would: an answer is right, wrong (a number that is not
// the gold: the worst that can happen), asked back or refused. Every question is asked with all
// vendors connected, as in life. Asking back counts as neither right nor wrong.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const read = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

const isNumber = (cell) => typeof cell === 'number' && Number.isFinite(cell);

// 2026-01, 2026-Q1, 2026-01-01 and 2026-01-01T00:00:00Z name the same bucket.
function plain(cell) {
  let text = String(cell).trim().toLowerCase();
  if (/^\d{4}-q[1-4]$/.test(text)) {
    text = `${text.slice(0, 4)}-${String(3 * Number(text[6]) - 2).padStart(2, '0')}`;
  }
  if (/^\d{4}-/.test(text)) text = text.slice(0, 10).replace(/^(\d{4}-\d{2})-01$/, '$1');
  return text;
}

// Whole numbers below 2,000 are exact, others within the question's relative tolerance.
function near(got, gold, tolerance) {
  if (got === null || got === undefined || gold === null) return got === gold;
  if (typeof got === 'boolean' || typeof gold === 'boolean') return got === gold;
  const [a, b] = [Number(got), Number(gold)];
  if (Number.isNaN(a) || Number.isNaN(b)) return plain(got) === plain(gold);
  const exact = Number.isInteger(b) && Math.abs(b) < 2000;
  return Math.abs(a - b) <= (exact ? 0.5 : Math.max(Math.abs(b) * tolerance, 0.006));
}

// Each gold cell finds one cell of the row, in whatever column; a row may show more.
function holds(gold, row, tolerance) {
  const left = [...row];
  return gold.every((cell) => {
    const at = left.findIndex((other) => near(other, cell, tolerance));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const isEmptyBucket = (row) => {
  const numbers = row.filter(isNumber);
  return numbers.length > 0 && numbers.every((number) => number === 0);
};

function sameRows(gold, got, tolerance, ordered, series) {
  if (series) {
    gold = gold.filter((row) => !isEmptyBucket(row));
    got = got.filter((row) => !isEmptyBucket(row));
  }
  if (gold.length !== got.length) return false;
  if (ordered) return gold.every((row, i) => holds(row, got[i], tolerance));
  const left = [...got];
  return gold.every((row) => {
    const at = left.findIndex((other) => holds(row, other, tolerance));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isRight(question, gold, answer) {
  if (gold === null || typeof gold !== 'object') return false;
  const tolerance = question.tolerance || 0.005;
  const rows = answer.table?.rows ?? [];
  if (!('rows' in gold)) {
    let value = answer.value?.value ?? null;
    const numbers = rows.length === 1 ? rows[0].filter(isNumber) : [];
    if (value === null && numbers.length === 1) value = numbers[0];
    return near(value, gold.value ?? null, tolerance);
  }
  const series = question.kind === 'series';
  if (sameRows(gold.rows, rows, tolerance, series, series)) return true;
  const shown = Math.min(gold.rows.length, rows.length);
  return (
    question.kind === 'top' &&
    shown > 0 &&
    sameRows(gold.rows.slice(0, shown), rows.slice(0, shown), tolerance, true, false)
  );
}

// right | wrong | asked | refused | assumed (ambiguous, and taken in a way that is not a reading).
export function judge(question, answer) {
  const golds = [question.answer, ...(question.also ?? [])];
  const status = answer?.status;
  if (question.kind === 'refuse') {
    if (status === 'clarify') return question.accept_clarify ? 'right' : 'asked';
    return status === 'answered' ? 'wrong' : 'right';
  }
  if (question.kind === 'ambiguous') {
    if (status === 'clarify') return 'right';
    if (status !== 'answered') return 'refused';
    const one = { ...question, kind: 'number' };
    return (question.also ?? []).some((gold) => isRight(one, gold, answer)) ? 'right' : 'assumed';
  }
  if (status === 'answered') {
    return golds.some((gold) => isRight(question, gold, answer)) ? 'right' : 'wrong';
  }
  return status === 'clarify' ? 'asked' : 'refused';
}

// The answers by id. `command`: ask | explain. `options`: more of the command line.
export function run(binary, command, questions, options = []) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, [command, '--demo', '--json', ...options, '-'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (part) => (text += part));
    child.on('error', reject);
    child.on('close', () => {
      const answers = text.split('\n').filter((line) => line.startsWith('{'));
      resolve(new Map(answers.map((line) => JSON.parse(line)).map((one) => [one.id, one])));
    });
    for (const { id, question, now, timezone, after } of questions) {
      child.stdin.write(`${JSON.stringify({ id, question, now, timezone, after: after ?? undefined })}\n`);
    }
    child.stdin.end();
  });
}

// A follow-up is asked behind the question that it follows; without it, it is left out.
export function about(questions, vendors) {
  const known = questions.filter((one) => (one.vendors ?? []).every((vendor) => vendors.has(vendor)));
  const ids = new Set(known.map((one) => one.id));
  return known.filter((one) => !one.after || ids.has(one.after));
}

// How many questions were asked back with a right answer behind one of the options: each option is
// asked, as whoever presses it would.
export async function askedRightly(binary, questions, answers) {
  const pressed = [];
  for (const question of questions) {
    const answer = answers.get(question.id);
    if (judge(question, answer) !== 'asked' || question.kind === 'refuse') continue;
    (answer.options ?? []).forEach((option, at) => {
      pressed.push({ ...question, id: `${question.id}#${at}`, of: question.id, question: option.question, after: null });
    });
  }
  if (pressed.length === 0) return 0;
  const outcomes = await run(binary, 'ask', pressed);
  const right = pressed.filter((one) => judge(one, outcomes.get(one.id)) === 'right');
  return new Set(right.map((one) => one.of)).size;
}

// What each answer says of itself, and whether it was right: [confidence, 0 or 1].
export const confidences = (questions, answers) =>
  questions
    .filter((one) => answers.get(one.id)?.status === 'answered')
    .map((one) => [answers.get(one.id).confidence ?? 0, judge(one, answers.get(one.id)) === 'right' ? 1 : 0]);

// The mean gap between what is said and what is right, weighted, over bins of at least 40 answers.
export function calibrationGap(pairs) {
  const order = [...pairs].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const bins = Math.max(1, Math.floor(order.length / 40));
  let total = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const part = order.slice(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins));
    const sum = (column) => part.reduce((whole, pair) => whole + pair[column], 0);
    total += Math.abs(sum(0) - sum(1));
  }
  return total / Math.max(order.length, 1);
}

export function count(questions, answers) {
  const figures = { answerable: 0, right: 0, asked: 0, refused: 0, answered: 0, wrong: 0, refuse: 0, refuse_right: 0 };
  const wrong = [];
  for (const question of questions) {
    const answer = answers.get(question.id);
    const verdict = judge(question, answer);
    if (question.kind === 'refuse') {
      figures.refuse += 1;
      figures.refuse_right += verdict === 'right' ? 1 : 0;
    } else if (question.kind !== 'ambiguous') {
      figures.answerable += 1;
      if (verdict in figures && verdict !== 'wrong') figures[verdict] += 1;
    }
    if (answer?.status === 'answered') figures.answered += 1;
    if (verdict !== 'wrong') continue;
    figures.wrong += 1;
    wrong.push(`${question.id}: ${question.question} -> ${answer?.text ?? ''}`);
  }
  return { figures, wrong };
}
