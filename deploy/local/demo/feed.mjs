// The settlement feed of the demo city: 1,000 rows in the order the hospitals sent them, each with what was planted.
import {Chance} from './chance.mjs';
import {strangers} from './city.mjs';
import {addDays} from './codes.mjs';
import {person} from './people.mjs';

/** How many rows there are of each kind. */
export const feedKinds = {
  single: 638, twice: 120, thrice: 60,  // stays of covered people: 638 once, 60 twice, 20 three times
  nothingLeft: 6,  // the funds paid all of the catalogue's part
  beforeStart: 25, beforePayment: 18, afterLatePayment: 5, inconsistent: 12, sameStay: 4,
  outpatient: 30, stranger: 39, repeated: 20, changed: 15, refused: 8,
};

const hospitals = ['H33020300012', 'H33020500007', 'H33021200031', 'H33028200004'];
const diseases = ['K80.000x003', 'I25.103', 'C34.900x001', 'J18.900', 'M51.202'];
const refusals = ['ID_CHECK_DIGIT', 'ID_CHECK_DIGIT', 'ID_CHECK_DIGIT', 'NEGATIVE_AMOUNT', 'NEGATIVE_AMOUNT',
  'BAD_DATE', 'BAD_DATE', 'VERSION_NOT_SUPPORTED'];

/** A bill in fen that keeps both invariants: `burden` is what the plan looks at. */
function makeBill(chance, burden) {
  const bill = {
    poolPay: burden * 2 + chance.between(50_000, 900_000),
    catastrophicPay: burden > 1_500_000 ? chance.between(10_000, 2_000_000) : 0,
    civilPay: chance.between(1, 8) === 1 ? chance.between(1, 320_000) : 0,
    medAidPay: chance.between(1, 20) === 1 ? chance.between(1, 100_000) : 0,
    otherPay: chance.between(1, 25) === 1 ? chance.between(1, 50_000) : 0,
    hospitalBorne: chance.between(1, 10) === 1 ? chance.between(1, 30_000) : 0,
    selfFunded: chance.between(0, 250_000),
    selfManaged: Math.floor((burden * chance.between(0, 40)) / 100),
  };
  bill.selfPaid = burden - bill.selfManaged;
  const own = bill.selfFunded + burden;
  bill.personalAccountPay = Math.floor((own * chance.between(0, 60)) / 100);
  bill.cashPay = own - bill.personalAccountPay;
  bill.total = bill.poolPay + bill.catastrophicPay + bill.civilPay + bill.medAidPay + bill.otherPay +
    bill.hospitalBorne + own;
  return bill;
}

// Most stays leave little with the person; few leave more than the plan's threshold.
function usualBurden(chance) {
  const [low, high] = chance.pick([...Array(15).fill([10_000, 100_000]), ...Array(4).fill([100_000, 300_000]), [300_001, 1_200_000]]);
  return chance.between(low, high);
}

class FeedMaker {
  constructor(city) {
    this.chance = new Chance(20_240_315);
    this.rows = [];
    const usual = city.employers.filter(({isLate}) => !isLate).flatMap(({members}) => members);
    this.people = this.chance.shuffled(usual);
    this.latePeople = this.chance.shuffled(city.employers.find(({isLate}) => isLate).members);
    // People with two employers come first, so that a void share cannot be paid unseen.
    const shared = city.employers.flatMap((employer) => employer.shared.map((share) => share.person));
    this.people = [...shared.slice(0, 5), ...shared.slice(-5), ...this.people.filter((k) => !shared.includes(k))];
  }

  nextPerson() {
    return this.people.shift();
  }

  add(kind, k, {from = '2023-05-01', to = '2024-02-20', burden, admit, ...rest} = {}) {
    const {chance} = this;
    const number = String(this.rows.length + 1).padStart(13, '0');
    const span = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
    const admitDate = admit ?? addDays(from, chance.between(0, span));
    const dischargeDate = addDays(admitDate, chance.between(1, 14));
    const row = {
      kind, k, settlementId: `339901G${number}`, version: '1', encounterId: `339901E${number}`,
      idNumber: person(k).idNumber, hospitalCode: chance.pick(hospitals), visitKind: 'INPATIENT', admitDate,
      dischargeDate, settleTime: `${addDays(dischargeDate, chance.between(0, 3))} ${chance.between(10, 17)}:05:12`,
      diseaseCodes: chance.pick(diseases), bill: makeBill(chance, burden ?? usualBurden(chance)), ...rest,
    };
    this.rows.push(row);
    return row;
  }

  times(count, make) {
    for (let i = 0; i < count; ++i) make(i);
  }

  addStays() {
    this.times(feedKinds.single, (i) => {
      // The first and the last day of cover that the feed knows, and a burden whose benefit ends in half a fen.
      if (i === 0) return this.add('single', this.nextPerson(), {admit: '2023-05-01'});
      if (i === 1) return this.add('single', this.nextPerson(), 
        {admit: '2024-03-01', dischargeDate: '2024-03-05', settleTime: '2024-03-05 16:40:00'});
      const row = this.add('single', this.nextPerson(), i < 12 ? {burden: 300_005 + i * 10} : {});
      if (i >= 12 && i < 17) row.bill.total += 5;  // 0.05 yuan is not yet inconsistent
      return row;
    });
    for (const [kind, stays] of [['twice', 2], ['thrice', 3]]) {
      this.times(feedKinds[kind] / stays, () => {
        const k = this.nextPerson();
        this.times(stays, () => this.add(kind, k));
      });
    }
    this.times(feedKinds.nothingLeft, () => this.add('nothingLeft', this.nextPerson(), {burden: 0}));
  }

  addDates() {
    const before = {from: '2023-03-15', to: '2023-04-29'};
    this.times(feedKinds.beforeStart, (i) =>
      this.add('beforeStart', this.nextPerson(), i === 0 ? {admit: '2023-04-30'} : before));
    this.times(feedKinds.beforePayment, (i) => this.add('beforePayment', this.latePeople.shift(),
      {to: '2023-09-19', ...(i < 3 ? {burden: 3_000_000 + i * 123_457} : {}), ...(i === 3 ? {admit: '2023-09-19'} : {})}));
    this.times(feedKinds.afterLatePayment, (i) => this.add('afterLatePayment', this.latePeople.shift(),
      {from: '2023-09-20', ...(i === 0 ? {admit: '2023-09-20'} : {})}));
  }

  addReviews() {
    this.times(feedKinds.inconsistent, (i) => {
      const {bill} = this.add('inconsistent', this.nextPerson(), i < 4 ? {burden: 4_000_000 + i * 234_567} : {});
      if (i % 3 === 0) bill.total += 10_000;
      if (i % 3 === 1) bill.cashPay += 6;
      if (i % 3 === 2) bill.poolPay -= 600;
    });
    this.times(feedKinds.sameStay / 2, () => {
      const first = this.add('sameStay', this.nextPerson());
      this.add('sameStay', first.k, {admit: first.admitDate, encounterId: first.encounterId});
    });
  }

  addOthers() {
    const kinds = ['OUTPATIENT', '普通门诊', '14', '41', 'MATERNITY'];
    this.times(feedKinds.outpatient, (i) =>
      this.add('outpatient', this.nextPerson(), {visitKind: kinds[i % kinds.length]}));
    this.times(feedKinds.stranger, (i) => this.add('stranger', strangers + i));
    this.times(feedKinds.refused, (i) => {
      const row = this.add('refused', this.nextPerson(), {fault: refusals[i]});
      const {idNumber} = row;
      if (row.fault === 'ID_CHECK_DIGIT') row.idNumber = idNumber.slice(0, 17) + (idNumber[17] === '1' ? '2' : '1');
      if (row.fault === 'NEGATIVE_AMOUNT') row.bill.poolPay = -row.bill.poolPay;
      if (row.fault === 'BAD_DATE') row.admitDate = '2023-02-30';
      if (row.fault === 'VERSION_NOT_SUPPORTED') row.version = '2';
    });
  }

  // Somewhere behind their originals: the same again, and the same id with another content.
  addRepeats() {
    const {chance} = this;
    const after = (original, copy) => this.rows.splice(chance.between(this.rows.indexOf(original) + 1, this.rows.length), 0, copy);
    const originals = chance.shuffled(this.rows.filter(({kind}) => kind === 'single'));
    for (const original of originals.slice(0, feedKinds.repeated)) after(original, {...original, kind: 'repeated'});
    for (const original of originals.slice(-feedKinds.changed)) {
      const bill = {...original.bill, cashPay: original.bill.cashPay + 100, selfPaid: original.bill.selfPaid + 100,
        total: original.bill.total + 100};
      after(original, {...original, kind: 'changed', fault: 'SETTLEMENT_CHANGED', bill});
    }
  }
}

/** The rows of the feed, in order: {kind, k, fault?, settlementId, …, bill in fen}. */
export function makeFeed(city) {
  const maker = new FeedMaker(city);
  maker.addStays();
  maker.addDates();
  maker.addReviews();
  maker.addOthers();
  maker.rows = maker.chance.shuffled(maker.rows);
  maker.addRepeats();
  return maker.rows;
}
