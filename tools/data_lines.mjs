#!/usr/bin/env node
// Writes JSON data one record a line, so that a change of one row is one line of a diff: an element of a
// list that does not fit a line stands on a line of its own, whole; objects are opened until their lists
// are reached. Numbers, texts and the order of members stay byte for byte as they are.
//
//   node tools/data_lines.mjs                rewrites the files named below
//   node tools/data_lines.mjs --check        says which of them are not written so
//   node tools/data_lines.mjs --self-test    the rules, on small cases
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folders = ["sandbox/world", "sandbox/tools", "sandbox/languages"];
const columns = 100;

/** The tokens of a JSON text, blanks left out. Not JSON.parse: that would write 1.0 as 1. */
function tokensOf(text) {
  JSON.parse(text); // The grammar is checked by somebody who knows it.
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
}

/** A tree of {open, close, items: [{name?, value}]} and plain texts. */
function treeOf(tokens) {
  let at = 0;
  const read = () => {
    const token = tokens[at++];
    if (token !== "{" && token !== "[") return token;
    const node = { open: token, close: token === "{" ? "}" : "]", items: [] };
    while (tokens[at] !== node.close) {
      if (tokens[at] === ",") at++;
      const name = node.open === "{" ? tokens[at++] : undefined;
      if (name !== undefined) at++; // The colon.
      node.items.push({ name, value: read() });
    }
    at++;
    return node;
  };
  return read();
}

function onOneLine(value) {
  if (typeof value === "string") return value;
  const items = value.items.map((item) => (item.name === undefined ? "" : `${item.name}:`) + onOneLine(item.value));
  return value.open + items.join(",") + value.close;
}

function written(value, indent) {
  const line = onOneLine(value);
  if (typeof value === "string" || line.length + indent <= columns) return line;
  const blank = " ".repeat(indent + 1);
  const items = value.items.map((item) =>
    item.name === undefined ? blank + onOneLine(item.value) : `${blank}${item.name}: ${written(item.value, indent + 1)}`,
  );
  return `${value.open}\n${items.join(",\n")}\n${" ".repeat(indent)}${value.close}`;
}

export const rewritten = (text) => written(treeOf(tokensOf(text)), 0) + "\n";

function selfTest() {
  const row = `{"id":"${"x".repeat(60)}","n":1.0}`;
  const text = `{"big" : 12345678901234567890, "rows":[${row},${row}], "few":[1, 2]}`;
  const want = `{\n "big": 12345678901234567890,\n "rows": [\n  ${row},\n  ${row}\n ],\n "few": [1,2]\n}\n`;
  if (rewritten(text) !== want) throw new Error(`data_lines --self-test: ${rewritten(text)}`);
  if (rewritten(want) !== want) throw new Error("data_lines --self-test: writing twice is not writing once");
  if (rewritten('{"a":"\\"[,]\\\\"}') !== '{"a":"\\"[,]\\\\"}\n') throw new Error("data_lines --self-test: texts");
}

selfTest();
if (process.argv[2] !== "--self-test") {
  let wrong = 0;
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder)).filter((name) => name.endsWith(".json"))) {
      const path = join(root, folder, name);
      const before = readFileSync(path, "utf8");
      const after = rewritten(before);
      if (before === after) continue;
      if (process.argv[2] === "--check") {
        console.error(`house: ${folder}/${name} is not written one record a line: node tools/data_lines.mjs`);
        wrong++;
      } else {
        writeFileSync(path, after);
      }
    }
  process.exit(wrong > 0 ? 1 : 0);
}
