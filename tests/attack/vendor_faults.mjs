// What a hostile MCP server answers: each fault takes the response and the id it was asked under.
import { gzipSync } from 'node:zlib';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const dripMs = 50;

// Writes `chunk` until `bytes` have gone out or the peer has left, as fast as the peer takes it.
function flood(response, chunk, bytes = Infinity) {
  let left = bytes;
  const push = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) return response.once('drain', push);
    }
    response.end();
  };
  push();
}

// One byte at a time, for ever: never silent and never done.
function drip(stream, byte) {
  const timer = setInterval(() => (stream.destroyed ? clearInterval(timer) : stream.write(byte)), dripMs);
  stream.on('close', () => clearInterval(timer));
}

export const json = (response, text, headers = {}) =>
  response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(text);
const events = (response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' });
const repeated = (text, bytes) => Buffer.from(text.repeat(Math.ceil(bytes / text.length)));
const eventOf = (text) => `data: ${text}\n\n`;

const done = '{"resultType":"complete","content":[]}';
export const resultOf = (id, result) => `{"jsonrpc":"2.0","id":${id},"result":${result}}`;
const notification = '{"jsonrpc":"2.0","method":"notifications/message"}';
// A result of about `bytes` bytes whose one member is an array of the same element.
const arrayOf = (member, element, bytes) =>
  `{"resultType":"complete","${member}":[${(element + ',').repeat(Math.floor(bytes / (element.length + 1)))}${element}]}`;
const toolText = (name) => `{"name":"${name}","inputSchema":{"type":"object"}}`;

const zeros = gzipSync(Buffer.alloc(16 * MiB));
// Rows that pack about as well as a vendor's do.
const largeAnswer = () => {
  const rows = Array.from({ length: 140_000 }, (_, i) => `{"type":"text","text":"invoice ${i * 7919} of ${(i * 104729) % 99991} paid on day ${i % 365}"}`);
  return `{"resultType":"complete","content":[${rows.join()}]}`;
};
// Packs just less densely than is refused.
const denseAnswer = () => {
  const rows = Array.from({ length: 190_000 }, (_, i) => `{"type":"text","text":"a row like any other ${i % 6 ? 0 : i}"}`);
  return `{"resultType":"complete","content":[${rows.join()}]}`;
};

// Time.
const slow = {
  'silence': () => {},
  'slow-drip-head': (response) => {
    response.socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
    drip(response.socket, 'x');
  },
  'slow-drip-body': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('{');
    drip(response, ' ');
  },
  'slow-drip-events': (response) => drip(events(response), ':'),
  'comments-only': (response) => drip(events(response), ': alive\n\n'),
};

// Size.
const large = {
  'endless-events': (response) => flood(events(response), repeated(eventOf(notification), 64 * KiB)),
  'endless-comments': (response) => flood(events(response), repeated(': alive\n', 64 * KiB)),
  'long-event-id': (response) => {
    events(response).write(`id: ${'i'.repeat(MiB - 100)}\n`);
    flood(response, repeated('data: x\n\n', 64 * KiB));
  },
  'many-events-one-id': (response) => {
    events(response).write(`id: ${'i'.repeat(KiB)}\n`);
    flood(response, repeated(eventOf('{"jsonrpc":"2.0","method":""}'), 64 * KiB));
  },
  'gigabyte-line': (response) => {
    events(response).write('data: ');
    flood(response, repeated('x', 64 * KiB), GiB);
  },
  'gigabyte-event': (response) => flood(events(response), repeated(`data: ${'x'.repeat(KiB)}\n`, 64 * KiB), GiB),
  'gigabyte-body': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('"');
    flood(response, repeated('x', 64 * KiB), GiB);
  },
  'gigabyte-header': (response) => {
    response.socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
    flood(response.socket, repeated('x', 64 * KiB), GiB);
  },
  'endless-headers': (response) => {
    response.socket.write('HTTP/1.1 200 OK\r\n');
    flood(response.socket, repeated('X-Many: 1\r\n', 64 * KiB), GiB);
  },
  'gzip-bomb': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
    flood(response, zeros, 10 * MiB);
  },
  'gzip-bomb-events': (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'gzip' });
    flood(response, zeros, 10 * MiB);
  },
  'deep-json': (response) => json(response, '['.repeat(MiB)),
  'too-many-values': (response, id) => json(response, resultOf(id, arrayOf('content', '1', 10 * MiB - 200))),
};

// Kind.
const strange = {
  'html': (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>'),
  'html-as-json': (response) => json(response, '<!doctype html><title>Sign in</title>'),
  'redirect-to-loopback': (response, id, fixture) => response.writeHead(302, { Location: `${fixture.trap}/private` }).end(),
  'invalid-utf8': (response, id) =>
    json(response, Buffer.concat([Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":{"x":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}}')])),
  'invalid-utf8-event': (response, id) =>
    events(response).end(Buffer.concat([
      Buffer.from(`data: {"jsonrpc":"2.0","id":${id},"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"content":[],"x":"`),
      Buffer.from([0xc3, 0x28]), Buffer.from('"}}\n\n')])),
  'cut-json': (response, id) => json(response, `{"jsonrpc":"2.0","id":${id},"result":{`),
  'empty-body': (response) => json(response, ''),
};

// Conversation.
const wrong = {
  'wrong-id': (response) => json(response, resultOf(999_999, done)),
  'wrong-id-events': (response) => events(response).end(eventOf(resultOf(999_999, done))),
  'text-id': (response, id) => json(response, resultOf(`"${id}"`, done)),
  'null-id': (response) => json(response, resultOf('null', done)),
  'no-id': (response) => json(response, `{"jsonrpc":"2.0","result":${done}}`),
  'long-id': (response) => events(response).end(eventOf(`{"jsonrpc":"2.0","id":"${'i'.repeat(64 * KiB)}","method":"ping"}`)),
  'answered-twice': (response, id) => json(response, `[${resultOf(id, done)},${resultOf(id, '{"content":[1]}')}]`),
  'two-ids': (response, id) => json(response, `{"jsonrpc":"2.0","id":999999,"id":${id},"result":${done}}`),
  'two-results': (response, id) => json(response, `{"jsonrpc":"2.0","id":${id},"result":{"content":[1]},"result":${done}}`),
  'result-and-error': (response, id) => json(response, `{"jsonrpc":"2.0","id":${id},"result":${done},"error":{"code":1,"message":"m"}}`),
  'empty-batch': (response) => json(response, '[]'),
  'nested-batch': (response, id) => json(response, `[[${resultOf(id, done)}]]`),
  'large-batch': (response) => json(response, `[${(notification + ',').repeat((9 * MiB) / (notification.length + 1))}${notification}]`),
};

// Tools.
const pages = { 'cursor-loop': 0, 'cursor-without-end': 0 };
const page = (cursor) => `{"resultType":"complete","tools":[${toolText(`t${cursor}`)}],"nextCursor":"${cursor}"}`;
const tools = {
  'tools-100000': (response, id) => {
    const list = Array.from({ length: 100_000 }, (_, i) => toolText(`tool_${i}`)).join();
    json(response, resultOf(id, `{"resultType":"complete","tools":[${list}]}`));
  },
  'tools-of-nothing': (response, id) => json(response, resultOf(id, arrayOf('tools', '1', 9.5 * MiB))),
  'tools-of-megabytes': (response, id) => {
    const members = Array.from({ length: 600_000 }, (_, i) => `"${i}":1`).join();
    json(response, resultOf(id, `{"resultType":"complete","tools":[{"name":"t","inputSchema":{${members}}}]}`));
  },
  'tools-with-one-name': (response, id) => json(response, resultOf(id, `{"tools":[${toolText('t')},{"name":"t","description":"another","inputSchema":{"type":"object"}}]}`)),
  'cursor-loop': (response, id) => json(response, resultOf(id, page(`c${(pages['cursor-loop'] += 1) % 3}`))),
  'cursor-without-end': (response, id) => json(response, resultOf(id, page(`c${(pages['cursor-without-end'] += 1)}`))),
  'cursor-of-megabytes': (response, id) => json(response, resultOf(id, page('c'.repeat(MiB)))),
  'versions-without-end': (response, id) => json(response, resultOf(id, arrayOf('supportedVersions', '1', 9.5 * MiB))),
  'questions-without-end': (response, id) => {
    const questions = Array.from({ length: 600_000 }, (_, i) => `"${i}":{}`).join();
    json(response, resultOf(id, `{"resultType":"input_required","inputRequests":{${questions}}}`));
  },
};

// For comparison: the largest answers that are welcome.
const honest = {
  'honest': (response, id) => json(response, resultOf(id, largeAnswer())),
  'honest-dense': (response, id) => json(response, gzipSync(resultOf(id, denseAnswer())), { 'Content-Encoding': 'gzip' }),
  'honest-packed': (response, id) => json(response, gzipSync(resultOf(id, largeAnswer())), { 'Content-Encoding': 'gzip' }),
};

export const vendorFaults = { ...slow, ...large, ...strange, ...wrong, ...tools, ...honest };
