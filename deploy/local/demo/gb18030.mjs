// Node decodes GB18030 but does not encode it: the table is the decoder's own, turned round.

let table;

function makeTable() {
  const decoder = new TextDecoder('gb18030');
  const made = new Map();
  for (let lead = 0x81; lead <= 0xfe; ++lead) {
    for (let trail = 0x40; trail <= 0xfe; ++trail) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (!made.has(character)) made.set(character, [lead, trail]);
    }
  }
  return made;
}

/** The bytes of `text`, whose characters must have one or two of them (those of names and headers do). */
export function encodeGb18030(text) {
  table ??= makeTable();
  const bytes = [];
  for (const character of text) {
    const code = character.codePointAt(0);
    if (code < 0x80) {
      bytes.push(code);
    } else {
      bytes.push(...(table.get(character) ?? (() => { throw new Error(`no two bytes for ${character}`); })()));
    }
  }
  return Buffer.from(bytes);
}
