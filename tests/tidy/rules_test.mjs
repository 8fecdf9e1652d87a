// Negative controls: each rule finds its planted violation, and leaves the harmless neighbour alone.
import assert from 'node:assert/strict';
import test from 'node:test';

import {rules} from './rules.mjs';
import {splitSource} from './source.mjs';
import {asFile, findings, readExceptions} from './tree.mjs';

const later = '// TO' + 'DO: mend';
const registry = 'https://registry.np' + 'mjs.org/x';
const machine = 'cd /wo' + 'rk/main';
const long = 'int x;\n'.repeat(401);

// rule, path, wrong text, harmless path, harmless text
const plants = [
  ['connector', 'common/change/a.cc', '#include <cppconn/driver.h>', 'common/db/a.cc', '#include <cppconn/driver.h>'],
  ['connector', 'tests/bench/a.cc', '#include "mysql_connection.h"', 'common/app/a.cc', '// #include <mysql_driver.h>'],
  ['boost', 'services/gateway/router.cc', '#include <boost/asio.hpp>',
    'services/gateway/http_server.cc', '#include <boost/beast.hpp>'],
  ['telemetry', 'common/rpc/a.cc', '#include <spdlog/spdlog.h>', 'common/telemetry/log.cc', '#include <spdlog/spdlog.h>'],
  ['telemetry', 'common/app/a.cc', '#include <prometheus/counter.h>',
    'common/app/a.cc', '#include "common/telemetry/metrics.h"'],
  ['std-only', 'common/base/a.h', '#include "absl/status/status.h"', 'common/status/a.h', '#include "absl/status/status.h"'],
  ['std-only', 'services/medical/rules/a.cc', '#include "unioncare/medical/v1/claim.pb.h"',
    'services/medical/rules/a.cc', '#include <vector>'],
  ['pure-rules', 'services/medical/rules/a.cc', '#include <chrono>',
    'services/medical/rules/a_test.cc', '#include <chrono>'],
  ['pure-rules', 'services/medical/rules/a.cc', '#include "common/db/pool.h"',
    'services/medical/rules/a.cc', '#include "common/base/money.h"'],
  ['no-sleep', 'common/db/a.cc', 'std::this_thread::sleep_for(delay);', 'common/db/a.cc', 'WaitUntil(ready); // sleep()'],
  ['no-floating-point', 'services/medical/rules/a.cc', 'double rate = 0.8;',
    'services/medical/rules/a.cc', 'int64_t rate_bp = 8000;  // no double'],
  ['store-without-protos', 'services/medical/store/a.h', '#include "unioncare/medical/v1/claim.pb.h"',
    'services/medical/convert.h', '#include "unioncare/medical/v1/claim.pb.h"'],
  ['services-apart', 'services/medical/a.cc', '#include "services/identity/convert.h"',
    'services/medical/a.cc', '#include "services/medical/convert.h"'],
  ['services-apart', 'common/rpc/a.cc', '#include "services/identity/convert.h"', 'tests/bench/a.cc', '#include "services/medical/service.h"'],
  ['sql-in-stores', 'services/medical/commands/a.cc', 'auto q = "SELECT id FROM claim";',
    'services/medical/store/claims.cc', 'auto q = "SELECT id FROM claim";'],
  ['sql-in-stores', 'common/rpc/a.cc', 'auto q = R"(\n  DELETE FROM claim)";',
    'common/rpc/a.cc', 'Log("SELECTED is a word"); // SELECT id'],
  ['unfinished', 'README.md', later, 'README.md', 'Nothing is left to do.'],
  ['machine-paths', 'deploy/local/up', registry, 'README.md', 'https://www.apache.org/licenses/'],
  ['machine-paths', 'deploy/local/up', machine, 'deploy/local/up', machine.replace('/', './')],
  ['lock-addresses', 'deploy/local/npm/package-lock.json', '"resolved": "http://x/y.tgz"',
    'deploy/local/npm/package-lock.json', '"integrity": "sha512-x"'],
  ['reasons', 'common/db/a.cc', 'int x;  // NOLINT', 'common/db/a.cc', 'int x;  // NOLINT(cert-x): the C API wants it'],
  ['pragma-once', 'common/db/a.h', 'int x;', 'common/db/a.h', '#pragma once\nint x;'],
  ['file-length', 'common/db/a.cc', long, 'common/db/testdata/a.csv', long],
  ['top-level', 'scratch/a.txt', '', 'tests/a.txt', ''],
  ['readme', 'common/db/a.cc', '', 'tests/bench/a.cc', ''],
];

for (const [name, path, wrong, harmlessPath, harmless] of plants) {
  test(`tidy control: ${name} in ${path}`, () => {
    const rule = rules.find((candidate) => candidate.name === name);
    assert.equal(findings(rule, [asFile(path, wrong)]).length, 1, `${name} misses its planted violation`);
    assert.deepEqual(findings(rule, [asFile(harmlessPath, harmless)]), []);
  });
}

test('tidy control: every rule has a planted violation', () => {
  const planted = new Set(plants.map(([name]) => name));
  assert.deepEqual(rules.map(({name}) => name).filter((name) => !planted.has(name)), []);
});

test('tidy control: code is told from comments and literals', () => {
  const {code, literals} = splitSource('int a = 1\'000; /* "x" */ char c = \'"\'; f("a\\"b"); // "y"\nauto s = R"q(\n)")q";');
  assert.equal(code.includes('1\'000'), true);
  assert.equal(/x|y|a\\"b/.test(code), false);
  assert.deepEqual(literals, [{line: 1, text: 'a\\"b'}, {line: 2, text: '\n)"'}]);
});

test('tidy control: an exception without a reason is refused', () => {
  assert.throws(() => readExceptions('file-length a.cc\n'), /is not/);
});
