// Writes what each fuzz target starts from: node seeds.mjs FOLDER. The cases of tests/corpora, the
// rows of the catalog, and a few words by hand; tests/fuzz/seeds holds what is a file anyway.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const corpora = join(root, 'tests', 'corpora');
const folder = process.argv[2];

const lines = (name) =>
  readFileSync(join(corpora, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
function write(target, seeds) {
  mkdirSync(join(folder, target), { recursive: true });
  seeds.forEach((seed, i) => writeFileSync(join(folder, target, String(i).padStart(4, '0')), seed));
}
// The first byte chooses the question a target asks.
const choosing = (choice, text) => Buffer.concat([Buffer.from([choice]), Buffer.from(text)]);

const streams = lines('sse.jsonl').map((test) => Buffer.from(test.input_b64, 'base64'));
write('sse', streams.flatMap((bytes, i) => [choosing(0, bytes), choosing(i + 1, bytes)]));

write('challenge', lines('challenge.jsonl').map((test) => test.headers.join('\n')));

const documents = lines('metadata.jsonl');
const choices = { 'as-metadata': 0, prm: 1, 'token-response': 2 };
const textOf = (test) => (typeof test.document === 'string' ? test.document : JSON.stringify(test.document ?? {}));
write('metadata', [
  ...documents.map((test) => choosing(choices[test.kind] ?? 0, textOf(test))),
  choosing(0, '{"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/a","token_endpoint":"https://auth.example.com/t","response_types_supported":["code"],"code_challenge_methods_supported":["S256"]}'),
  choosing(1, '{"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}'),
  choosing(2, '{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r","scope":"read"}'),
  choosing(2, '{"error":"invalid_grant","error_description":"no"}'),
]);

write('message', [
  ...lines('hostile-result.jsonl').map((test) => JSON.stringify({ jsonrpc: '2.0', id: 7, result: test.result })),
  ...documents.slice(0, 20).map(textOf),
  '{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no","data":{"supported":["2026-07-28"]}}}',
  '[{"jsonrpc":"2.0","method":"notifications/progress","params":{}},{"jsonrpc":"2.0","id":"q","method":"ping"}]',
  '{"name":"t","title":null,"description":"\\ud83d\\ude00","inputSchema":{"type":"object","properties":{"a":{"type":"string","x-mcp-header":"Region"},"b":{"type":"integer","x-mcp-header":"Count"}}},"arguments":{"a":"eu\\r\\nX: 1","b":9007199254740993}}',
  '[1.50,-0,1e400,[[]],{"":{}},"\\u0000\\uDBFF\\uDFFF",true,false,null]',
]);

const addresses = JSON.parse(readFileSync(join(corpora, 'url-parsing', 'urltestdata-http-subset.json'), 'utf8'));
const names = JSON.parse(readFileSync(join(corpora, 'url-parsing', 'toascii.json'), 'utf8'));
write('url', [
  ...lines('url.jsonl').map((test) => test.url ?? ''),
  ...addresses.filter((test) => test.input !== undefined).map((test) => test.input),
  ...names.filter((test) => test.input !== undefined).map((test) => test.input),
  '127.0.0.1', '0177.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '64:ff9b::7f00:1', 'fe80::1%eth0', '1.2.3.4.',
]);

const official = ['verify.json', 'invalid.json'].flatMap((name) =>
  JSON.parse(readFileSync(join(corpora, 'fernet-official', name), 'utf8')));
write('fernet', [
  ...lines('fernet.jsonl').map((test) => test.token ?? ''),
  ...lines('fernet-key.jsonl').map((test) => test.key ?? ''),
  ...official.map((test) => test.token),
  'some words', '',
]);

write('http_text', [
  'session=abc', 'a=1; session=x; session=y', 'session="quoted"; b=', ' session = x ;;',
  'a=1&b=%41%zz&+=+&=&a', '%00%0d%0a', 'caf%C3%A9 \u00e9', Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
]);

const head = (...rows) => rows.join('\r\n') + '\r\n\r\n';
write('request_head', [
  head('GET / HTTP/1.1', 'Host: a'),
  head('POST /api/ask?q=1 HTTP/1.1', 'Host: a:8080', 'Content-Length: 2', 'Cookie: session=1') + '{}',
  head('GET /%61/%2e%2e/b HTTP/1.0', 'Host: a', 'Accept: text/event-stream'),
  head('GET http://b/ HTTP/1.1', 'Host: a'),
  head('GET / HTTP/1.1', 'Host: a', 'Host: b'),
  head('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', 'Content-Length: 3'),
  head('GET / HTTP/1.1', 'Host: a', 'X-Folded: one', ' two', 'Upgrade: websocket'),
  head('OPTIONS * HTTP/1.1', 'Host: a', 'Connection: close, TE'),
]);

write('catalog_row', readdirSync(join(root, 'catalog')).filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(root, 'catalog', name))));
if (existsSync(join(here, 'seeds'))) cpSync(join(here, 'seeds'), folder, { recursive: true });
