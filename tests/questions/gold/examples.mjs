// examples.mjs SLUG: gold for example questions of newer rows that tests/questions/vendors/SLUG.jsonl
// did not judge, from the sample world, one JSON object a line; they are appended there.
import { best, by, day, eightWeeks, groups, inside, mean, money, number, out, period, series, sum, top, trend, world, zone } from './world.mjs';

const slug = process.argv[2];
const rows = world(slug).collections;
const year = period('2026-01-01');
const october = period('2026-10-01', '2026-11-01');
const quarter = period('2026-10-01');
const week = period('2026-11-14', '2026-11-21');
const within = (list, time, p) => list.filter((row) => inside(Date.parse(row[time]), p));
const local = (time) => (row) => day(Date.parse(row[time]));
const nameOf = (list) => (id) => list.find((row) => row.id === id)?.name;
const percent = (part, whole) => money((100 * part.length) / whole.length);

const golds = {
  vercel() {
    const projects = nameOf(rows.projects);
    const made = (p) => rows.deployments.filter((row) => inside(row.created, p));
    const createdDay = (row) => day(row.created);
    number(slug, 'How many Vercel deployments failed last month?', made(october).filter((row) => row.state === 'ERROR').length, { definition: 'Deployments with state ERROR by created. Period: last month.', chart: 'number', form: 'total' });
    trend(slug, 'Production deployments to Vercel per month this year', series(made(year).filter((row) => row.target === 'production'), createdDay, year, 'month'), { definition: 'Deployments with target production by created. Period: this year.', chart: 'line', form: 'trend' });
    best(slug, 'Which Vercel projects deploy most often?', by(rows.deployments, (row) => row.name), { definition: 'Deployments by project, of all time.', chart: 'bar', form: 'top' });
    groups(slug, 'Runtime errors by project in the last 7 days', by(rows.runtime_logs.filter((row) => row.level === 'error' && inside(row.timestamp, week)), (row) => projects(row._project)), { definition: 'Log lines of level error by project. Period: the 7 days before today.', chart: 'bar', form: 'breakdown' });
    best(slug, 'Who made the most Vercel deployments this year?', top(by(made(year), (row) => row.creator.username), 5), { definition: 'Deployments by creator. Period: this year.', chart: 'bar', form: 'top' });
    groups(slug, 'Open preview comments by project', by(rows.threads.filter((row) => row.status === 'open'), (row) => projects(row._project)), { definition: 'Threads with status open by project.', chart: 'bar', form: 'breakdown' });
  },
  box() {
    const files = rows.files;
    const folder = (row) => row.parent.name;
    best(slug, 'Who added the most files to Box this year?', top(by(within(files, 'created_at', year), (row) => row.created_by.name), 5), { definition: 'Files by created_by. Period: this year.', chart: 'bar', form: 'top' });
    groups(slug, 'Box files with an open link by folder', by(files.filter((row) => row.shared_link?.access === 'open'), folder), { definition: 'Files whose link is open, by folder.', chart: 'bar', form: 'breakdown' });
    groups(slug, 'Box files by type', by(files, (row) => row.extension), { definition: 'Files by extension.', chart: 'bar', form: 'breakdown' });
    groups(slug, 'Average Box file size by folder', by(files, folder, (group) => money(mean(group.map((row) => row.size)) / 1e6)), { definition: 'Mean of size by folder, millions of bytes.', chart: 'bar', form: 'breakdown' });
  },
  mailchimp() {
    const runs = rows.runs;
    const last = within(runs, 'startedAt', october);
    groups(slug, 'Mailchimp datasets by number of rows', rows.datasets.map((row) => [row.name, row.itemCount]).sort((a, b) => b[1] - a[1]), { definition: 'itemCount of each dataset.', chart: 'bar', form: 'breakdown' });
    trend(slug, 'Mailchimp imports per week in the last 8 weeks', series(within(runs, 'startedAt', eightWeeks), local('startedAt'), eightWeeks, 'week'), { definition: 'Runs by startedAt. Period: the eight whole weeks before this one.', chart: 'line', form: 'trend' });
    number(slug, 'How many Mailchimp imports failed last month?', last.filter((row) => row.status !== 'SUCCEEDED').length, { definition: 'Runs that did not succeed. Period: last month.', chart: 'number', form: 'total' });
    number(slug, 'What did the Mailchimp imports cost last month?', money(sum(last, (row) => row.usageTotalUsd)), { definition: 'Sum of usageTotalUsd. Period: last month.', chart: 'number', form: 'total' });
    number(slug, 'Success rate of Mailchimp imports last month', percent(last.filter((row) => row.status === 'SUCCEEDED'), last), { definition: 'Runs that succeeded over all, in percent. Period: last month.', chart: 'number', form: 'number' });
  },
  apify() {
    const runs = rows.runs;
    number(slug, 'What did our Apify scrapers cost last month?', money(sum(within(runs, 'startedAt', october), (row) => row.usageTotalUsd)), { definition: 'Sum of usageTotalUsd. Period: last month.', chart: 'number', form: 'total' });
    groups(slug, 'Failed Apify runs by scraper this year', by(within(runs, 'startedAt', year).filter((row) => ['FAILED', 'TIMED-OUT', 'ABORTED'].includes(row.status)), (row) => row.actId), { definition: 'Runs that failed, timed out or were stopped, by Actor. Period: this year.', chart: 'bar', form: 'breakdown' });
    groups(slug, 'Average Apify run time by scraper this quarter', by(within(runs, 'startedAt', quarter), (row) => row.actId, (group) => money(mean(group.map((row) => row.stats.runTimeSecs)))), { definition: 'Mean of runTimeSecs by Actor. Period: this quarter.', chart: 'bar', form: 'breakdown' });
    groups(slug, 'Rows in Apify by dataset', rows.datasets.map((row) => [row.name, row.itemCount]).sort((a, b) => b[1] - a[1]), { definition: 'itemCount of each dataset.', chart: 'bar', form: 'breakdown' });
  },
  airtable() {
    const cells = (records, table) => {
      const { fields } = rows.tables.find(({ name }) => name === table);
      const plain = (value) => value?.name ?? value;
      return records.map((record) => Object.fromEntries(fields.map(({ id, name }) => [name, plain(record.cellValuesByFieldId[id])])));
    };
    const registrations = cells(rows.records_webinar_registrations, 'Webinar registrations');
    const webinars = cells(rows.records_webinars, 'Webinars');
    const references = cells(rows.records_references, 'References');
    const dayIn = (name, p) => (row) => row[name] >= p.from && row[name] < p.to;
    number(slug, 'How many Airtable bases do we have?', rows.bases.length, { definition: 'Bases.', chart: 'number', form: 'total' });
    groups(slug, 'Reference customers by status', by(references, (row) => row.Status), { definition: 'Records of References by Status.', chart: 'bar', form: 'breakdown' });
    trend(slug, 'Webinar cost per month this year', series(webinars.filter(dayIn('Date', year)), (row) => row.Date, year, 'month', (group) => money(sum(group, (row) => row['Cost (USD)'] ?? 0))), { definition: 'Sum of the cost of webinars by their date. Period: this year.', chart: 'line', form: 'trend' });
  },
  monday() {
    number(slug, 'How many monday boards do we have?', rows.boards.length, { definition: 'Boards.', chart: 'number', form: 'total' });
    groups(slug, 'monday users by title', by(rows.users, (row) => row.title), { definition: 'Users by title.', chart: 'bar', form: 'breakdown' });
  },
  notion() {
    groups(slug, 'Notion users by type', by(rows.users, (row) => row.type), { definition: 'Users by type.', chart: 'bar', form: 'breakdown' });
    number(slug, 'How many bots are in Notion?', rows.users.filter((row) => row.type === 'bot').length, { definition: 'Users of the type bot.', chart: 'number', form: 'total' });
  },
};

golds[slug]();
const columns = { series: ['period', 'value'], breakdown: ['group', 'value'], top: ['group', 'value'] };
for (const [at, one] of out.entries()) {
  const answer = columns[one.kind] === undefined ? one.answer : { columns: columns[one.kind], ...one.answer };
  console.log(JSON.stringify({ ...one, id: `${slug}-example-${at + 1}`, now: '2026-11-21T17:00:00-05:00', timezone: zone, answer }));
}
