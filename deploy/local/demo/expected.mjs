// What must come out of the demo city, computed from what was planted and from the plan's text alone: none of the
// system's code, all money in BigInt fen. The journey test compares the system with this.

const zero = () => ({approved: 0, underReview: 0, rejected: 0, awarded: 0n});

export function count(into, key, by = 1) {
  into[key] = (into[key] ?? 0) + by;
}

/** k -> the employer whose share counts. */
function coversOf(employers) {
  const covers = new Map();
  for (const employer of employers) {
    for (const k of employer.members) covers.set(k, employer);
  }
  for (const employer of employers) {
    for (const share of employer.shared) {
      if (employer.paidOn < covers.get(share.person).paidOn) covers.set(share.person, employer);
    }
  }
  return covers;
}

export function expectedEnrolment({employers, plan}) {
  const covers = coversOf(employers);
  const refused = {};
  const warnings = {};
  const byCounty = {};
  let accepted = 0;
  for (const {rows} of employers) {
    for (const row of rows) {
      if (row.fault) count(refused, row.fault);
      else ++accepted;
      if (row.warning) count(warnings, row.warning);
      if (row.share) count(warnings, 'ENROLLED_ELSEWHERE');
    }
  }
  for (const employer of covers.values()) count(byCounty, employer.county);
  const fee = BigInt(plan.feeYuan) * 100n;
  return {
    enrolled: covers.size, voided: accepted - covers.size, refused, warnings, byCounty,
    contributions: fee * BigInt(accepted), refundsDue: fee * BigInt(accepted - covers.size),
  };
}

const min = (a, b) => (a < b ? a : b);

/** B1 (domain/medical §3.5), in fen. */
export function benefit(plan, burden, withBonus) {
  const threshold = BigInt(plan.thresholdYuan) * 100n;
  const below = min(burden, threshold);
  const scaled = below * BigInt(plan.rateToThresholdBp) + (burden - below) * BigInt(plan.rateAboveThresholdBp);
  const rounded = (scaled + 5000n) / 10000n;
  return min(burden, rounded + (withBonus ? BigInt(plan.bonusYuan) * 100n : 0n));
}

function readBill(bill) {
  const fen = Object.fromEntries(Object.entries(bill).map(([name, value]) => [name, BigInt(value)]));
  const own = fen.selfFunded + fen.selfManaged + fen.selfPaid;
  const receipt = fen.personalAccountPay + fen.cashPay;
  const payers = fen.poolPay + fen.catastrophicPay + fen.civilPay + fen.medAidPay + fen.otherPay + fen.hospitalBorne;
  const apart = (a, b) => a - b > 5n || b - a > 5n;
  const burden = min(fen.total - payers - fen.selfFunded, receipt - fen.selfFunded);
  return {burden: burden > 0n ? burden : 0n, inconsistent: apart(fen.total, payers + own) || apart(own, receipt)};
}

// One person's stays, decided together: who holds the bonus follows from all of them.
function decideStays(stays, employer, plan) {
  const termEnd = '2024-04-30';
  const claims = stays.map((row) => {
    const claim = {row, employer, ...readBill(row.bill), flags: [], state: 'APPROVED', amount: 0n, bonus: false};
    if (row.admitDate < plan.termStart) claim.reason = 'BEFORE_START';
    if (row.admitDate > termEnd) claim.reason = 'EXPIRED';
    claim.pays = !claim.reason && benefit(plan, claim.burden, false) > 0n;
    return claim;
  });
  const paying = claims.filter(({pays}) => pays);
  const order = ({row}) => `${row.admitDate} ${row.encounterId}`;
  const first = [...paying].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))[0];
  for (const claim of claims) decideOne(claim, claim === first, paying, plan);
  return claims;
}

function decideOne(claim, isFirst, paying, plan) {
  if (!claim.reason) {
    if (claim.row.admitDate < claim.employer.paidOn) claim.flags.push('PRE_PAYMENT_EVENT');
    if (claim.inconsistent) claim.flags.push('BILL_INCONSISTENT');
    const sameStay = paying.filter(({row}) => row.encounterId === claim.row.encounterId);
    if (claim.pays && sameStay.length > 1) claim.flags.push('SAME_STAY');
    if (claim.burden === 0n && !claim.inconsistent) claim.reason = 'NEGATIVE_BASE';
  }
  if (claim.reason) {
    claim.state = 'REJECTED';
    return;
  }
  claim.bonus = isFirst;
  claim.amount = benefit(plan, claim.burden, isFirst);
  if (claim.flags.length > 0) claim.state = 'UNDER_REVIEW';
}

function tally(claims) {
  const total = {...zero(), reasons: {}, flags: {}, underReviewAmount: 0n, aboveLimit: 0, byYearAndCounty: {}};
  for (const {row, employer, state, amount, reason, flags} of claims) {
    const figure = total.byYearAndCounty[`${row.admitDate.slice(0, 4)} ${employer.county}`] ??= zero();
    for (const each of [total, figure]) {
      if (state === 'APPROVED') {
        ++each.approved;
        each.awarded += amount;
      } else {
        ++each[state === 'REJECTED' ? 'rejected' : 'underReview'];
      }
    }
    if (reason) count(total.reasons, reason);
    for (const flag of flags) count(total.flags, flag);
    if (state === 'UNDER_REVIEW') total.underReviewAmount += amount;
    if (state === 'UNDER_REVIEW' && amount > 500_000n) ++total.aboveLimit;
  }
  return total;
}

export function expectedClaims({employers, plan}, feed) {
  const covers = coversOf(employers);
  const outcome = {rows: feed.length, accepted: 0, replayed: 0, refused: 0, unmatched: 0, notClaimable: 0, refusedBy: {}};
  const stays = new Map();
  for (const row of feed) {
    if (row.fault) {
      ++outcome.refused;
      count(outcome.refusedBy, row.fault);
    } else if (row.kind === 'repeated') {
      ++outcome.replayed;
    } else {
      ++outcome.accepted;
      if (row.visitKind !== 'INPATIENT') ++outcome.notClaimable;
      else if (!covers.has(row.k)) ++outcome.unmatched;
      else stays.set(row.k, [...(stays.get(row.k) ?? []), row]);
    }
  }
  const claims = [...stays].flatMap(([k, rows]) => decideStays(rows, covers.get(k), plan));
  return {feed: outcome, claims, ...tally(claims)};
}
