// Claims that people decide: recommendation, second person, refusal, and the bonus that moves.
import assert from 'node:assert/strict';
import test from 'node:test';

import {fenOf} from '../../../deploy/local/demo/client.mjs';
import {benefit} from '../../../deploy/local/demo/expected.mjs';
import {feedFile} from '../../../deploy/local/demo/feed_file.mjs';
import {leavesNothing, newKey, refused} from './checks.mjs';

const yuan = (units) => ({currencyCode: 'CNY', units: String(units)});

export function decisions({as, loaded}, city, feed) {
  const approver = as('city.approver');
  const reviewer = as('county.reviewer');
  const reviews = () => approver.list('/medical/v1/claims?state=STATE_UNDER_REVIEW', 'claims');
  const pool = async () => {
    const [, plan, , version] = loaded.planVersion.split('/');
    return approver.get(`/medical/v1/pools/${plan}-${version}`);
  };
  const step = (user, verb, claim, body = {}) =>
    user.call('POST', `/medical/v1/${claim.name}:${verb}`, {key: newKey(), etag: `"${claim.etag}"`, body});

  test('journey: above the limit it takes two people', async () => {
    const [claim] = (await reviews()).filter(({amount, county}) => fenOf(amount) > 500_000n && county === '330213');
    const path = `/medical/v1/${claim.name}`;
    const approve = (user, etag, status, reason) =>
      refused(user, 'POST', `${path}:approve`, {key: newKey(), etag: `"${etag}"`}, status, reason);
    assert.deepEqual(claim.availableVerbs.sort(), ['approve', 'reject', 'review']);
    assert.deepEqual((await reviewer.get(path)).availableVerbs, ['review']);
    await refused(reviewer, 'POST', `${path}:approve`, {key: newKey(), etag: `"${claim.etag}"`}, 403, 'PERMISSION_DENIED');
    assert.equal((await approve(approver, claim.etag, 400, 'SECOND_PERSON_REQUIRED')).metadata.limit, '5000.00');
    const own = await step(approver, 'review', claim, {verdict: 'VERDICT_APPROVE', comment: '属实DEMO'});
    await approve(approver, own.etag, 400, 'SECOND_PERSON_REQUIRED');
    const against = await step(reviewer, 'review', own, {verdict: 'VERDICT_REJECT', comment: '存疑DEMO'});
    await approve(approver, against.etag, 400, 'SECOND_PERSON_REQUIRED');
    const reviewed = await step(reviewer, 'review', against, {verdict: 'VERDICT_APPROVE', comment: '核对票据属实DEMO'});
    assert.equal(reviewed.recommendation.verdict, 'VERDICT_APPROVE');
    assert.equal(reviewed.state, 'STATE_UNDER_REVIEW');
    await approve(approver, own.etag, 409, 'CHANGED_SINCE_SEEN');
    const before = await pool();
    const key = newKey();
    const approved = await approver.send('POST', `${path}:approve`, {key, etag: `"${reviewed.etag}"`});
    assert.equal(approved.status, 200);
    assert.equal(approved.body.state, 'STATE_APPROVED');
    assert.deepEqual(approved.body.amount, claim.amount);
    assert.ok(approved.body.decidedBy.startsWith('accounts/'));
    const seen = await approver.send('GET', path);
    assert.equal(seen.headers.get('etag'), `"${approved.body.etag}"`);
    assert.notEqual(seen.body.explanation.length, 0);
    assert.deepEqual({...seen.body, explanation: []}, approved.body);
    const after = await pool();
    assert.equal(fenOf(after.awarded) - fenOf(before.awarded), fenOf(claim.amount));
    assert.deepEqual([after.approvedCount - before.approvedCount, after.underReviewCount - before.underReviewCount], [1, -1]);
    await leavesNothing(as('auditor'), async () => {
      assert.deepEqual((await approver.send('POST', `${path}:approve`, {key, etag: `"${reviewed.etag}"`})).body, approved.body);
      await approve(approver, approved.body.etag, 400, 'WRONG_STATE');
    });
  });

  test('journey: below the limit one approver is enough', async () => {
    const [claim] = (await reviews()).filter(({amount, flags}) => fenOf(amount) <= 500_000n && flags.includes('BILL_INCONSISTENT'));
    const approved = await step(approver, 'approve', claim);
    assert.deepEqual([approved.state, approved.amount], ['STATE_APPROVED', claim.amount]);
  });

  test('journey: a refusal moves the bonus to the stay that remains', async () => {
    const same = (await reviews()).filter(({flags}) => flags.includes('SAME_STAY'));
    const first = same.find(({firstAdmission}) => firstAdmission);
    const second = same.find(({enrolment, name}) => enrolment === first.enrolment && name !== first.name);
    await refused(approver, 'POST', `/medical/v1/${first.name}:reject`,
      {key: newKey(), body: {etag: first.etag, reason: 'BECAUSE'}}, 400, 'REASON_UNKNOWN');
    const rejected = await step(approver, 'reject', first, {reason: 'DUPLICATE_CLAIM'});
    assert.deepEqual([rejected.state, rejected.reasons, fenOf(rejected.amount)], ['STATE_REJECTED', ['DUPLICATE_CLAIM'], 0n]);
    const moved = await approver.get(`/medical/v1/${second.name}`);
    assert.deepEqual([moved.state, moved.firstAdmission, moved.flags, moved.decisionVersion], ['STATE_APPROVED', true, [], 2]);
    assert.equal(fenOf(moved.amount), benefit(city.plan, fenOf(moved.burden), true));
  });

  test('journey: an earlier stay that arrives later takes the bonus, and both are adjusted', async () => {
    const worker = as('worker');
    const before = await worker.list('/medical/v1/claims', 'claims');
    const holder = before.find(({firstAdmission}) => firstAdmission);
    const known = feed.find(({kind}) => kind === 'thrice');
    const earlier = {...known, settlementId: 'DEMO-EARLIER', encounterId: 'DEMO-EARLIER', admitDate: '2023-05-01', dischargeDate: '2023-05-03',
      settleTime: '2023-05-03 09:00:00'};
    await approver.call('POST', '/medical/v1/settlements:import', {key: newKey(), csv: feedFile([earlier])});
    const after = await worker.list('/medical/v1/claims', 'claims');
    assert.equal(after.length, before.length + 1);
    const [newest] = after;
    assert.deepEqual([newest.firstAdmission, newest.state, newest.eventDate], [true, 'STATE_APPROVED', {year: 2023, month: 5, day: 1}]);
    assert.equal(fenOf(newest.amount), benefit(city.plan, fenOf(newest.burden), true));
    const adjusted = after.find(({name}) => name === holder.name);
    assert.deepEqual([adjusted.firstAdmission, adjusted.decisionVersion], [false, 2]);
    assert.equal(fenOf(adjusted.amount), benefit(city.plan, fenOf(adjusted.burden), false));
    assert.ok(!adjusted.explanation.some(({code}) => code === 'FIRST_ADMISSION_BONUS'));
  });

  test('journey: an estimate says what the rule says and stores nothing', () => leavesNothing(as('auditor'), async () => {
    const estimate = (bill, firstAdmission) => as('worker').call('POST', '/medical/v1/claims:estimate',
      {body: {planVersion: loaded.planVersion, bill, firstAdmission}});
    const m03 = await estimate({total: yuan(5000), poolPay: yuan(2000), selfPaid: yuan(3000), cashPay: yuan(3000)}, true);
    assert.deepEqual([m03.state, fenOf(m03.amount), m03.explanation.at(-1).result], ['STATE_APPROVED', 260_000n, '2600.00']);
    const m05 = await estimate({total: yuan(8000), civilPay: yuan(3200), selfPaid: yuan(4800), cashPay: yuan(4800)}, true);
    assert.equal(fenOf(m05.amount), 278_000n);
    const broken = await estimate({total: yuan(9999), selfPaid: yuan(100), cashPay: yuan(100)}, false);
    assert.deepEqual([broken.state, broken.flags], ['STATE_UNDER_REVIEW', ['BILL_INCONSISTENT']]);
    await refused(as('worker'), 'POST', '/medical/v1/claims:estimate',
      {body: {planVersion: loaded.planVersion, bill: {total: yuan(200_000_000_000)}}}, 400, 'BILL_OUT_OF_RANGE');
  }));
}
