// description.mjs SLUICE GOLDEN: what the server says of its API is docs/openapi.json. UPDATE=1 writes
// the file. A route without shapes keeps the server from starting at all.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { readApi } from '../../tools/api/read.mjs';
import { Browser, House } from './server.mjs';

const [sluice, golden] = process.argv.slice(2);
const columns = 110;

/** One record a line where it fits, so that a difference can be read. */
function spread(value, indent = '') {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || line.length + indent.length <= columns) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => spread(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${spread(each, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

const house = await House.start(sluice);
try {
  const { json } = await new Browser(house).send('GET', '/api/v1/openapi.json');
  const routes = Object.entries(json.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(routes.sort(), Object.keys(readApi().routes).sort(), 'the routes are not those that have shapes');
  const text = `${spread(json)}\n`;
  if (process.env.UPDATE === '1') writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, 'utf8'), 'the API has changed: review it, then UPDATE=1');
  console.log(`description: ${routes.length} routes, ${Object.keys(json.components.schemas).length} shapes`);
} finally {
  await house.stop();
}
