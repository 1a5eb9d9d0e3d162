// Prints what the first load of the ask page weighs and fails when it grows over its budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = { js: 70_000, css: 25_000 };
const dist = new URL("../dist/", import.meta.url);
const html = readFileSync(new URL("index.html", dist), "utf8");

const files = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const total = { js: 0, css: 0 };
for (const file of new Set(files)) {
  const kind = file.endsWith(".js") ? "js" : "css";
  const bytes = gzipSync(readFileSync(new URL(file, dist))).length;
  total[kind] += bytes;
  console.log(`${String(bytes).padStart(8)} B gzip  ${file}`);
}
console.log(`first load: ${total.js} B of JavaScript (budget ${budget.js}), ${total.css} B of CSS (budget ${budget.css})`);
if (total.js > budget.js || total.css > budget.css) {
  console.error("over budget");
  process.exit(1);
}
