// Reporter of `node --test` for tests/run: prints each test as it ends and appends what it counted to the file that
// UC_RESULTS names: one line `passed <name>`, `failed <name>` or `skipped <name>` for each test that has no tests inside.
import {appendFileSync} from 'node:fs';

const outcomeOf = (type, data) => {
  if (data.skip !== undefined || data.todo !== undefined) return 'skipped';
  return type === 'test:pass' ? 'passed' : 'failed';
};

/** Inner failure first: the wrapper of a failed test says only that it failed. */
const explain = (error) => (error?.cause?.stack ?? error?.cause ?? error?.stack ?? error ?? 'no reason given').toString();

export default async function* report(source) {
  const childrenAt = [];  // by nesting: how many tests ended there since their parent began
  const lines = [];
  let failures = 0;
  for await (const {type, data} of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const inside = childrenAt[data.nesting + 1] ?? {count: 0, failures: 0};
    childrenAt[data.nesting + 1] = undefined;
    const outcome = outcomeOf(type, data);
    const own = (childrenAt[data.nesting] ??= {count: 0, failures: 0});
    own.count += 1;
    if (outcome === 'failed') own.failures += 1;
    // A parent counts only when it failed by itself; a file that passed without a test counts as nothing.
    const byItself = inside.count === 0 ? !(outcome === 'passed' && data.name.endsWith('.mjs')) : false;
    if (!byItself && !(outcome === 'failed' && inside.failures === 0)) continue;
    lines.push(`${outcome} ${data.name.replaceAll('\n', ' ')}`);
    if (outcome === 'failed') failures += 1;
    const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(2);
    yield `${outcome === 'failed' ? 'FAILED ' : outcome} ${data.name} (${seconds} s)\n`;
    if (outcome === 'failed') yield `${explain(data.details?.error)}\n`;
  }
  if (process.env.UC_RESULTS) appendFileSync(process.env.UC_RESULTS, lines.map((line) => `${line}\n`).join(''));
  yield `${lines.length} tests, ${failures} failed\n`;
}
