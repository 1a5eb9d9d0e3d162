// House rules that the compiler does not know. Prints every break; exits 1 if there is one.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const componentLinesMax = 250;
const fileLinesMax = 350;
/** Made by a program and read by nobody from end to end (tools/api). */
const made = "src/lib/api/shapes.ts";
const layers = ["lib", "features", "pages"];

const sources = readdirSync(`${root}src`, { recursive: true })
  .map((name) => `src/${name}`)
  .filter((name) => /\.(ts|svelte|css)$/.test(name));
const markup = ["index.html", ...readdirSync(`${root}public-pages`).map((name) => `public-pages/${name}`)].filter((name) => name.endsWith(".html"));

const breaks = [];
const say = (file, line, text) => breaks.push(`${file}:${line}: ${text}`);

/** A rule of one line: what must not stand there, and why. */
const lineRules = [
  [/[<:,(]\s*any\b(?!\w)|\bas any\b/, "`any` switches the checker off", /\.(ts|svelte)$/],
  [/^export default/, "no default exports", /\.ts$/],
  [/@ts-(ignore|nocheck|expect-error)/, "the checker is not silenced", /\.(ts|svelte)$/],
  [/\sstyle=["'{]/, "a style attribute is refused by the content security policy", /\.(svelte|html)$/],
  [/\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write/, "text from elsewhere never becomes markup", /\.(ts|svelte)$/],
  // A text that comes twice would stop the page for good (each_key_duplicate).
  [/\{#each(?!.*\((?:index|at|row|place|\w+\.(?:id|key|slug|sequence|path|role|scope|value|name)|`[^`]*\.sequence\}`)\)\})/, "a list is keyed by an id or by the place, never by a text", /\.svelte$/],
  [/\beval\(|new Function\(|setTimeout\(\s*["'`]/, "no code from text", /\.(ts|svelte)$/],
  [/postMessage\([^)]*["']\*["']/, "messages name their receiver", /\.(ts|svelte)$/],
  [/https?:\/\/(?!www\.w3\.org)/, "no request to another origin", /\.(ts|svelte|css|html)$/],
  [/\son[a-z]+="/, "inline handlers are refused by the content security policy", /\.html$/],
  [/<script(?![^>]*\ssrc=)[^>]*>/, "inline scripts are refused by the content security policy", /\.html$/],
];

for (const file of [...sources, ...markup]) {
  const lines = readFileSync(`${root}${file}`, "utf8").split("\n");
  const isTest = file.endsWith(".test.ts");
  const max = file.endsWith(".svelte") ? componentLinesMax : fileLinesMax;
  if (file !== made && lines.length - 1 > max) say(file, lines.length - 1, `longer than ${max} lines`);
  lines.forEach((line, index) => {
    const code = line.replace(/^\s*(\/\/|\*|\/\*).*$/, "");
    for (const [pattern, why, files] of lineRules) {
      if (!isTest && files.test(file) && pattern.test(code)) say(file, index + 1, why);
    }
    checkImport(file, line, index + 1);
  });
}

/** pages -> features -> lib, never upward; features may share with each other. */
function checkImport(file, line, number) {
  const imported = /(?:from|import)\s*\(?["'](\.[^"']+)["']/.exec(line)?.[1];
  const own = layers.indexOf(file.split("/")[1] ?? "");
  if (imported === undefined || own === -1) return;
  const target = new URL(imported, `file:///${file}`).pathname.split("/")[2] ?? "";
  if (layers.indexOf(target) > own) say(file, number, `${layers[own]}/ must not import from ${target}/`);
}

for (const text of breaks) console.error(text);
if (breaks.length > 0) process.exit(1);
console.log(`house rules: ${sources.length + markup.length} files are fine`);
