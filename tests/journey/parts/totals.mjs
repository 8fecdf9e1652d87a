// The demo's exact totals: as literals, as the generator's own computation has them, and as the API tells them.
import assert from 'node:assert/strict';
import test from 'node:test';

import {fenOf} from '../../../deploy/local/demo/client.mjs';
import {expectedClaims, expectedEnrolment} from '../../../deploy/local/demo/expected.mjs';
import {tallyOf} from './checks.mjs';

export const literal = {
  enrolled: 20_000, voided: 65, contributions: 120_390_000n, refundsDue: 390_000n,
  approved: 823, underReview: 34, rejected: 31, awarded: 74_065_853n,
};

export function totals({as, loaded}, city, feed, story) {
  const approver = as('city.approver');
  const enrolment = expectedEnrolment(city);
  const outcome = expectedClaims(city, feed);
  const list = (path, field) => approver.list(`/medical/v1/${path}`, field);

  test('journey: what is expected is what was planned', () => {
    const {enrolled, voided, contributions, refundsDue} = enrolment;
    const {approved, underReview, rejected, awarded} = outcome;
    assert.deepEqual({enrolled, voided, contributions, refundsDue, approved, underReview, rejected, awarded}, literal);
    assert.deepEqual(enrolment.refused, {ID_CHECK_DIGIT: 80, ID_LENGTH: 40, ID_DATE: 40, NUMBER_ROUNDED: 20, REQUIRED: 15,
      IMPLAUSIBLE_BIRTH: 5, DUPLICATE_IN_FILE: 100});
    assert.deepEqual(outcome.feed.refusedBy, {SETTLEMENT_CHANGED: 15, ID_CHECK_DIGIT: 3, NEGATIVE_AMOUNT: 2, BAD_DATE: 2,
      VERSION_NOT_SUPPORTED: 1});
    assert.deepEqual(outcome.reasons, {BEFORE_START: 25, NEGATIVE_BASE: 6});
    assert.deepEqual(outcome.flags, {PRE_PAYMENT_EVENT: 18, BILL_INCONSISTENT: 12, SAME_STAY: 4});
    assert.equal(outcome.aboveLimit, 7);
  });

  test('journey: rosters are effective, every refusal counted by its reason', async () => {
    const rosters = await list('rosters', 'rosters');
    assert.equal(rosters.length, 200);
    assert.deepEqual([...new Set(rosters.map(({state}) => state))], ['STATE_EFFECTIVE']);
    const reasons = {};
    for (const {reason, count} of rosters.flatMap((roster) => roster.reasons)) reasons[reason] = (reasons[reason] ?? 0) + Number(count);
    assert.deepEqual(reasons, {...enrolment.refused, ...enrolment.warnings});
    const sum = (field) => rosters.reduce((total, roster) => total + roster[field], 0);
    assert.deepEqual([sum('enrolledCount'), sum('voidCount'), sum('refusedCount')], [20_000, 65, 300]);
    assert.equal(rosters.filter(({upload}) => upload.encoding === 'GB18030').length, 40);
  });

  test('journey: the feed is taken as planted', async () => {
    const taken = await approver.get(`/medical/v1/${loaded.feedImport}`);
    assert.deepEqual([taken.acceptedCount, taken.replayedCount, taken.refusedCount, taken.unmatchedCount], [957, 20, 23, 39]);
    assert.deepEqual(Object.fromEntries(taken.reasons.map(({reason, count}) => [reason, Number(count)])), outcome.feed.refusedBy);
    const settlements = await list('settlements', 'settlements');
    const states = {};
    for (const {state} of settlements) states[state] = (states[state] ?? 0) + 1;
    assert.deepEqual(states, {STATE_MATCHED: 888, STATE_UNMATCHED: 39, STATE_NOT_CLAIMABLE: 30});
  });

  test('journey: each claim has the outcome, the amount, the bonus and the reasons that the plan gives it', async () => {
    const settlements = new Map((await list('settlements', 'settlements')).map((each) => [each.name, each.settlementId]));
    const claims = new Map((await list('claims', 'claims')).map((claim) => [settlements.get(claim.settlement), claim]));
    assert.equal(claims.size, outcome.claims.length);
    for (const wanted of outcome.claims) {
      const claim = claims.get(wanted.row.settlementId);
      assert.deepEqual({
        state: claim.state, amount: fenOf(claim.amount), bonus: claim.firstAdmission, county: claim.county,
        reasons: claim.reasons, flags: [...claim.flags].sort(),
      }, {
        state: `STATE_${wanted.state}`, amount: wanted.amount, bonus: wanted.bonus, county: wanted.employer.county,
        reasons: wanted.reason ? [wanted.reason] : [], flags: [...wanted.flags].sort(),
      }, wanted.row.settlementId);
      assert.notEqual(claim.explanation.length, 0);
      assert.match(claim.createTime, /^2024-03-15T/);
    }
  });

  test('journey: pool and figures equal the claims listed page by page', async () => {
    const [, plan, , version] = loaded.planVersion.split('/');
    const pool = await approver.get(`/medical/v1/pools/${plan}-${version}`);
    const {enrolled, contributions, refundsDue, approved, underReview, rejected, awarded} = literal;
    assert.deepEqual([Number(pool.enrolledCount), fenOf(pool.contributions), fenOf(pool.refundsDue), Number(pool.approvedCount),
      Number(pool.underReviewCount), Number(pool.rejectedCount), fenOf(pool.awarded)],
    [enrolled, contributions, refundsDue, approved, underReview, rejected, awarded]);
    const {figures} = await approver.get('/medical/v1/statistics');
    assert.equal(figures.filter(({year}) => year === 2023).length, 10);
    const claims = await approver.list('/medical/v1/claims', 'claims', 37);
    for (const figure of figures) {
      const own = claims.filter(({county, eventDate}) => county === figure.county && eventDate.year === figure.year);
      const {approved: count, underReview: reviews, rejected: refusals, awarded: sum} = tallyOf(own);
      assert.deepEqual([Number(figure.approvedCount), Number(figure.underReviewCount), Number(figure.rejectedCount), fenOf(figure.awarded)],
        [count, reviews, refusals, sum], `${figure.year} ${figure.county}`);
      assert.equal(Number(figure.enrolledCount), figure.year === 2023 ? enrolment.byCounty[figure.county] : 0);
    }
    assert.equal(figures.reduce((total, figure) => total + fenOf(figure.awarded), 0n), awarded);
  });

  test('journey: the printed story says the same', () => {
    for (const part of ['200 employers', '20,000 workers; fees 1,203,900.00 yuan, to be given back 3,900.00 yuan',
      '300 roster rows', 'ID_CHECK_DIGIT 80', 'DUPLICATE_IN_FILE 100', '957 accepted, 39 of them UNMATCHED; 20 repeated; 23 refused',
      '823 approved, 34 under review', '31 rejected', 'awarded      740,658.53 yuan']) {
      assert.ok(story.includes(part), `"${part}" is not in:\n${story}`);
    }
  });
}
