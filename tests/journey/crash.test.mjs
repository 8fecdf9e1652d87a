// Reliability B1 on the real processes: services are killed (kill -9) under load and started again. Whatever was
// acknowledged is there, nothing is there twice, and the journal verifies.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {after, test} from 'node:test';
import {setTimeout as wait} from 'node:timers/promises';

import {makeCity} from '../../deploy/local/demo/city.mjs';
import {Client} from '../../deploy/local/demo/client.mjs';
import {administrators, demoPassword, makeAccounts, makeOrganizations} from '../../deploy/local/demo/unions.mjs';
import {makePlan} from '../../deploy/local/demo/year.mjs';
import {stackAt} from './parts/stack.mjs';

const local = 'build/crash';
const gateway = 'http://127.0.0.1:8480';
const kills = 20;
const writers = 8;
const patienceMillis = 60_000;  // for one request, over all its repetitions

const {run, purge} = stackAt(local, 400);
const start = () => run('deploy/local/up', '--no-demo');
after(purge);

/** Sends a change until somebody acknowledges it; every repetition has the same key. */
async function acknowledged(user, path, options) {
  const until = performance.now() + patienceMillis;
  for (;;) {
    try {
      const {status, body} = await user.send('POST', path, options);
      if (status === 201) return body.name;
      assert.ok(status >= 500, `${status} ${JSON.stringify(body)}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;  // else the gateway is away
    }
    assert.ok(performance.now() < until, 'nobody acknowledged in time');
    await wait(20);
  }
}

function killNow(service) {
  process.kill(Number(readFileSync(`${local}/run/${service}.pid`, 'utf8').split(' ')[0]), 'SIGKILL');
}

test('services killed under load lose nothing and do nothing twice (B1)', async () => {
  await purge();
  await start();
  const whole = makeCity();
  const city = {...whole, counties: whole.counties.filter(({code}) => code === whole.employers[0].county),
    employers: whole.employers.slice(0, 1)};
  const client = new Client(gateway);
  const admins = administrators(client, local);
  const password = demoPassword(local);
  const organizations = await makeOrganizations(admins.system, city);
  organizations.counties['330213'] ??= Object.values(organizations.counties)[0];
  organizations.unions['001'] ??= Object.values(organizations.unions)[0];
  await makeAccounts(admins, password, city, organizations);
  const planVersion = await makePlan(client.as('city.approver', password), city.plan);
  const clerk = client.as(`clerk.${city.employers[0].number}`, password);
  await clerk.token();
  const body = {planVersion, organization: Object.values(organizations.unions)[0], headcount: 20};

  const made = [];
  let stopped = false;
  const load = Array.from({length: writers}, async () => {
    while (!stopped) made.push(await acknowledged(clerk, '/medical/v1/rosters', {key: randomUUID(), body}));
  });
  for (let round = 0; round < kills; ++round) {
    const before = made.length;
    while (made.length < before + 20) await wait(10);
    killNow(['medical', 'identity', 'gateway', 'medical'][round % 4]);
    await start();
  }
  stopped = true;
  await Promise.all(load);

  const stored = (await clerk.list('/medical/v1/rosters', 'rosters')).map(({name}) => name);
  assert.equal(new Set(made).size, made.length, 'two keys were answered with one roster');
  assert.deepEqual(stored.sort(), made.sort());
  const auditor = client.as('auditor', password);
  for (const service of ['medical', 'identity']) {
    const verified = await auditor.call('POST', `/${service}/v1/journal:verify`, {body: {limit: 10_000}});
    assert.deepEqual(verified.findings, []);
    assert.equal(verified.verifiedTo, verified.headSequence);
  }
});
