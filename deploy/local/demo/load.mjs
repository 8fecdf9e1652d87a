// Loads the demo city through the public HTTP API, everybody doing their own part, and tells what came of it.
//   node deploy/local/demo/load.mjs --gateway http://127.0.0.1:8080 --local .local
// Every change carries a key that follows from what it is about: a second run, or one after a run that was cut short,
// does only what is still to be done.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {makeCity} from './city.mjs';
import {Client} from './client.mjs';
import {makeFeed} from './feed.mjs';
import {readFigures, tellWhatToTry, tellYear} from './story.mjs';
import {administrators, demoPassword, makeAccounts, makeOrganizations, makeWorker} from './unions.mjs';
import {enrollWave, importFeed, makePlan} from './year.mjs';

function argumentsOf(args) {
  const known = {gateway: 'http://127.0.0.1:8080', local: '.local'};
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, '');
    if (!(name in known) || args[i + 1] === undefined) throw new Error(`unknown argument ${args[i]}; see the head of load.mjs`);
    known[name] = args[i + 1];
  }
  return known;
}

const step = (what) => console.log(`== ${what} (${Math.round(performance.now() / 1000)}s)`);

/** What an earlier run left; undefined when none came to its end. */
function readLoaded(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function load({client, local, password}) {
  const city = makeCity();
  const feed = makeFeed(city);
  const admins = administrators(client, local);
  step(`demo: ${city.counties.length} county federations, ${city.employers.length} base unions`);
  const organizations = await makeOrganizations(admins.system, city);
  step('demo: accounts of clerks and staff');
  await makeAccounts(admins, password, city, organizations);
  const as = (login) => client.as(login, password);
  const approver = as('city.approver');
  const planVersion = await makePlan(approver, city.plan);
  const year = {clerkOf: ({number}) => as(`clerk.${number}`), finance: as('finance'), approver, planVersion, organizations};
  step('demo: rosters uploaded, submitted, paid');
  await enrollWave(1, city, year);
  step('demo: rosters of employers that share workers with others');
  await enrollWave(2, city, year);
  step(`demo: settlement feed of ${feed.length} rows`);
  const imported = await importFeed(approver, feed);
  const worker = feed.find(({kind}) => kind === 'thrice').k;
  const {number} = city.employers.find(({members}) => members.includes(worker));
  await makeWorker(as(`clerk.${number}`), password, organizations.unions[number], worker, 'worker');
  const [claim] = (await as('worker').get('/medical/v1/claims?pageSize=1')).claims;
  return {planVersion, feedImport: imported.name, claim: claim.name, clerk: `clerk.${number}`};
}

async function main() {
  const {gateway, local} = argumentsOf(process.argv.slice(2));
  const client = new Client(gateway);
  const password = demoPassword(local);
  const file = join(local, 'demo.json');
  const before = readLoaded(file);
  const loaded = before ?? await load({client, local, password});
  if (!before) writeFileSync(file, `${JSON.stringify(loaded, null, 2)}\n`);
  const figures = await readFigures(client.as('city.approver', password), loaded.planVersion, loaded.feedImport);
  console.log(tellYear(figures, before ? 'loaded before' : `loaded in ${Math.round(performance.now() / 1000)} s`));
  console.log(tellWhatToTry({gateway, local, ...loaded}));
}

try {
  await main();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
