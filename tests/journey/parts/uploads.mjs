// Files: the same again, another under the same key, broken ones, the report, the dry run, late cover.
import assert from 'node:assert/strict';
import test from 'node:test';

import {strangers} from '../../../deploy/local/demo/city.mjs';
import {dateOf, fenOf, keyOf} from '../../../deploy/local/demo/client.mjs';
import {encodeGb18030} from '../../../deploy/local/demo/gb18030.mjs';
import {feedFile} from '../../../deploy/local/demo/feed_file.mjs';
import {person} from '../../../deploy/local/demo/people.mjs';
import {rosterFile} from '../../../deploy/local/demo/roster_file.mjs';
import {rosterImportPath} from '../../../deploy/local/demo/year.mjs';
import {leavesNothing, newKey, refused, tallyOf} from './checks.mjs';

const line = ({name, idNumber, mobile}, seq = 1) => `${seq},${name},${idNumber},${mobile}`;
const head = '序号,姓名,身份证号,手机号';
const feedPath = '/medical/v1/settlements:import?title=DEMO';

async function until(what, isSo) {
  const end = performance.now() + 30_000;
  for (let value; performance.now() < end;) {
    value = await isSo();
    if (value) return value;
    await new Promise((resume) => { setTimeout(resume, 50); });
  }
  return assert.fail(`${what} did not come about in 30 seconds`);
}

export function uploads({as, loaded}, city, feed) {
  const approver = as('city.approver');
  const employer = city.employers[3];
  const clerk = as(`clerk.${employer.number}`);
  const organization = async () => (await clerk.get('/medical/v1/rosters?pageSize=1')).rosters[0].organization;
  const upload = async (csv, headcount = 3, key = newKey()) =>
    ({key, csv, path: rosterImportPath(loaded.planVersion, await organization(), headcount)});
  const importRoster = async (...args) => {
    const {path, ...options} = await upload(...args);
    return clerk.call('POST', path, options);
  };

  test('journey: the same file under the same key is replayed, another one is refused', async () => {
    const path = rosterImportPath(loaded.planVersion, await organization(), employer.headcount);
    const key = keyOf('roster', employer.number);
    await leavesNothing(as('auditor'), async () => {
      const again = await clerk.call('POST', path, {key, csv: rosterFile(employer)});
      assert.equal(again.acceptedCount, employer.accepted);
      const others = [Buffer.concat([rosterFile(employer), Buffer.from(`${line(person(strangers), 999)}\n`)]),
        rosterFile({...employer, rows: employer.rows.slice(1)}), `${head}\n${line(person(strangers))}\n`];
      for (const csv of others) {
        const reply = await clerk.send('POST', path, {key, csv});
        assert.equal(reply.status, 400);
        const {reason} = reply.body.error.details[0];
        assert.ok(['UPLOAD_COMPLETE', 'OFFSET_MISMATCH', 'REQUEST_ID_REUSED'].includes(reason), reason);
      }
      const otherHeadcount = rosterImportPath(loaded.planVersion, await organization(), employer.headcount + 1);
      await refused(clerk, 'POST', otherHeadcount, {key, csv: rosterFile(employer)}, 400, 'REQUEST_ID_REUSED');
      await approver.call('POST', `/medical/v1/settlements:import?${new URLSearchParams({title: 'DEMO 2023-05 - 2024-03'})}`,
        {key: keyOf('feed'), csv: feedFile(feed)});
    });
  });

  test('journey: the whole feed once more under another key decides nothing anew', async () => {
    const before = tallyOf(await approver.list('/medical/v1/claims', 'claims'));
    const again = await approver.call('POST', feedPath, {key: newKey(), csv: feedFile(feed)});
    assert.deepEqual([again.acceptedCount, again.replayedCount, again.refusedCount, again.unmatchedCount], [0, 977, 23, 0]);
    const claims = await approver.list('/medical/v1/claims', 'claims');
    assert.deepEqual(tallyOf(claims), before);
    assert.deepEqual([...new Set(claims.map(({decisionVersion}) => decisionVersion))], [1]);
  });

  test('journey: a file that cannot be read is refused as what it is', async () => {
    const cases = [
      ['', 'EMPTY_FILE'], ['姓名,手机号\n张三DEMO,10000000000\n', 'MISSING_HEADER'],
      [`姓名,身份证号,证件号码\n${line(person(strangers))}\n`, 'HEADER_AMBIGUOUS'],
      [Buffer.concat([Buffer.from(`${head}\n`), Buffer.from([0xff, 0xfe, 0xff])]), 'ENCODING_UNKNOWN'],
      [`${head}\n1,"张三DEMO,339901199001010018,1\n`, 'FILE_MALFORMED'],
      [`${head}\n1,"张三"DEMO,339901199001010018,1\n`, 'FILE_MALFORMED'],
    ];
    const before = (await clerk.list('/medical/v1/rosters', 'rosters')).length;
    for (const [csv, reason] of cases) {
      const {path, ...options} = await upload(csv);
      await refused(clerk, 'POST', path, {...options, csv: Buffer.from(csv)}, 400, reason);
    }
    assert.equal((await clerk.list('/medical/v1/rosters', 'rosters')).length, before);
    // The mended file may come under the same key: nothing of the broken one was taken.
    const {path, key} = await upload('');
    await refused(clerk, 'POST', path, {key, csv: Buffer.from(cases[1][0])}, 400, 'MISSING_HEADER');
    assert.equal((await clerk.call('POST', path, {key, csv: `${head}\n${line(person(strangers + 300))}\n`})).acceptedCount, 1);
  });

  test('journey: the report of a bad roster names row, column and reason', async () => {
    const [a, b, c] = [strangers + 101, strangers + 102, strangers + 103].map(person);
    const rows = ['名册DEMO,,,', head, line(a, 1), line({...b, idNumber: `${b.idNumber.slice(0, 17)}`}, 2), ',,,',
      line({...c, name: ''}, 4), line(a, 5), line({...c, mobile: '12'}, 6), line({...b, idNumber: '339901190002290030'}, 7), '合计,7,,',
      line(b, 8)];
    const roster = await importRoster(encodeGb18030(rows.join('\r\n')), 2);
    assert.deepEqual([roster.state, roster.acceptedCount, roster.refusedCount, roster.upload.encoding], ['STATE_VALIDATED', 2, 4, 'GB18030']);
    const errors = await clerk.list(`/medical/v1/${roster.name}/errors`, 'errors', 2);
    assert.deepEqual(errors.map(({row, column, reason, otherRow, warning}) => [row, column, reason, otherRow, warning]), [
      [4, 'id_number', 'ID_LENGTH', 0, false], [6, 'name', 'REQUIRED', 0, false], [7, 'id_number', 'DUPLICATE_IN_FILE', 3, false],
      [8, 'mobile', 'MOBILE_FORMAT', 0, true], [9, 'id_number', 'ID_DATE', 0, false]]);
    for (const {message, messageEn} of errors) assert.ok(message && messageEn);
    assert.doesNotMatch(JSON.stringify(errors), /DEMO|3399/);
  });

  test('journey: a roster keeps its rules', async () => {
    const people = [201, 202, 203].map((k) => line(person(strangers + k), k));
    const file = [head, ...people].join('\n');
    const finance = as('finance');
    const submit = (roster, status, reason) =>
      refused(clerk, 'POST', `/medical/v1/${roster.name}:submit`, {key: newKey(), etag: `"${roster.etag}"`}, status, reason);
    const {metadata} = await submit(await importRoster(file, 4), 400, 'BELOW_FLOOR');
    assert.deepEqual([metadata.accepted, metadata.floor], ['3', '4']);
    await submit(await importRoster(file, 2), 400, 'HEADCOUNT_EXCEEDED');
    await submit(await importRoster(`${head}\n1,张三DEMO,1,1\n`, 1), 400, 'NOBODY_ACCEPTED');
    const roster = await importRoster(file, 3);
    await submit({...roster, etag: 'v0'}, 409, 'CHANGED_SINCE_SEEN');
    const pay = (etag, amount, paidOn, status, reason) => refused(finance, 'POST', `/medical/v1/${roster.name}:confirmPayment`,
      {key: newKey(), body: {etag, amount: {currencyCode: 'CNY', units: amount}, paidOn: dateOf(paidOn)}}, status, reason);
    await pay(roster.etag, '180', '2023-04-28', 400, 'WRONG_STATE');
    const submitted = await clerk.call('POST', `/medical/v1/${roster.name}:submit`, {key: newKey(), etag: `"${roster.etag}"`});
    await pay(submitted.etag, '120', '2023-04-28', 400, 'AMOUNT_MISMATCH');
    await pay(submitted.etag, '180', '2024-03-17', 400, 'PAID_IN_FUTURE');
    await submit(submitted, 400, 'WRONG_STATE');
  });

  test('journey: a dry run reports and stores nothing', async () => {
    const [row] = feed.filter(({kind}) => kind === 'single');
    const fresh = {...row, settlementId: 'DEMO-DRY-1', encounterId: 'DEMO-DRY-1'};
    const csv = feedFile([fresh, {...fresh, settlementId: 'DEMO-DRY-2', admitDate: '2023-02-30'}]);
    const dry = await approver.call('POST', `${feedPath}&dryRun=true`, {key: newKey(), csv});
    assert.deepEqual([dry.dryRun, dry.acceptedCount, dry.refusedCount], [true, 1, 1]);
    const errors = await approver.list(`/medical/v1/${dry.name}/errors`, 'errors');
    assert.deepEqual(errors.map(({row: at, column, reason}) => [at, column, reason]), [[4, 'admit_date', 'BAD_DATE']]);
    const settlements = await approver.list('/medical/v1/settlements', 'settlements');
    assert.ok(!settlements.some(({settlementId}) => settlementId.startsWith('DEMO-DRY')));
    assert.equal((await approver.list('/medical/v1/claims', 'claims')).length, 888);
  });

  test('journey: a person enrolled later gets the claim of the settlement that waited', async () => {
    const waiting = feed.find(({kind}) => kind === 'stranger');
    const twice = {...waiting, settlementId: 'DEMO-LATE', encounterId: 'DEMO-LATE', admitDate: '2024-01-05', dischargeDate: '2024-01-09',
      settleTime: '2024-01-09 10:00:00'};
    const taken = await approver.call('POST', feedPath, {key: newKey(), csv: feedFile([twice, twice])});
    assert.deepEqual([taken.acceptedCount, taken.replayedCount, taken.unmatchedCount], [1, 1, 1]);
    const roster = await importRoster(`${head}\n${line(person(waiting.k))}\n`, 1);
    const submitted = await clerk.call('POST', `/medical/v1/${roster.name}:submit`, {key: newKey(), etag: `"${roster.etag}"`});
    await as('finance').call('POST', `/medical/v1/${roster.name}:confirmPayment`,
      {key: newKey(), body: {etag: submitted.etag, amount: submitted.amountDue, paidOn: dateOf('2023-04-28')}});
    await until('the roster', async () => (await clerk.get(`/medical/v1/${roster.name}`)).state === 'STATE_EFFECTIVE');
    const claims = await approver.list('/medical/v1/claims', 'claims');
    assert.equal(claims.length, 890);
    const own = claims.slice(0, 2);
    assert.equal(own.filter(({firstAdmission}) => firstAdmission).length, 1);
    assert.ok(own.every(({state, amount}) => state === 'STATE_APPROVED' && fenOf(amount) > 0n));
    const left = await approver.list('/medical/v1/settlements?state=STATE_UNMATCHED', 'settlements');
    assert.equal(left.length, 38);
  });
}
