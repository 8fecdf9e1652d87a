// Reading C++ as text: code without comments and literals, and the literals by themselves. Lines keep their numbers.

const opening = /^(?:u8|u|U|L)?R"([^ ()\\\t\v\f\n]{0,16})\(/;

/** Splits C++ source into `code` (comments and literals blanked) and `literals` ({line, text}). */
export function splitSource(text) {
  const out = [];
  const literals = [];
  let i = 0;
  let line = 1;
  // Takes text[i, end): blanked when asked, newlines kept.
  const take = (end, blank) => {
    const part = text.slice(i, end);
    out.push(blank ? part.replace(/[^\n]/g, ' ') : part);
    line += part.split('\n').length - 1;
    i = end;
  };
  const until = (mark, from) => {
    const at = text.indexOf(mark, from);
    return at < 0 ? text.length : at;
  };
  while (i < text.length) {
    const two = text.slice(i, i + 2);
    const raw = /[RuUL]/.test(text[i]) && !/\w/.test(text[i - 1] ?? ' ') && opening.exec(text.slice(i, i + 24));
    if (two === '//') {
      take(until('\n', i), true);
    } else if (two === '/*') {
      take(Math.min(until('*/', i + 2) + 2, text.length), true);
    } else if (raw) {
      const start = i + raw[0].length;
      const end = until(`)${raw[1]}"`, start);
      literals.push({line, text: text.slice(start, end)});
      take(Math.min(end + raw[1].length + 2, text.length), true);
    } else if (text[i] === '"') {
      const start = i + 1;
      let end = start;
      while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      const include = /#\s*include\s*$/.test(text.slice(text.lastIndexOf('\n', i) + 1, i));
      if (!include) literals.push({line, text: text.slice(start, end)});
      take(Math.min(end + 1, text.length), !include);
    } else if (text[i] === "'" && /\w/.test(text[i - 1] ?? ' ')) {
      take(i + 1, false);  // a digit separator
    } else if (text[i] === "'") {
      let end = i + 1;
      while (end < text.length && text[end] !== "'" && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      take(Math.min(end + 1, text.length), true);
    } else {
      take(i + 1, false);
    }
  }
  return {code: out.join(''), literals};
}

/** The lines of `text` that `pattern` matches, as {line, match}. */
export function linesThat(text, pattern) {
  return text.split('\n').flatMap((content, index) => {
    const match = pattern.exec(content);
    return match ? [{line: index + 1, match}] : [];
  });
}
