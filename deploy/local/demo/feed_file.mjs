// The feed as bytes: UTF-8 with a byte order mark, Chinese headers, a title, amounts and dates in several spellings.

const headers = ['结算流水号', '版本', '就诊ID', '身份证号码', '定点机构编号', '医疗类别', '入院日期', '出院日期', '结算时间',
  '出院诊断编码', '费用总额', '统筹支付', '大病保险', '公务员补助', '医疗救助', '其他支付', '医院负担', '自费', '先行自付',
  '个人自付', '个人账户支付', '现金支付', '经办机构'];
const amounts = ['total', 'poolPay', 'catastrophicPay', 'civilPay', 'medAidPay', 'otherPay', 'hospitalBorne', 'selfFunded',
  'selfManaged', 'selfPaid', 'personalAccountPay', 'cashPay'];

/** 123450 -> '1234.50'. */
export function yuan(fen) {
  const digits = String(fen < 0 ? -fen : fen).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** '1234567.50' -> '1,234,567.50'. */
export function withThousands(text) {
  return text.replace(/\B(?=(\d{3})+(?!\d))(?=\d*\.|\d*$)/g, ',');
}

function dateCell(date, i) {
  const [year, month, day] = date.split('-');
  const spellings = [date, `${year}/${Number(month)}/${Number(day)}`, `${year}${month}${day}`,
    `${year}年${Number(month)}月${Number(day)}日`, `${year}.${month}.${day}`];
  return spellings[i % spellings.length];
}

function amountCell(fen, i) {
  return i % 6 === 0 && fen >= 100_000 ? `"${withThousands(yuan(fen))}"` : yuan(fen);
}

export function feedFile(rows) {
  const lines = [['宁波市医疗保险结算明细 DEMO', ...Array(headers.length - 1).fill('')], headers];
  for (const [i, row] of rows.entries()) {
    lines.push([row.settlementId, row.version, row.encounterId, `${row.idNumber}\t`, row.hospitalCode, row.visitKind,
      dateCell(row.admitDate, i), dateCell(row.dischargeDate, i), row.settleTime, row.diseaseCodes,
      ...amounts.map((name) => amountCell(row.bill[name], i)), '宁波']);
  }
  return Buffer.from('\ufeff' + lines.map((cells) => cells.join(',')).join('\r\n') + '\r\n');
}
