// damaged_card.mjs SLUICE: cards whose stored text somebody changed in the database say so; the
// dashboard and the other cards stand.
import assert from 'node:assert/strict';
import { Browser, House } from './server.mjs';

const house = await House.start(process.argv[2]);
const owner = new Browser(house);

async function pin(question) {
  const conversation_id = (await owner.send('POST', '/api/v1/conversations')).json.id;
  const { json } = await owner.ask(conversation_id, question);
  const pinned = await owner.send('POST', '/api/v1/cards', { conversation_id, question_id: json.id });
  assert.equal(pinned.status, 201, JSON.stringify(pinned.json));
  return pinned.json;
}

try {
  await owner.signUp('Damaged');
  await owner.connect();
  const sound = await pin('What was MRR in Q3 2026?');
  const card = await pin('Show MRR by month in Q3 2026');
  const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
  const set = async (column, text) => {
    await house.kill();
    house.statement(`UPDATE card SET ${column} = ${quoted(text)} WHERE id = ${card.id}`);
    await house.serve();
  };
  const shown = async () => {
    const dashboard = await owner.send('GET', `/api/v1/dashboards/${card.dashboard_id}`);
    assert.equal(dashboard.status, 200);
    assert.equal(dashboard.json.cards.length, 2);
    assert.deepEqual(dashboard.json.cards.find(({ id }) => id === sound.id).answer, sound.answer, 'the other card');
    return dashboard.json.cards.find(({ id }) => id === card.id).answer;
  };

  const hostile = { ...card.answer, chart: { ...card.answer.chart, href: 'javascript:alert(1)' } };
  for (const text of ['{"status":', JSON.stringify(hostile)]) {
    await set('answer', text);
    const answer = await shown();
    assert.equal(answer.reason, 'damaged');
    assert.match(answer.text, /damaged, so it is not shown/);
    assert.doesNotMatch(JSON.stringify(answer), /javascript/);
  }
  // Its plan is whole, so a refresh mends it.
  assert.equal((await owner.send('POST', `/api/v1/cards/${card.id}/refresh`)).json.answer.status, 'answered');
  assert.equal((await shown()).status, 'answered');

  await set('plan', '{"frame":"no such"}');
  assert.equal((await shown()).status, 'answered');
  const refused = await owner.send('POST', `/api/v1/cards/${card.id}/refresh`);
  assert.equal(refused.status, 409);
  assert.match(refused.json.detail, /cannot be refreshed/);
  console.log('damaged cards: said, and the dashboard stands');
} finally {
  await house.stop();
}
