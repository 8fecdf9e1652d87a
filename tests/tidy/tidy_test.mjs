// The tree against every rule, and every exception against the tree.
import assert from 'node:assert/strict';
import test from 'node:test';

import {rules} from './rules.mjs';
import {findings, readExceptions, readTree} from './tree.mjs';

const files = readTree();
const exceptions = readExceptions();

for (const rule of rules) {
  test(`tidy: ${rule.name}`, () => {
    const excepted = exceptions.filter((exception) => exception.rule === rule.name).map(({path}) => path);
    const all = findings(rule, files);
    const wrong = all.filter(({path}) => !excepted.includes(path));
    const unused = excepted.filter((path) => !all.some((finding) => finding.path === path));
    if (wrong.length > 0) assert.fail(wrong.map(({path, line, what}) => `${path}:${line}: ${what}`).join('\n'));
    assert.deepEqual(unused, [], 'exceptions that nothing needs any more');
  });
}

test('tidy: exceptions name known rules', () => {
  const known = rules.map(({name}) => name);
  assert.deepEqual(exceptions.filter(({rule}) => !known.includes(rule)), []);
});
