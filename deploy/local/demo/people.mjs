// The people of the demo city. Person k is always the same person.
import {addDays, idNumber} from './codes.mjs';

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const given = [...'嘉怡明建国海燕志强晓丽文静永康春华秋实思远若兰子涵雨桐浩然雪梅立新'];

// All born 1965-01-01 to 2002-12-31: at work, and below the retirement age, on 1 May 2023.
const firstBirth = '1965-01-01';
const birthDays = 13_879;
const stride = 7919;  // prime to birthDays, so that neighbours are not born on neighbouring days

/** {name, idNumber, mobile}; names end in DEMO, and no telephone number in China begins with 100. */
export function person(k) {
  const birth = addDays(firstBirth, (k * stride) % birthDays);
  const sequence = 100 + Math.floor(k / birthDays);
  const surname = surnames[k % surnames.length];
  const first = given[Math.floor(k / surnames.length) % given.length];
  const second = given[Math.floor(k / (surnames.length * given.length)) % given.length];
  return {
    name: `${surname}${first}${second}DEMO`,
    idNumber: idNumber(birth, sequence),
    mobile: `100${String((k * 48_271 + 12_345) % 100_000_007).padStart(8, '0')}`,
  };
}
