// The demo city: Ningbo's counties, 200 base unions with their employers, 20,000 workers on rosters with planted faults.
// Everything follows from the seed; no clock is read.
import {Chance} from './chance.mjs';
import {addDays, creditCode, idNumber, withCheck} from './codes.mjs';
import {person} from './people.mjs';

export const counties = [
  ['330203', '海曙区'], ['330205', '江北区'], ['330206', '北仑区'], ['330211', '镇海区'], ['330212', '鄞州区'],
  ['330213', '奉化区'], ['330225', '象山县'], ['330226', '宁海县'], ['330281', '余姚市'], ['330282', '慈溪市'],
].map(([code, name]) => ({code, title: `${name}总工会 DEMO`, short: name}));

/** Ningbo's in-service hospitalization plan of 2023 (domain/medical §3.2). */
export const plan = {
  title: '宁波市在职职工住院医疗互助 DEMO',
  termStart: '2023-05-01',
  termYears: 1,
  feeYuan: 60,
  participationPercent: 80,
  fullParticipationUpTo: 10,
  secondPersonAboveYuan: 5000,
  thresholdYuan: 3000,
  rateToThresholdBp: 8000,
  rateAboveThresholdBp: 1000,
  bonusYuan: 200,
  documentNumber: 'DEMO-2023-01',
};

/** How many of each fault the rosters hold, by the reason that the system gives. */
export const rosterFaults = {
  ID_CHECK_DIGIT: 80, ID_LENGTH: 40, ID_DATE: 40, NUMBER_ROUNDED: 20, REQUIRED: 15, IMPLAUSIBLE_BIRTH: 5,
  DUPLICATE_IN_FILE: 100,
};
export const mobileWarnings = 25;

// How many employers have how many workers: 200 and 20,000 in all. Ten are so small that everybody must take part,
// one is so large that its file is read in two chunks.
const sizes = [[10, 8], [30, 40], [111, 80], [40, 150], [8, 300], [1, 1440]];
const trades = ['机械', '纺织', '模具', '物流', '电子', '食品', '化工', '建材', '文具', '汽配'];

/** Workers whose number belongs to nobody on a roster start here. */
export const strangers = 40_000;
const faultyPeople = 60_000;

function makeEmployers(chance) {
  const list = chance.shuffled(sizes.flatMap(([count, size]) => Array(count).fill(size)));
  let next = 0;
  return list.map((size, index) => {
    const county = counties[index % counties.length];
    const number = String(index + 1).padStart(3, '0');
    const members = Array.from({length: size}, (_, i) => next + i);
    next += size;
    return {
      number,
      county: county.code,
      title: `${county.short}${trades[Math.floor(index / 10) % trades.length]}${number}有限公司DEMO`,
      unionTitle: `${county.short}${trades[Math.floor(index / 10) % trades.length]}${number}有限公司工会DEMO`,
      creditCode: creditCode('91', `MA2${String(10_000 + index * 37)}`),
      unionCreditCode: creditCode('81', `MC${String(100_000 + index * 53)}`),
      paidOn: addDays('2023-04-03', chance.between(0, 14)),
      wave: 1,
      members,  // people it alone enrolls
      shared: [],  // people another employer enrolls too
      rows: [],
    };
  });
}

// Second shares. The employers of the second wave come when the others are effective: three whose fee came later, so
// that their shares are void; one whose fee came earlier, so that the first employer's shares become void.
function shareWorkers(employers, chance) {
  const usual = employers.filter(({members}) => members.length === 80);
  const [late, first, second, third, earlier] = usual.slice(-5);
  for (const employer of [late, first, second, third, earlier]) employer.wave = 2;
  late.paidOn = '2023-09-20';
  late.isLate = true;
  const firstEmployers = chance.shuffled(usual.slice(0, -5)).slice(0, 65);
  const takers = [first, second, third];
  for (const [i, employer] of firstEmployers.entries()) {
    const taker = i < 60 ? takers[i % 3] : earlier;
    taker.shared.push({person: employer.members[i], counts: taker === earlier, other: employer});
  }
  for (const taker of takers) taker.paidOn = '2023-04-28';
  earlier.paidOn = '2023-04-02';
}

const breakers = {
  ID_CHECK_DIGIT: (row) => ({...row, idNumber: row.idNumber.slice(0, 17) + (row.idNumber[17] === '1' ? '2' : '1')}),
  ID_LENGTH: (row) => ({...row, idNumber: row.idNumber.slice(0, 17)}),
  ID_DATE: (row) => ({...row, idNumber: withCheck(`${row.idNumber.slice(0, 10)}0230${row.idNumber.slice(14, 17)}`)}),
  NUMBER_ROUNDED: (row) => ({...row, idNumber: '3.39901E+17'}),
  REQUIRED: (row) => ({...row, name: ''}),
  IMPLAUSIBLE_BIRTH: (row) => ({...row, idNumber: idNumber('2031-06-15', Number(row.idNumber.slice(14, 17)))}),
};

function insertAt(rows, position, row) {
  rows.splice(position, 0, row);
}

function plantFaults(employers, chance) {
  const hosts = employers.filter(({members, wave}) => members.length >= 40 && wave === 1);
  let next = faultyPeople;
  for (const [reason, count] of Object.entries(rosterFaults)) {
    for (let i = 0; i < count; ++i) {
      const {rows} = chance.pick(hosts);
      if (reason === 'DUPLICATE_IN_FILE') {
        const original = chance.pick(rows.filter((row) => !row.fault && !row.repeated && !row.warning));
        original.repeated = true;
        insertAt(rows, chance.between(rows.indexOf(original) + 1, rows.length), {...original, fault: reason});
      } else {
        insertAt(rows, chance.between(0, rows.length), {...breakers[reason](person(next++)), fault: reason});
      }
    }
  }
  for (let i = 0; i < mobileWarnings; ++i) {
    const row = chance.pick(chance.pick(hosts).rows.filter((each) => !each.fault && !each.warning && !each.repeated));
    Object.assign(row, {mobile: row.mobile.slice(0, 10), warning: 'MOBILE_FORMAT'});
  }
}

function setHeadcount(employer, chance) {
  employer.accepted = employer.rows.filter(({fault}) => !fault).length;
  const absent = employer.accepted <= 10 ? 0 : Math.floor((employer.accepted * chance.between(0, 20)) / 100);
  employer.headcount = employer.accepted + absent;
}

/** The employers with their rosters' rows: {k, name, idNumber, mobile, fault?, warning?, share?}. */
export function makeCity() {
  const chance = new Chance(330_200);
  const employers = makeEmployers(chance);
  shareWorkers(employers, chance);
  for (const employer of employers) {
    employer.rows = employer.members.map((k) => ({k, ...person(k)}));
    for (const share of employer.shared) {
      insertAt(employer.rows, chance.between(0, employer.rows.length),
        {k: share.person, ...person(share.person), share});
    }
  }
  plantFaults(employers, chance);
  for (const employer of employers) setHeadcount(employer, chance);
  return {counties, employers, plan};
}
