// One cell of an exported table. The server has the same rule (src/base/csv_cell.cpp); the test reads
// the corpus of both, tests/corpora/export-cells.json.

/** What readers skip before they look for a formula: blanks, breaks and marks without a width. */
const skipped = /^[ \t\r\n\v\f\u0085\u00a0\u1680\u200b\u2028\u2029\u202f\u3000\ufeff]+/u;
/** Full-width and small forms are folded to the plain signs by some. */
const formula = /^[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]/u;
const plainNumber = /^[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)$/u;

function startsAFormula(text: string): boolean {
  if (plainNumber.test(text)) return false;
  return /^[\t\r\n]/u.test(text) || formula.test(text.replace(skipped, ""));
}

/** A spreadsheet runs text that begins like a formula, so such text gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = startsAFormula(text) ? `'${text}` : text;
  return /[",\n\r\t]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
