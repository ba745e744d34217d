/** What nobody sees is refused with its name and place, in every text; what is seen passes in every script. */
import { expect } from 'chai';
import { textDenial, whyTextNot } from '../../../../models/schemas/index.ts';
import { readTypedText } from '../../../../models/schemas/typedText.ts';

const UNSEEN: readonly (readonly [number, string])[] = [
  [0x200b, 'text.zero-width'], [0x200c, 'text.zero-width'], [0x200d, 'text.zero-width'], [0x2060, 'text.zero-width'], [0xfeff, 'text.zero-width'],
  [0x200e, 'text.direction'], [0x200f, 'text.direction'], [0x61c, 'text.direction'], ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069].map((at) => [at, 'text.direction'] as const),
  [0xad, 'text.invisible'], [0x34f, 'text.invisible'], [0x3164, 'text.invisible'], [0x115f, 'text.invisible'], [0x2800, 'text.invisible'], [0x180e, 'text.invisible'], [0xe0100, 'text.invisible'], [0x2061, 'text.invisible'],
  [0xe0001, 'text.tag'], [0xe0041, 'text.tag'], [0, 'text.control'], [7, 'text.control'], [0x1b, 'text.control'], [0x7f, 'text.control'], [0x85, 'text.control'], [0x9f, 'text.control'], [0x2028, 'text.control'], [0x2029, 'text.control'],
];

describe('characters that nobody sees', () => {
  it('are refused in lines and in paragraphs, by name and place', () => {
    for (const [at, message] of UNSEEN) {
      const character = `U+${at.toString(16).toUpperCase().padStart(4, '0')}`;
      for (const form of ['line', 'lines'] as const) expect(whyTextNot(`水𠮷${String.fromCodePoint(at)}b`, form), character).to.deep.equal({ code: 'invalid', message, parameters: { character, place: 3 } });
      const typed = readTypedText(`1${String.fromCodePoint(at)}2.5`);
      expect(typed, character).to.include({ ok: false, code: 'invisible-character' });
      expect(typed.ok ? '' : typed.en).to.include(character);
    }
  });

  it('line breaks and tabs pass in paragraphs only', () => {
    for (const text of ['a\nb', 'a\r\nb', 'a\tb']) {
      expect(whyTextNot(text, 'lines')).to.equal(undefined);
      expect(whyTextNot(text, 'line')).to.include({ code: 'invalid', message: 'text.control' });
    }
  });

  it('every visible script passes, and spaces that people type', () => {
    for (const text of ['水鉴 Shuijian', '惠来县（岐石）', 'مرحبا بالعالم', 'שלום', 'हिन्दी', 'ไทย', 'Ärger é ñ', 'e\u0301', '☂️ ⚠️', 'a\u00a0b\u3000c', '“引号”—…', '12.5 ± 0.3 µg/L', '']) expect(whyTextNot(text, 'line'), text).to.equal(undefined);
  });

  it('says what is wrong in both languages and never the number', () => {
    const person = whyTextNot('找 13800138000', 'line');
    expect(person).to.deep.equal({ code: 'person-data-refused', message: 'person-data.mobile-number' });
    const words = person === undefined ? undefined : textDenial(person, '封签', 'seal');
    expect(words?.zh).to.match(/^封签：.*手机号码/);
    expect(words?.en).to.match(/^seal: .*mobile number/);
    expect(JSON.stringify(words)).not.to.match(/\d{4}/);
    const unseen = whyTextNot('ab\u202e', 'line');
    expect(unseen === undefined ? undefined : textDenial(unseen, '备注', 'remark')).to.deep.equal({ code: 'invalid', zh: '备注：第 3 个字符 U+202E 会改变文字方向，看不见。请删除后重新填写。', en: 'remark: character 3, U+202E, cannot be seen and turns the text around. Delete it and type the text again.' });
    expect(readTypedText('13800138000')).to.include({ ok: false, code: 'person-data-refused' });
  });
});
