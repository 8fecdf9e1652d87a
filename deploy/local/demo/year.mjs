// The mutual-aid year: the plan, the rosters until they are effective, the settlement feed.
import {setTimeout as wait} from 'node:timers/promises';

import {dateOf, fenOf, inParallel, keyOf, moneyOf} from './client.mjs';
import {feedFile} from './feed_file.mjs';
import {rosterFile} from './roster_file.mjs';

const patienceMillis = 120_000;  // without any progress
const yuanOf = (yuan) => moneyOf(BigInt(yuan) * 100n);

/** The name of the plan's version. */
export async function makePlan(approver, plan) {
  const made = await approver.call('POST', '/medical/v1/plans', {key: keyOf('plan'), body: {title: plan.title}});
  const version = await approver.call('POST', `/medical/v1/${made.name}/versions`, {
    key: keyOf('plan version', plan.termStart),
    body: {
      termStart: dateOf(plan.termStart), termYears: plan.termYears, fee: yuanOf(plan.feeYuan),
      participationPercent: plan.participationPercent, fullParticipationUpTo: plan.fullParticipationUpTo,
      secondPersonAbove: yuanOf(plan.secondPersonAboveYuan), documentNumber: plan.documentNumber,
      hospital: {
        threshold: yuanOf(plan.thresholdYuan), rateToThresholdBp: plan.rateToThresholdBp,
        rateAboveThresholdBp: plan.rateAboveThresholdBp, firstAdmissionBonus: yuanOf(plan.bonusYuan),
      },
    },
  });
  return version.name;
}

/** Where an employer's roster is uploaded to. */
export function rosterImportPath(planVersion, organization, headcount) {
  return `/medical/v1/rosters:import?${new URLSearchParams({planVersion, organization, headcount})}`;
}

// Goes on from whatever state the roster is in, so that a run that was cut short can be repeated.
async function enroll({clerk, finance, planVersion, organization}, employer) {
  const imported = await clerk.call('POST', rosterImportPath(planVersion, organization, employer.headcount),
    {key: keyOf('roster', employer.number), csv: rosterFile(employer)});
  const path = `/medical/v1/${imported.name}`;
  let roster = await clerk.get(path);
  if (roster.state === 'STATE_VALIDATED') {
    roster = await clerk.call('POST', `${path}:submit`, {key: keyOf('submit', imported.name), body: {etag: roster.etag}});
  }
  if (roster.state === 'STATE_SUBMITTED') {
    await finance.call('POST', `${path}:confirmPayment`, {
      key: keyOf('payment', imported.name),
      body: {etag: roster.etag, amount: moneyOf(fenOf(roster.amountDue)), paidOn: dateOf(employer.paidOn)},
    });
  }
}

// Enrolments are made by a job after the money is confirmed.
async function untilEffective(approver) {
  let before = Infinity;
  let since = performance.now();
  for (;;) {
    const left = (await approver.list('/medical/v1/rosters?state=STATE_PAID', 'rosters')).length;
    if (left === 0) return;
    if (left < before) [before, since] = [left, performance.now()];
    if (performance.now() - since > patienceMillis) throw new Error(`${left} rosters do not become effective`);
    await wait(200);
  }
}

/** All rosters of one wave, effective. `clerkOf(employer)` signs in as its clerk. */
export async function enrollWave(wave, city, {clerkOf, finance, approver, planVersion, organizations}) {
  const employers = city.employers.filter((employer) => employer.wave === wave);
  await inParallel(8, employers, (employer) => enroll(
    {clerk: clerkOf(employer), finance, planVersion, organization: organizations.unions[employer.number]}, employer));
  await untilEffective(approver);
}

/** The outcome of the upload. */
export async function importFeed(approver, feed) {
  return approver.call('POST', `/medical/v1/settlements:import?${new URLSearchParams({title: 'DEMO 2023-05 - 2024-03'})}`,
    {key: keyOf('feed'), csv: feedFile(feed)});
}
