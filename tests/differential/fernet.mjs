// fernet.mjs SLUICE [COUNT] [SEED]: tokens that an implementation of its own made (node:crypto,
// after the specification), whole and damaged, beside what `sluice check fernet` decides of them.
// The two must agree in every case; prints the figure of docs/security-figures.md.
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { spawnSync } from 'node:child_process';

const [sluice, count = '20000', seed = '1'] = process.argv.slice(2);
const roundsAtOnce = 20_000;

/** Bytes that are the same for the same seed, so that a case can be looked at again. */
let drawn = 0;
function bytes(length) {
  const parts = [];
  for (let size = 0; size < length; size += 32) parts.push(createHash('sha256').update(`${seed} ${drawn++}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}
const number = (below) => bytes(4).readUInt32BE() % below;
const pick = (list) => list[number(list.length)];
const url = (data) => data.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

function seal(key, plain, time) {
  const head = Buffer.alloc(9);
  head[0] = 0x80;
  head.writeBigUInt64BE(BigInt(time), 1);
  const iv = bytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const body = Buffer.concat([head, iv, cipher.update(plain), cipher.final()]);
  return Buffer.concat([body, createHmac('sha256', key.subarray(0, 16)).update(body).digest()]);
}

/** The plaintext, or null. Only the one canonical spelling of a token is one. */
function open(keys, text) {
  const token = Buffer.from(text, 'base64url');
  if (!/^[A-Za-z0-9_-]*={0,2}$/.test(text) || url(token) !== text) return null;
  if (token.length < 73 || (token.length - 57) % 16 !== 0 || token[0] !== 0x80) return null;
  const body = token.subarray(0, -32);
  for (const key of keys) {
    if (!timingSafeEqual(createHmac('sha256', key.subarray(0, 16)).update(body).digest(), token.subarray(-32))) continue;
    const cipher = createDecipheriv('aes-128-cbc', key.subarray(16), token.subarray(9, 25));
    try {
      return Buffer.concat([cipher.update(token.subarray(25, -32)), cipher.final()]);
    } catch {
      return null;
    }
  }
  return null;
}

const spoil = {
  nothing: (token) => url(token),
  'a bit': (token) => {
    const other = Buffer.from(token);
    other[number(other.length)] ^= 1 << number(8);
    return url(other);
  },
  'an end cut off': (token) => url(token.subarray(0, number(token.length))),
  'a byte more': (token) => url(Buffer.concat([token, bytes(1)])),
  'a letter': (token) => {
    const text = url(token);
    const at = number(text.length);
    return text.slice(0, at) + pick(['A', '-', '_', '=', '+', '/', ' ', '\n', 'é', '']) + text.slice(at + 1);
  },
  'no padding': (token) => url(token).replace(/=+$/, ''),
  'another alphabet': (token) => token.toString('base64'),
  'a padding that is none, well signed': (token, key) => {
    const body = Buffer.from(token.subarray(0, -32));
    body[body.length - 1 - number(Math.min(16, body.length - 25))] ^= 1 + number(255);
    return url(Buffer.concat([body, createHmac('sha256', key.subarray(0, 16)).update(body).digest()]));
  },
  'another version, well signed': (token, key) => {
    const body = Buffer.from(token.subarray(0, -32));
    body[0] = number(256);
    return url(Buffer.concat([body, createHmac('sha256', key.subarray(0, 16)).update(body).digest()]));
  },
};

function makeCase() {
  const keys = Array.from({ length: 1 + number(3) }, () => bytes(32));
  const foreign = number(12) === 0;
  const key = foreign ? bytes(32) : pick(keys);
  const damage = pick(Object.keys(spoil));
  const token = spoil[damage](seal(key, bytes(number(200)), number(2 ** 31)), key);
  return { damage, foreign, line: { token, keys: keys.map(url), ttl_sec: null, now: 0 }, expected: open(keys, token) };
}

const seen = { cases: 0, opened: 0, refused: 0, differences: 0 };
for (let left = Number(count); left > 0; left -= roundsAtOnce) {
  const cases = Array.from({ length: Math.min(left, roundsAtOnce) }, makeCase);
  const ran = spawnSync(sluice, ['check', 'fernet', '-'], { input: cases.map(({ line }) => JSON.stringify(line)).join('\n') + '\n', encoding: 'utf8', maxBuffer: 2 ** 30 });
  const verdicts = ran.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(verdicts.length, cases.length, ran.stderr);
  for (const [at, { damage, line, expected }] of cases.entries()) {
    const { verdict, plaintext_b64: plain } = verdicts[at];
    const same = expected === null ? verdict === 'refuse' : verdict === 'allow' && Buffer.from(plain, 'base64').equals(expected);
    seen.cases += 1;
    seen[expected === null ? 'refused' : 'opened'] += 1;
    if (same) continue;
    seen.differences += 1;
    console.log(`differs (${damage}): ${JSON.stringify(line)}: ${JSON.stringify(verdicts[at])}`);
  }
}
console.log(JSON.stringify(seen));
process.exit(seen.differences === 0 && seen.cases === Number(count) ? 0 : 1);
