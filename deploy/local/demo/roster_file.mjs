// A roster as a clerk's spreadsheet really writes it: every trap of domain/formats §5, one style an employer.
import {encodeGb18030} from './gb18030.mjs';

const plain = ['序号', '姓名', '身份证号', '手机号'];
const title = '宁波市在职职工住院医疗互助参保花名册（2023年度）DEMO';
const asIs = (cell) => cell;
const wide = (cell) => cell.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const guarded = (cell) => (cell === '' ? '' : `="${cell}"`);

// before, after: lines around the table; `width` cells each. cell: how a number is written.
const styles = [
  {headers: plain, bom: true, newline: '\r\n', cell: asIs},
  {headers: ['序号', '职工姓名', '公民身份号码', '联系电话'], newline: '\n', cell: asIs},
  {headers: ['序号', '姓 名*', '身份证号码（18位）', '手机号码'], newline: '\r\n', cell: asIs, title: true, total: true},
  {headers: plain, encode: encodeGb18030, newline: '\r\n', cell: asIs, title: true},
  {headers: ['编号', '姓名（必填）', '＊身份证号码', '手机'], bom: true, newline: '\r\n', cell: guarded},
  {headers: ['序号', '会员姓名', '证件号码', '移动电话'], newline: '\r\n', cell: (cell) => (cell === '' ? '' : `${cell}\t`)},
  {headers: ['序号', '参保人姓名', '居民身份证号', '手机号'], bom: true, newline: '\n', cell: wide, total: true},
  {headers: plain, newline: '\n', cell: asIs, delimiter: '\t', extra: true},
  {headers: ['序号', '姓名', '"身份证\r\n号码"', '联系方式'], encode: encodeGb18030, newline: '\r\n', cell: asIs, signed: true},
  {headers: ['seq', 'name', 'id_number', 'mobile'], newline: '\n', cell: (cell) => (cell === '' ? '' : `'${cell.toLowerCase()}`), gaps: true},
];

function* linesOf(employer, style) {
  const delimiter = style.delimiter ?? ',';
  const line = (cells) => cells.join(delimiter);
  if (style.title) {
    yield line([title, '', '', '']);
    yield line([`填报单位：${employer.title}`, '', '', '']);
  }
  yield line([...style.headers, ...(style.extra ? ['性别', '备注'] : [])]);
  for (const [i, row] of employer.rows.entries()) {
    if (style.gaps && i % 25 === 24) yield line(['', '', '', '']);
    yield line([i + 1, row.name, style.cell(row.idNumber), style.cell(row.mobile), ...(style.extra ? ['', '无'] : [])]);
  }
  if (style.total) yield line([`合计：${employer.accepted}人`, '', '', '']);
  if (style.signed) yield line(['制表人：DEMO', '', '审核：DEMO', '']);
}

/** The bytes of an employer's file. */
export function rosterFile(employer) {
  const style = styles[(Number(employer.number) * 7) % styles.length];
  const text = [...linesOf(employer, style)].join(style.newline) + style.newline;
  return style.encode ? style.encode(text) : Buffer.from((style.bom ? '\ufeff' : '') + text);
}
