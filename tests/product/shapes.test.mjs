// The checker of exchanges: what it finds, with answers that were once right.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExchange, faultsOfExchange } from './shapes.mjs';

const invitation = { organization: 'Brightwater', role: 'member' };
const exchange = (more) => ({ method: 'GET', path: '/api/v1/invitations/abc', sent: undefined, status: 200, type: 'application/json', text: JSON.stringify(invitation), ...more });
const faults = (more) => faultsOfExchange(exchange(more)).join('\n');
const asked = (more) => ({ method: 'POST', path: '/api/v1/conversations/7/questions', sent: '{"question":"MRR?"}', type: 'text/event-stream', ...more });

test('finds nothing in what is as described, and looks at nothing but the API', () => {
  assert.equal(faults({}), '');
  assert.equal(faults({ path: '/healthz', text: 'ok' }), '');
  assert.equal(faults({ status: 404, type: 'application/problem+json', text: '{"type":"urn:sluice:problem:not_found","title":"No","status":404}' }), '');
});

test('finds a member that no schema has, one that is missing and one of another type', () => {
  assert.match(faults({ text: JSON.stringify({ ...invitation, mood: 'good' }) }), /additional properties.*mood/);
  assert.match(faults({ text: JSON.stringify({ role: 'member' }) }), /required property 'organization'/);
  assert.match(faults({ text: JSON.stringify({ ...invitation, role: 'king' }) }), /allowed values/);
});

test('finds the media type of something else', () => {
  assert.match(faults({ type: 'text/html' }), /text\/html, not application\/json/);
  assert.match(faults({ status: 404, text: '{"type":"urn:sluice:problem:not_found","title":"No","status":404}' }), /not application\/problem\+json/);
});

test('finds a status, a route and an answer without JSON that are not described', () => {
  assert.match(faults({ status: 202 }), /202 is not described/);
  assert.match(faults({ path: '/api/v1/weather' }), /200 is not described/);
  assert.match(faults({ text: '<html>' }), /JSON/);
  assert.match(faults({ method: 'DELETE', path: '/api/v1/cards/7', status: 204, text: 'gone' }), /has some/);
});

test('finds what was taken though it is not described', () => {
  const made = { method: 'POST', path: '/api/v1/conversations', status: 201, text: '{"id":"7"}' };
  assert.equal(faults({ ...made, sent: '{}' }), '');
  assert.match(faults({ ...made, sent: '{"colour":"red"}' }), /not described/);
  assert.match(faults({ ...made, path: '/api/v1/dashboards', text: '{"id":"7","name":"a","card_count":0,"updated_at":"2026-11-21T17:00:00Z"}', sent: '{"title":"a"}' }), /WantedDashboard/);
});

test('looks into each event of a stream, as far as it came', () => {
  const step = 'event: step\ndata: {"step":"planning","text":"Reading","elapsed_ms":1}\n\n';
  assert.equal(faults(asked({ text: `: still working\n\n${step}event: answer\ndata: {"cut` })), '');
  assert.match(faults(asked({ text: step.replace('planning', 'dreaming') })), /Step/);
  assert.match(faults(asked({ text: step.replace('event: step', 'event: hum') })), /"hum" is not described/);
});

test('says all of it when it throws', () => {
  assert.throws(() => checkExchange(exchange({ text: '{}' })), /GET \/api\/v1\/invitations\/abc \(200\)[^]*organization[^]*role/);
});
