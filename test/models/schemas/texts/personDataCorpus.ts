/**
 * Texts that must be refused and texts that must pass. Numbers are synthetic: place 445224 is a county's code, orders and
 * check digits are computed; 138 0013 8000 is a published service number.
 */
export const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** @param body 17 digits @returns the number with its check digit */
export const withCheck = (body: string): string => body + ('10X98765432'[WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(body[index]), 0) % 11] ?? '');

const wide = (text: string): string => text.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const script = (zero: number) => (text: string): string => text.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const signs = (ten: string) => (text: string): string => text.replaceAll(/[0-9]/g, (digit) => [...ten][Number(digit)] ?? digit);
export const WRITTEN: Readonly<Record<string, (text: string) => string>> = {
  ascii: (text) => text, fullWidth: wide, chinese: signs('〇一二三四五六七八九'), chineseZero: signs('零一二三四五六七八九'), spoken: signs('洞幺两三四五六拐八勾'), capital: signs('零壹贰叁肆伍陆柒捌玖'), traditional: signs('零壹貳參肆伍陸柒捌玖'),
  circled: signs('⓪①②③④⑤⑥⑦⑧⑨'), superscript: signs('⁰¹²³⁴⁵⁶⁷⁸⁹'), arabic: script(0x660), persian: script(0x6f0), devanagari: script(0x966), bengali: script(0x9e6), thai: script(0xe50), tibetan: script(0xf20), mathematical: script(0x1d7d8), segmented: script(0x1fbf0),
};
export const SEPARATORS = [' ', '-', '.', '·', '\u00a0', '\u2003', '\u3000', '\u202f', '–', '—', '－', '−', '．', '。', '_', '/', '|', '*', '~', ' - ', '\u200b', '\u00ad', '\u2060', '・', '•'];

const MOBILES = ['13800138000', '19912345678', '15098765432', '17700001111'];
const IDENTITIES = [withCheck('44522419900101123'), withCheck('11010119491231002'), withCheck('65010219780229004'.replace('0229', '0228')), withCheck('81000019970807001'), withCheck('44522420080808008')];
const X_ENDING = withCheck(Array.from({ length: 99 }, (_, order) => `4452241990010112${String(order)}`.slice(0, 17)).find((body) => body.length === 17 && withCheck(body).endsWith('X')) ?? '');
const SHORT = ['445224900101123', '110101491231002', '650102780228004', '350203851105331'];

const grouped = (number: string, lengths: readonly number[], separator: string): string => {
  let from = 0;
  return lengths.map((length) => number.slice(from, (from += length))).join(separator);
};

function* refused(): Generator<readonly [string, 'identity-number' | 'mobile-number']> {
  for (const write of Object.values(WRITTEN)) {
    yield [`联系 ${write('13800138000')}。`, 'mobile-number'];
    yield [`证 ${write(IDENTITIES[0] ?? '')}`, 'identity-number'];
    yield [`号 ${write(SHORT[0] ?? '')} 止`, 'identity-number'];
  }
  for (const separator of SEPARATORS) {
    yield [grouped('13800138000', [3, 4, 4], separator), 'mobile-number'];
    yield [grouped(IDENTITIES[1] ?? '', [6, 8, 4], separator), 'identity-number'];
    yield [grouped(SHORT[1] ?? '', [6, 6, 3], separator), 'identity-number'];
  }
  for (const lengths of [[3, 8], [3, 3, 5], [1, 10], [1, 2, 4, 4], Array.from({ length: 11 }, () => 1)]) yield [grouped('13912345678', lengths, ' '), 'mobile-number'];
  for (const lengths of [[3, 8], [4, 4, 3], [4, 3, 4], [7, 4], [5, 6], [3, 2, 2, 2, 2], [2, 9], [2, 3, 3, 3], [1, 10]]) yield [grouped('13912345678', lengths, '-'), 'mobile-number'];
  for (const lengths of [[3, 3, 4, 4, 4], [6, 4, 2, 2, 3, 1], [4, 4, 4, 4, 2], [17, 1], Array.from({ length: 18 }, () => 1)]) for (const separator of [' ', '.', ', ', '、', '\n']) yield [grouped(IDENTITIES[0] ?? '', lengths, separator), 'identity-number'];
  for (const prefix of ['+86', '+86 ', '+86-', '0086', '0086 ', '86', '(+86)', '（+86）', '＋86', '86-', '+86 (0) '.replace('(0) ', '')]) yield [`${prefix}13800138000`, 'mobile-number'];
  for (const text of ['(138)0013-8000', '（138）00138000', '【138】0013【8000】', '138(0013)8000', '[138] 0013 8000', '13八0013八〇〇〇', '一三八，〇〇一三，八〇〇〇', '+8 6 1 3 8 0 0 1 3 8 0 0 0', '1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣', '+86138 0013 8000', '联系人一：13800138000', '找王一13800138000', '共3人,13800138000', '电话:138 001 380 00', '手机 1380 0138 000', 'tel. 13.80.01.38.00.0', 'wechat:13800138000', 'zhang13800138000', 'TEL13800138000', 'T13800138000', '13800138000@example.com', 'seal 13800138000/2', '样品由13800138000送', '13800138000 13900139000', 'a13800138000b', '，13800138000，', '13800138000\n', '7 13800138000']) yield [text, 'mobile-number'];
  for (const number of MOBILES) for (const frame of ['{}', '电话{}', 'Tel: {}', '"{}"', '{}（王）', '2018-01-15 {}', '23.5 {} 12']) yield [frame.replace('{}', number), 'mobile-number'];
  for (const number of [...IDENTITIES, X_ENDING, X_ENDING.toLowerCase()]) for (const frame of ['{}', '身份证{}', 'ID {}', 'HL{}', '{}。']) yield [frame.replace('{}', number), 'identity-number'];
  yield [`${X_ENDING.slice(0, 17)} X`, 'identity-number'];
  yield [`${X_ENDING.slice(0, 17)}Ｘ`, 'identity-number'];
  yield [`${X_ENDING.slice(0, 17)}-х`, 'identity-number'];
  for (const number of SHORT) for (const frame of ['{}', '身份证 {}', 'id no. {}', '({})']) yield [frame.replace('{}', number), 'identity-number'];
  yield ['身份证 44522 49001 01123', 'identity-number'];
}

export const REFUSED: readonly (readonly [string, 'identity-number' | 'mobile-number'])[] = [...refused()];

export const FREE: readonly string[] = [
  // codes of samples, bottles, runs, seals
  'HL-2018Q1-0045', 'HL106-1', 'HL-2018Q1-0045-R2', '2018Q4-HL-003', 'R-20180115-01', 'R-18011500123', 'QC-190215-00012', 'RUN-2019-10-17-003', 'SJ-LCMSMS-W', 'seal 000123456', 'S20180115001', '20180115001', '201801150012', '20180115093000', '2018011509300012', '445224-180115-003', '445224180115003', 'HL-445224-180115-0001', '445224102001', '445224102', '020180115001', '10000000001', '12345678901', '20190000001', '99999999999', '11111111111',
  // serial, lot and catalogue numbers
  'SN15012345678', 'S/N 15012345678', 'sn: 18012345678', 'serial no. 13812345678', '出厂编号：13812345678', 'lot 20180115001', 'Lot 15012345678', '批号 15912345678', 'Cat. No. 13812345678', 'SG1923456789A', 'BX15012345678', '15012345678A', 'US13812345678B', '6970123456789', '9787302423287', '123456789012345678', '000000000000000000', '111111111111111111', '445224199013451230', '990101199001011234', '445224209901011234', '357938035643809', '861536030196001', '123456789012345', '999999999999999', '4000-123-456', '86-10-62345678', '0663-6612345', '010-12345678', '400 820 8820', '110', '12315', 'Orbitrap 240 SN MO-20010-0043', 'SCIEX 6500+ BL21391503', 'Agilent 6470A SG1807B101', 'LC 1', 'CAS 537-46-2', 'CAS 6740-88-1', 'EAN 6901234567892', 'ISBN 978-7-302-42328-7',
  // coordinates
  '116.29512, 23.03412', '116.2951234,23.0341234', '23.034123 116.295123', '131.5678, 45.12', '131.5678 45.1234', '130.123456,45.12345', '135.12345678', '130°12′34.5678″', "130°12'34.56\"E 45°12'34\"N", 'E 116°17′42″ N 23°02′05″', '116 17 42, 23 02 05', '(116.295, 23.034)', 'POINT(116.29512 23.03412)', '50Q 433412 2547890', '4334120 2547890', 'X=2547890.12 Y=433412.55', '113.2951;23.0341',
  // dates and times
  '2018-01-15', '2018-01-15 09:30', '2018-01-15T09:30:00.000Z', '2018年1月15日 9时30分', '15.01.2018 09:30:12', '15/01/2018', '2018/01/15-2018/01/18', '20180115-20180118', '13:45:10-14:30:15', '13:45-14:30, 15:00-16:20', '1990-01-01 1991-12-31', '1999-2018', '15-01-18 093', '18-01-15 00123', '19-01-15-00123', '15.01.18 12:34:5', '19:15 18:30 17:45', '1516233600000', '1516233600',
  // readings
  '12.30 ng/L, LOQ 4', '110 5.6 7.8', '12000 m³/d', '138 142 155 16', '15 16 17 18 19 2', '15, 16, 17, 18, 19, 2', '150, 1200, 3400', '150、1200、3400', '13.5 14.2 15.1 16', '1523000 1845', '15230 184500', '1,523,000', '13,812,345,678', '15230/184500', '138.5 139.12 140.3', '1381234.5678', '15012.345678', '13812345.678', '1.3812345678', '0.13812345678', '1.3e8, 1.5e9', '±13.8 ±15.2 ±16.1', '150±12, 1200±34', '13.8 ± 1.2; 15.1 ± 0.9', '< 20, < 4, < 10', '13 14 15 16 17', '1380 1420 990', '1500 148 1480', '2018 1380 990 12', '1 3 5 7 9 2 4 6 8 0 1 2 3', '1, 3, 8, 0, 0, 1, 3, 8, 0, 0, 0', '13\t5\t8\t0012\t345', '138\n1420\n1550', 'RT 4.21 6.90 IS 51000 1200', '510000 12000 4830', 'm/z 150.1277 → 91.0542', '150.1277 > 119.0855 > 91.0542', 'pH 7.2, 18.5 °C, 1345 µS/cm', '5.00 6.10 7.20 8.30', '1,200 ng/L; 13,800 ng/L', '98.6 % 101.2 % 103.4 %', 'r² = 0.99912345678', 'y = 1345.67x + 8.90123',
  // words, versions, identities
  '019c0d2e-7a5b-7cde-8f01-23456789abcd', '019c0d2e-7a5b-7cde-8f01-138123456789', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'a13812345678f138123456780cc175b9c0f1b6a831c399e269772661', '10.0.0.1', '192.168.100.200', '139.196.12.34', 'v13.2.1', '1.13.8.2', '24.21.0', '第一季度三个点位五瓶', '一三五、二四六', '二〇一八年一月十五日', '二〇一八年第一季度一百三十八瓶', '十三亿八千万', '一二三四五六七八九十', '三十九万一千二百三十四', '', '   ', '水鉴', 'GB 11643-1999', 'HJ 91.1-2019', 'GB/T 8170-2008 4.3.2', 'ISO/IEC 17025:2017 7.2.1', 'XF.2018.01.15', '13 towns, 5 sites each, 65 samples, 4 quarters', '13 镇 × 5 点 = 65 份，2018 年 4 次',
  // serials and orders of other kinds
  'PO 4500012345', 'INV-2018-000123', '37501-2018-0001', '1Z 999 AA1 01 2345 6784', 'SF1012345678901', '4000 1234 5678 9010', '6222 0212 3456 7890 123', '12 34 56 78 90 12', '100000 200000 300000', '0-0-0-0-0', '2018Q1 2018Q2 2018Q3 2018Q4',
];
