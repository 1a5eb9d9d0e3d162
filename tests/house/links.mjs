#!/usr/bin/env node
// The map is true: every link of a README, of ARCHITECTURE.md and of the pages in docs/ leads to a file or
// folder that is there, and to a heading that is there where it names one; every name of a file in
// backquotes in a room's README is there; each room of src/ with more than eight files that are no tests has
// a README of at most 60 lines. --self-test plants a folder with one of each fault.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const linesMax = 60;
const filesWithoutReadme = 8;
// Rebuilt next, file by file; its page is written with it.
const roomsWithoutReadme = new Set(["analytics"]);

const headings = (text) =>
  new Set(
    [...text.matchAll(/^#+ +(.+)$/gm)].map(([, title]) =>
      title.toLowerCase().replace(/[`*]/g, "").replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/ /g, "-"),
    ),
  );

/** What is wrong with the links of one page; `page` is relative to `root`. */
function faultsOfLinks(root, page) {
  const text = readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
  const faults = [];
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue; // Another site: not ours to keep.
    const [path, heading] = target.split("#");
    const file = path === "" ? join(root, page) : join(root, dirname(page), decodeURIComponent(path));
    if (!existsSync(file)) faults.push(`${page} links to ${target}, which is not there`);
    else if (heading && file.endsWith(".md") && !headings(readFileSync(file, "utf8")).has(heading))
      faults.push(`${page} links to ${target}, and there is no such heading`);
  }
  return faults;
}

function faultsOfRoom(root, room) {
  const folder = join(root, "src", room);
  const files = readdirSync(folder).filter((name) => /\.(h|cpp)$/.test(name) && !/_test\.cpp$|^test_|_fixture/.test(name));
  const page = join("src", room, "README.md");
  if (!existsSync(join(root, page)))
    return files.length > filesWithoutReadme && !roomsWithoutReadme.has(room)
      ? [`src/${room} has ${files.length} files and no README.md`]
      : [];
  const text = readFileSync(join(root, page), "utf8");
  const lines = text.trimEnd().split("\n").length;
  const faults = lines > linesMax ? [`${page} has ${lines} lines, ${linesMax} are allowed`] : [];
  for (const [, name] of text.matchAll(/`([a-z0-9_]+\.(?:h|cpp))`/g))
    if (!existsSync(join(folder, name))) faults.push(`${page} speaks of ${name}, which is not there`);
  return faults;
}

function faultsOf(root, pages) {
  const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...pages.flatMap((page) => faultsOfLinks(root, page)), ...rooms.flatMap((room) => faultsOfRoom(root, room.name))];
}

function selfTest() {
  const root = mkdtempSync(join(tmpdir(), "links-"));
  try {
    mkdirSync(join(root, "src/good"), { recursive: true });
    mkdirSync(join(root, "src/large"));
    for (let number = 0; number < 9; number++) writeFileSync(join(root, `src/large/f${number}.h`), "");
    writeFileSync(join(root, "src/good/a.h"), "");
    writeFileSync(join(root, "src/good/README.md"), "# A b, c\n[a](a.h) [x](gone.h) [h](#a-b-c) [i](#none) `z.h`\n" + "\n".repeat(60) + "x\n");
    const faults = faultsOf(root, ["src/good/README.md"]).join("\n");
    for (const wanted of ["to gone.h", "no such heading", "has 9 files", "has 63 lines", "speaks of z.h"])
      if (!faults.includes(wanted)) throw new Error(`links --self-test: "${wanted}" was planted and not seen:\n${faults}`);
    if (faults.split("\n").length !== 5) throw new Error(`links --self-test: saw more than was planted:\n${faults}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

selfTest();
if (process.argv[2] !== "--self-test") {
  const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
  const pages = execFileSync("git", ["ls-files", "*.md", ":!web/public-pages", ":!tests/corpora"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
  const faults = faultsOf(root, pages);
  for (const fault of faults) console.error(`house: ${fault}`);
  process.exit(faults.length > 0 ? 1 : 0);
}
