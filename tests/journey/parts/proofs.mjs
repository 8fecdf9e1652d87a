// After everything: the journal proves the rows, nothing private lies in the clear, what is printed works as printed.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';

import {person} from '../../../deploy/local/demo/people.mjs';
import {headOf, tallyOf} from './checks.mjs';
import {fenOf} from '../../../deploy/local/demo/client.mjs';
import {gateway, loadAgain, local, run} from './stack.mjs';

/** The loader run again, with what it remembers and without: nothing changes. */
export function repeats({as}, story) {
  const heads = async () => [await headOf(as('auditor'), 'identity'), await headOf(as('auditor'), 'medical')];
  const told = (text) => text.slice(text.indexOf('rosters  '), text.indexOf('Gateway'));

  test('journey: a second run of the loader changes nothing and tells the same', async () => {
    const before = await heads();
    assert.equal(told(await loadAgain()), told(story));
    rmSync(join(local, 'demo.json'));
    assert.equal(told(await loadAgain()), told(story));
    assert.deepEqual(await heads(), before);
  });

  test('journey: the printed lines work as printed', async () => {
    const lines = story.split('\n').filter((line) => /^(TOKEN=|curl )/.test(line));
    assert.equal(lines.length, 4);
    const replies = [];
    for (const line of lines.slice(1)) replies.push(JSON.parse(await run('bash', '-c', `${lines[0]}\n${line}`)));
    assert.ok(replies[0].explanation.length > 0);
    assert.equal(fenOf(replies[1].amount), 310_000n);
    assert.equal(replies[2].figures.length, 10);
  });
}

/** Any citizen number of the demo, and any person's mobile number, name and disease, by where it would be seen. */
function leaksIn(bytes) {
  const text = bytes.toString('latin1');
  const names = new Set();
  const mobiles = new Set();
  for (let k = 0; k < 20_000; ++k) {
    const {name, mobile} = person(k);
    names.add(Buffer.from(name).toString('latin1'));
    mobiles.add(mobile);
  }
  return [
    ...text.match(/339901(19|20)\d{9}[\dX]/g) ?? [],
    ...(text.match(/100\d{8}/g) ?? []).filter((each) => mobiles.has(each)),
    ...(text.match(/(?:[\xe4-\xe9][\x80-\xbf]{2}){3}DEMO/g) ?? []).filter((each) => names.has(each)),
    ...text.match(/C34\.900x001|K80\.000x003/g) ?? [],
  ];
}

export function proofs({client, as}) {
  test('journey: pool and figures still equal the claims', async () => {
    const approver = as('city.approver');
    const {approved, underReview, rejected, awarded} = tallyOf(await approver.list('/medical/v1/claims', 'claims', 113));
    const {figures} = await approver.get('/medical/v1/statistics');
    const sum = (field) => figures.reduce((total, figure) => total + Number(figure[field]), 0);
    const total = figures.reduce((all, figure) => all + fenOf(figure.awarded), 0n);
    assert.deepEqual([sum('approvedCount'), sum('underReviewCount'), sum('rejectedCount'), total], [approved, underReview, rejected, awarded]);
    const {pools: [pool]} = await approver.get('/medical/v1/pools');
    assert.deepEqual([Number(pool.approvedCount), fenOf(pool.awarded), Number(pool.enrolledCount)], [approved, awarded, sum('enrolledCount')]);
  });

  for (const service of ['identity', 'medical']) {
    test(`journey: the whole journal of ${service} proves every row`, async () => {
      for (let from = 1, head = 1; from <= head;) {
        const {verifiedTo, headSequence, findings} = await as('audit.administrator').call('POST', `/${service}/v1/journal:verify`,
          {body: {fromSequence: String(from), limit: 1000}});
        assert.deepEqual(findings, []);
        assert.ok(Number(verifiedTo) >= from);
        from = Number(verifiedTo) + 1;
        head = Number(headSequence);
      }
    });
  }

  test('journey: no number, name, mobile or disease lies in the clear in tables or logs (H1)', async () => {
    assert.equal(leaksIn(Buffer.from(JSON.stringify([person(7), 'C34.900x001']))).length, 4, 'the search itself must find what is there');
    for (const schema of ['unioncare_identity', 'unioncare_medical']) {
      const file = join(local, `${schema}.sql`);
      await run('mariadb-dump', '--no-defaults', `--socket=${local}/mariadb/socket`, `--result-file=${file}`, schema);
      const dump = readFileSync(file);
      assert.ok(dump.includes('MA2100001'), `${schema} holds the employers`);
      assert.deepEqual(leaksIn(dump), [], schema);
    }
    for (const name of readdirSync(join(local, 'log'))) assert.deepEqual(leaksIn(readFileSync(join(local, 'log', name))), [], name);
  });

  test('journey: no service logged an error or a failed request', () => {
    for (const service of ['identity', 'medical', 'gateway']) {
      const lines = readFileSync(join(local, 'log', `${service}.log`), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
      assert.deepEqual(lines.filter(({level, event}) => level === 'error' || event === 'request_failed'), [], service);
    }
  });

  test('journey: the gateway says that it lives, is ready, and what it offers', async () => {
    assert.equal((await client.send('GET', '/healthz')).status, 200);
    const ready = await client.send('GET', '/readyz');
    assert.deepEqual([ready.status, ready.body.backends], [200, {'unioncare.identity.v1': true, 'unioncare.medical.v1': true}]);
    const {body: description} = await client.send('GET', '/openapi.json');
    for (const path of ['/medical/v1/claims:estimate', '/medical/v1/rosters:import', '/identity/v1/sessions']) {
      assert.ok(description.paths[path]?.post, path);
    }
    const metrics = await (await fetch(`${gateway}/metrics`)).text();
    assert.match(metrics, /^# TYPE /m);
  });
}
