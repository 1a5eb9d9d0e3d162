// Nothing in src/ but tests knows a vendor: no text there equals a vendor's slug or holds one as a word.
// What is particular to a vendor is data (catalog/, sandbox/). vendor-names.txt lists the slugs of all
// vendors that were ever looked at, so that a name cannot come in before its row, and where one of them
// is an ordinary word or stands for another reason. --self-test plants names in every form.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

const here = new URL(".", import.meta.url).pathname;
const root = new URL("../../", import.meta.url).pathname;

/** The texts of a C++ source with the line of each; comments and #include lines are left out. */
function textsOf(source) {
  const texts = [];
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|^[ \t]*#include[^\n]*|R"([^()\\\s]*)\(([\s\S]*?)\)\1"|"((?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)+'/gm;
  for (const found of source.matchAll(token)) {
    const text = found[2] ?? found[3];
    if (text === undefined) continue;
    texts.push({ text, line: source.slice(0, found.index).split("\n").length });
  }
  return texts;
}

/** The slugs that the text holds as words: between two characters that belong to no word. */
const namesIn = (text, slugs) => slugs.filter((slug) => new RegExp(`(^|[^a-z0-9])${slug}($|[^a-z0-9])`, "i").test(text));

/** "SLUG" or "SLUG PATH REASON ..." a line; a path stands for a file or for all below a folder. */
function readList() {
  const slugs = new Set(readdirSync(`${root}catalog`).filter((file) => file.endsWith(".yaml")).map((file) => file.slice(0, -5)));
  const excused = [];
  for (const line of readFileSync(`${here}vendor-names.txt`, "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [slug, path, ...reason] = line.split(" ");
    slugs.add(slug);
    if (path === undefined) continue;
    if (reason.length === 0) throw new Error(`vendor-names.txt: no reason: ${line}`);
    excused.push({ slug, path, used: false });
  }
  return { slugs: [...slugs], excused };
}

function selfTest(slugs) {
  const planted = ['if (slug == "acme") {}', 'call("https://mcp.acme.com/x")', 'R"(a\nacme-search)"', 'say("Acme is down")'];
  const quiet = ["// acme in a comment", '#include "acme.h"', 'say("acmeish, reacme")', "'acme'"];
  const names = [...slugs, "acme"];
  const hits = (code) => textsOf(code).some(({ text }) => namesIn(text, names).length > 0);
  return planted.every(hits) && !quiet.some(hits);
}

const { slugs, excused } = readList();
if (!selfTest(slugs)) {
  console.error("house: vendor_names.mjs cannot find what it looks for");
  process.exit(1);
}
if (process.argv[2] === "--self-test") process.exit(0);

const files = execFileSync("git", ["ls-files", "src/*.cpp", "src/*.h"], { cwd: root, encoding: "utf8" }).split("\n");
const wrong = [];
for (const file of files) {
  if (file === "" || /_test\.cpp$|_fixture\.h$/.test(file)) continue;
  for (const { text, line } of textsOf(readFileSync(root + file, "utf8"))) {
    for (const slug of namesIn(text, slugs)) {
      const reason = excused.find((each) => each.slug === slug && file.startsWith(each.path));
      if (reason !== undefined) reason.used = true;
      else wrong.push(`${file}:${line}: "${slug}" in "${text.slice(0, 60)}"`);
    }
  }
}
for (const { slug, path, used } of excused) if (!used) wrong.push(`tests/house/vendor-names.txt: ${slug} stands in no text below ${path} any more`);
if (wrong.length > 0) {
  console.error(`house: a vendor's name is in the code; what is particular to it belongs into catalog/ or sandbox/:\n${wrong.join("\n")}`);
  process.exit(1);
}
