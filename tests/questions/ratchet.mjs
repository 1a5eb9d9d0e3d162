// ratchet.mjs BINARY [--table | --sealed] [--learn] [--without-glossary]: right answers may not fall and wrong
// ones may not rise, set by set (ratchet.json). With --table it prints the figures instead, for
// docs/benchmarks.md and for a new ratchet.json after a change for the better; with --sealed the figures
// of the sets that nobody looks into, without a word of their questions. With --learn the questions of
// a set are asked by somebody who asked the ones before: the values that answers showed are known.
// With --without-glossary the sample company's own words are not known beforehand. Every vendor of the
// catalog is connected, whatever a set is about.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { about, askedRightly, calibrationGap, confidences, count, read, run } from './score.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const [binary, ...rest] = process.argv.slice(2);
const mode = rest.find((word) => word === '--table' || word === '--sealed');
const options = rest.filter((word) => word === '--learn' || word === '--without-glossary');
if (!binary) {
  console.error('usage: ratchet.mjs BINARY [--table | --sealed] [--learn] [--without-glossary]');
  process.exit(2);
}
const sealed = {
  sealed_everyday: {},
  sealed_by_form: {},
  sealed_everyday_2: {},
  sealed_by_form_2: {},
  sealed_everyday_3: {},
  sealed_by_form_3: {},
  sealed_everyday_4: {},
  sealed_by_form_4: {},
  sealed_everyday_5: {},
  sealed_by_form_5: {},
  // About fifteen other vendors: none of it is left out.
  sealed_vendors: { every_vendor: true },
};
const { vendors, sets: open } = JSON.parse(readFileSync(join(folder, 'ratchet.json'), 'utf8'));

const sets = mode === '--sealed' ? sealed : open;

let failed = false;
const said = []; // Of all sets: the gap needs more answers than one set has.
for (const [name, floor] of Object.entries(sets)) {
  const all = read(join(folder, `${name}.jsonl`));
  const questions = floor.every_vendor ? all : about(all, new Set(vendors));
  const answers = await run(binary, 'ask', questions, options);
  const { figures, wrong } = count(questions, answers);
  said.push(...confidences(questions, answers));
  const share = ((100 * figures.wrong) / Math.max(figures.answered, 1)).toFixed(1);
  console.log(
    `${name}: answered wrong ${figures.wrong} of ${figures.answered} (${share} %), right ${figures.right} of ` +
      `${figures.answerable}, asked back ${figures.asked}, refused ${figures.refused}; ` +
      `to be refused: ${figures.refuse_right} of ${figures.refuse}`,
  );
  if (mode && figures.asked > 0) {
    console.log(`  asked back with a right answer among the options: ${await askedRightly(binary, questions, answers)}`);
  }
  if (mode === '--sealed') continue;
  if (mode === '--table') {
    for (const line of wrong) console.log(`  wrong ${line.slice(0, 180)}`);
    continue;
  }
  if (figures.right < floor.right_min || figures.wrong > floor.wrong_max) {
    failed = true;
    console.error(`  expected right >= ${floor.right_min}, wrong <= ${floor.wrong_max}`);
    for (const line of wrong) console.error(`  wrong ${line.slice(0, 180)}`);
  }
}
if (mode) console.log(`confidence: gap ${calibrationGap(said).toFixed(3)} over ${said.length} answers`);
process.exit(failed ? 1 : 0);
