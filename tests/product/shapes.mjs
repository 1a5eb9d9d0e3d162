// Every exchange with the API against its schema (src/server/api): what the server says, and what it
// took. Members that no schema has fail, so that schema and code stay one. The checker is ajv and
// nothing of ours, so that a schema is read as the standard has it, not as we understood it.
import Ajv from 'ajv/dist/2020.js';
import { findRoute, readApi, shapeOfAnswer } from '../../tools/api/read.mjs';

const api = readApi();
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
ajv.addFormat('uri', (text) => URL.canParse(text));
ajv.addVocabulary(['components']); // Where OpenAPI keeps shapes: no word of JSON Schema.
ajv.addSchema({ $id: 'api', components: { schemas: api.shapes } });

function faultsOf(shape, value) {
  const fits = ajv.getSchema(`api#/components/schemas/${shape}`);
  if (fits(value)) return [];
  return fits.errors.map((error) => `${shape}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
}

/** The events of a stream, as far as it came. */
function eventsOf(text) {
  return text.split('\n\n').slice(0, -1).flatMap((block) => {
    const [, event] = /^event: (.*)$/m.exec(block) ?? [];
    const [, data] = /^data: (.*)$/m.exec(block) ?? [];
    return data === undefined ? [] : [{ event, data }];
  });
}

function faultsOfEvents(route, text) {
  return eventsOf(text).flatMap(({ event, data }) => {
    const shape = route.events?.[event];
    return shape === undefined ? [`the event "${event}" is not described`] : faultsOf(shape, JSON.parse(data));
  });
}

function faultsOfAnswer(route, { status, type, text }) {
  if (status < 400 && type.startsWith('text/event-stream')) return faultsOfEvents(route, text);
  const shape = shapeOfAnswer(route, status);
  const said = status < 400 ? 'application/json' : 'application/problem+json';
  if (shape !== null && type.split(';')[0] !== said) return [`its media type is ${type}, not ${said}`];
  if (shape !== null) return faultsOf(shape, JSON.parse(text));
  return status === 204 && text !== '' ? ['an answer without content has some'] : [];
}

function faultsOfRequest(route, { status, sent }) {
  if (status >= 400 || sent === undefined || sent === '') return [];
  const body = JSON.parse(sent);
  if (route.request !== undefined) return faultsOf(route.request, body);
  return Object.keys(body).length === 0 ? [] : [`it took a body that is not described: ${sent}`];
}

/**
 * What is wrong with one exchange, as sentences; none for what is not under /api/.
 * exchange: method, path (with its query), sent (text of the body or undefined), status,
 * type (media type of the answer), text
 */
export function faultsOfExchange(exchange) {
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  const path = exchange.path.split('?')[0];
  if (!path.startsWith('/api/') || exchange.method === 'HEAD') return [];
  const found = findRoute(api, method, path);
  const route = found?.route ?? { responses: {} };
  try {
    return [...faultsOfAnswer(route, exchange), ...faultsOfRequest(route, exchange)].map((fault) => `${method} ${path} (${exchange.status}): ${fault}`);
  } catch (error) {
    return [`${method} ${path} (${exchange.status}): ${error.message}`];
  }
}

/** The same, thrown. */
export function checkExchange(exchange) {
  const faults = faultsOfExchange(exchange);
  if (faults.length > 0) throw new Error(`not as src/server/api says:\n${faults.join('\n')}`);
}
