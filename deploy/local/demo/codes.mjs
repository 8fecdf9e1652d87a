// Numbers that are well-formed and nobody's: region 339901 is no county (domain/identity §8.1, §8.3).

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2];

const dayMillis = 86_400_000;

/** '2023-05-01' plus days. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMillis).toISOString().slice(0, 10);
}

/** The citizen number of 17 digits with its check character. */
export function withCheck(digits) {
  const sum = idWeights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return digits + '10X98765432'[sum % 11];
}

/** `birth` is '1990-01-01', `sequence` 1..999. */
export function idNumber(birth, sequence) {
  return withCheck(`339901${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`);
}

/** A credit code of authority and kind `front` ('91', '81') and an organization code of 8 characters. */
export function creditCode(front, body) {
  const value = (c) => (c <= '9' ? Number(c) : c.charCodeAt(0) - 55);
  const bodySum = bodyWeights.reduce((total, weight, i) => total + weight * value(body[i]), 0);
  const bodyCheck = (11 - (bodySum % 11)) % 11;
  const code = `${front}339901${body}${bodyCheck === 10 ? 'X' : bodyCheck}`;
  const sum = creditWeights.reduce((total, weight, i) => total + weight * creditAlphabet.indexOf(code[i]), 0);
  return code + creditAlphabet[(31 - (sum % 31)) % 31];
}
