// What happened, as the API tells it, and what to try next.
import {fenOf} from './client.mjs';
import {withThousands, yuan} from './feed_file.mjs';
import {staff} from './unions.mjs';

const whole = (number) => withThousands(String(number));
const money = (fen) => withThousands(yuan(fen));
const warningReasons = new Set(['MOBILE_FORMAT', 'ENROLLED_ELSEWHERE']);

function addUp(into, reason, count) {
  into[reason] = (into[reason] ?? 0) + Number(count);
}

function sumReasons(uploads) {
  const sums = {refused: {}, warnings: {}};
  for (const {reason, count} of uploads.flatMap(({reasons}) => reasons ?? [])) {
    addUp(warningReasons.has(reason) ? sums.warnings : sums.refused, reason, count);
  }
  return sums;
}

function sumClaims(claims) {
  const sums = {approved: 0, underReview: 0, rejected: 0, awarded: 0n, reasons: {}, flags: {}};
  for (const claim of claims) {
    if (claim.state === 'STATE_APPROVED') {
      ++sums.approved;
      sums.awarded += fenOf(claim.amount);
    }
    if (claim.state === 'STATE_REJECTED') ++sums.rejected;
    if (claim.state === 'STATE_UNDER_REVIEW') ++sums.underReview;
    for (const reason of claim.reasons ?? []) addUp(sums.reasons, reason, 1);
    if (claim.state === 'STATE_UNDER_REVIEW') for (const flag of claim.flags ?? []) addUp(sums.flags, flag, 1);
  }
  return sums;
}

/** The figures of the year, read as the city's approver reads them. */
export async function readFigures(approver, planVersion, feedImport) {
  const [, plan, , version] = planVersion.split('/');
  const rosters = await approver.list('/medical/v1/rosters', 'rosters');
  return {
    pool: await approver.get(`/medical/v1/pools/${plan}-${version}`),
    rosters: rosters.length,
    rows: sumReasons(rosters),
    feed: await approver.get(`/medical/v1/${feedImport}`),
    claims: sumClaims(await approver.list('/medical/v1/claims', 'claims')),
  };
}

const listed = (counts) => Object.entries(counts).sort(([, a], [, b]) => b - a)
  .map(([reason, count]) => `${reason} ${whole(count)}`).join(', ') || 'none';
const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

export function tellYear({pool, rosters, rows, feed, claims}, seconds) {
  return `
The year 2023/24 of Ningbo's in-service hospitalization plan (DEMO), ${seconds}
  rosters      ${whole(rosters)} employers
  enrolled     ${whole(pool.enrolledCount)} workers; fees ${money(fenOf(pool.contributions))} yuan, to be given back ${money(fenOf(pool.refundsDue))} yuan
  refused      ${whole(sum(rows.refused))} roster rows: ${listed(rows.refused)}
  warnings     ${whole(sum(rows.warnings))} roster rows: ${listed(rows.warnings)}
  settlements  ${whole(feed.acceptedCount)} accepted, ${whole(feed.unmatchedCount)} of them UNMATCHED; ${whole(feed.replayedCount)} repeated; ${whole(feed.refusedCount)} refused: ${listed(sumReasons([feed]).refused)}
  claims       ${whole(claims.approved)} approved, ${whole(claims.underReview)} under review (${listed(claims.flags)}), ${whole(claims.rejected)} rejected (${listed(claims.reasons)})
  awarded      ${money(claims.awarded)} yuan`;
}

/** Three lines that work as printed in a shell at the root of the checkout, behind the one that signs in. */
export function curlLines({gateway, local, claim, planVersion}) {
  const bill = '{"total":{"currencyCode":"CNY","units":"20000"},"poolPay":{"currencyCode":"CNY","units":"12000"},' +
    '"selfPaid":{"currencyCode":"CNY","units":"8000"},"cashPay":{"currencyCode":"CNY","units":"8000"}}';
  return [
    `TOKEN=$(curl -s ${gateway}/identity/v1/sessions -H 'Content-Type: application/json' -d '{"login":"city.approver","password":"'$(cat ${local}/keys/demo.password)'"}' | sed 's/.*"accessToken": *"\\([^"]*\\)".*/\\1/')`,
    `curl -s ${gateway}/medical/v1/${claim} -H "Authorization: Bearer $TOKEN"`,
    `curl -s ${gateway}/medical/v1/claims:estimate -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"planVersion":"${planVersion}","firstAdmission":true,"bill":${bill}}'`,
    `curl -s '${gateway}/medical/v1/statistics?year=2023' -H "Authorization: Bearer $TOKEN"`,
  ];
}

export function tellWhatToTry(place) {
  const {gateway, local, clerk} = place;
  const roles = [...staff.map(({login, role}) => [login, role]), [clerk, 'ROLE_UNION_CLERK'], ['worker', 'ROLE_WORKER']];
  const [signIn, ...lines] = curlLines(place);
  return `
Gateway        ${gateway}
Demo sign-ins  password of all: cat ${local}/keys/demo.password
${roles.map(([login, role]) => `  ${login.padEnd(20)} ${role}`).join('\n')}
  administrator        ROLE_SYSTEM_ADMINISTRATOR    password: cat ${local}/keys/administrator.password
  security             ROLE_SECURITY_ADMINISTRATOR  password: cat ${local}/keys/security.password
Sign in (a token lives for 15 minutes), then try: a claim with its arithmetic, an estimate, the figures board
${signIn}
${lines.join('\n')}
`;
}
