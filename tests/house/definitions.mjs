#!/usr/bin/env node
// A function declared in x.h is defined in x.cpp (or in x.h), so that a reader who has found the promise
// knows where the code is. A class too large for one file names the others in its header, in a comment
// "Defined in a.cpp, b.cpp."; the list must be exactly true. Compared by qualified name, with
// universal-ctags; names in anonymous namespaces have no header. Exceptions stand in
// definitions-exceptions.txt and may only become fewer.
// --self-test plants a case in a temporary folder and must see it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const house = dirname(fileURLToPath(import.meta.url));
const root = join(house, "../..");

/** @returns {{name: string, path: string, kind: string, scopeKind: string}[]} functions with their full names */
function functionsOf(folder, files) {
  const text = execFileSync(
    "ctags",
    ["--languages=C++", "--kinds-C++=fp", "--fields=+Ks", "--output-format=json", "-f", "-", ...files],
    { cwd: folder, encoding: "utf8", maxBuffer: 64 << 20 },
  );
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter((tag) => tag.scopeKind !== "function" && !/__anon|^TEST/.test(`${tag.scope}::${tag.name}`))
    .map((tag) => ({ name: `${tag.scope ?? ""}::${tag.name}`, path: tag.path, kind: tag.kind, scopeKind: tag.scopeKind }));
}

/** @returns {Set<string>} the files that the header says its classes are defined in */
function namedFiles(folder, header) {
  const text = readFileSync(join(folder, header), "utf8").replace(/\n\s*\/\/ /g, " ");
  const sentences = text.match(/Defined in (?:[a-z_0-9]+\.cpp(?:, | and )?)+/g) ?? [];
  return new Set(sentences.flatMap((sentence) => sentence.match(/[a-z_0-9]+\.cpp/g) ?? []));
}

/** @returns {string[]} "x.h name y.cpp" for each function of x.h that y.cpp defines instead of x.cpp */
function misplaced(folder, files) {
  const stem = (path) => path.replace(/\.(h|cpp)$/, "");
  const tags = functionsOf(folder, files);
  const promises = new Map(); // Full name -> headers with a declaration.
  for (const tag of tags.filter((tag) => tag.kind === "prototype" && tag.path.endsWith(".h")))
    promises.set(tag.name, [...(promises.get(tag.name) ?? []), tag.path]);
  const found = new Set();
  const used = new Set(); // "header file" for each file that a header names and that is needed.
  for (const tag of tags.filter((tag) => tag.kind === "function" && tag.path.endsWith(".cpp"))) {
    const headers = promises.get(tag.name) ?? [];
    if (headers.length === 0 || headers.some((header) => stem(header) === stem(tag.path))) continue;
    const file = basename(tag.path);
    if (tag.scopeKind === "class" && dirname(headers[0]) === dirname(tag.path) && namedFiles(folder, headers[0]).has(file))
      used.add(`${headers[0]} ${file}`);
    else found.add(`${headers[0]} ${tag.name.replace(/^sluice::/, "")} ${tag.path}`);
  }
  for (const header of files.filter((file) => file.endsWith(".h")))
    for (const file of namedFiles(folder, header))
      if (!used.has(`${header} ${file}`) && file !== `${basename(stem(header))}.cpp`)
        found.add(`${header} says "Defined in" ${file}`);
  return [...found].sort();
}

function selfTest() {
  const folder = mkdtempSync(join(tmpdir(), "definitions-"));
  try {
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/a.h"), "namespace n { int here(); int elsewhere(); class C { C(); void run(); }; }\n");
    writeFileSync(join(folder, "src/c.h"), "namespace n { // Defined in c.cpp, d.cpp\n// and e.cpp.\nclass D { void split(); }; }\n");
    writeFileSync(join(folder, "src/d.cpp"), "namespace n { void D::split() {} }\n");
    writeFileSync(join(folder, "src/a.cpp"), "namespace n { int here() { return 1; } C::C() {} }\n");
    writeFileSync(join(folder, "src/b.cpp"), "namespace n { int elsewhere() { return 2; } void C::run() {} namespace { int here() { return 3; } } }\n");
    const got = misplaced(folder, ["src/a.h", "src/a.cpp", "src/b.cpp", "src/c.h", "src/d.cpp"]).join(";");
    const want = "src/a.h n::C::run src/b.cpp;src/a.h n::elsewhere src/b.cpp;src/c.h says \"Defined in\" e.cpp";
    if (got !== want) throw new Error(`definitions --self-test: saw "${got}", planted "${want}"`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

selfTest();
if (process.argv[2] === "--self-test") process.exit(0);
const files = execFileSync("git", ["ls-files", "src/*.h", "src/*.cpp"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);
const found = misplaced(root, files);
const list = join(house, "definitions-exceptions.txt");
const allowed = readFileSync(list, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
const covers = (exception, line) => line === exception || (exception.endsWith("/") && line.startsWith(exception));
const added = found.filter((line) => !allowed.some((exception) => covers(exception, line)));
const gone = allowed.filter((exception) => !found.some((line) => covers(exception, line)));
for (const line of added) console.error(`house: declared in a header and defined elsewhere: ${line}`);
for (const line of gone) console.error(`house: no longer so, to be taken out of definitions-exceptions.txt: ${line}`);
process.exit(added.length + gone.length > 0 ? 1 : 0);
