// What the compiler cannot see. Each rule looks at one file ({path, text, code, literals}) or at the whole tree, and
// answers with {path, line, what}. Exceptions stand, with their reasons, in exceptions.txt.
import {linesThat} from './source.mjs';

const isCode = (path) => /\.(cc|h)$/.test(path);
const isTest = (path) => /_test\.cc$/.test(path) || path.startsWith('common/testing/') || path.startsWith('tests/');
const isRules = (path) => /^services\/[a-z]+\/rules\//.test(path);
const isStdOnly = (path) => /^common\/(base|codes|csv)\//.test(path) || isRules(path);
const nearMoney = (path) =>
  /^common\/(base|codes|csv)\//.test(path) || /^services\/[a-z]+\/(rules|commands|store)\//.test(path);
const mayHoldSql = (path) => /^common\/(db|change)\//.test(path) || /^services\/[a-z]+\/store\/[^/]+\.cc$/.test(path);

/** A rule about the code of each C++ file that `applies`: a line that `pattern` matches is wrong. */
function codeRule(name, applies, pattern, what) {
  const checkFile = ({path, code}) =>
    isCode(path) && applies(path) ? linesThat(code, pattern).map(({line}) => ({path, line, what})) : [];
  return {name, checkFile};
}

/** A rule about every line of text, comments included. */
function textRule(name, applies, pattern, what) {
  const checkFile = ({path, text}) =>
    applies(path) ? linesThat(text, pattern).map(({line}) => ({path, line, what})) : [];
  return {name, checkFile};
}

const topLevel = new Set([
  'CMakeLists.txt', 'README.md', 'LICENSE', 'protos', 'common', 'services', 'deploy', 'tests', '.ci', '.clang-format',
  '.clang-tidy', '.gitignore', '.gitattributes',
]);

// Written apart, so that these rules do not find themselves.
const unfinished = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b|\\bDISABLED_`);
const elsewhere = new RegExp(
  ['https?://[^\\s"\')]*(np' + 'mjs|deb' + 'ian)\\.', '(^|[\\s"\'=(`:])/(wo' + 'rk|ho' + 'me|ro' + 'ot|mnt)/\\w'].join('|'));

export const rules = [
  codeRule('connector', (path) => !path.startsWith('common/db/'),
    /#\s*include\s*[<"](mysql|mariadb|cppconn)[_/.a-z]/,
    'the database connector is included only under common/db'),
  codeRule('boost', (path) => !/^services\/gateway\/http_server(_test)?\.cc$/.test(path),
    /#\s*include\s*[<"]boost\//,
    "Boost is included only in the gateway's http_server.cc (20 s a file to compile)"),
  codeRule('telemetry', (path) => !path.startsWith('common/telemetry/'),
    /#\s*include\s*[<"](spdlog|prometheus)\//,
    'spdlog and prometheus are included only under common/telemetry'),
  codeRule('std-only', isStdOnly,
    /#\s*include\s*[<"](absl|google|grpc|grpcpp|unioncare)\//,
    'this folder is std only: no absl, protobuf or gRPC'),
  codeRule('pure-rules', (path) => isRules(path) && !isTest(path),
    /#\s*include\s*([<"](chrono|ctime|random|thread|mutex|fstream|iostream|filesystem)[>"]|"common\/(?!base\/|codes\/))/,
    'rules are pure: no clock, chance, thread or file, and of common only base and codes'),
  codeRule('no-sleep', () => true,
    /\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(/,
    'nothing waits by sleeping: wait for the condition, with a deadline'),
  codeRule('no-floating-point', nearMoney,
    /\b(float|double)\b/,
    'no floating point near money'),
  codeRule('store-without-protos', (path) => /^services\/[a-z]+\/store\//.test(path),
    /#\s*include\s*"unioncare\//,
    'stores know rules and db, not protos'),
  {
    name: 'services-apart',
    checkFile({path, code}) {
      const own = /^services\/([a-z]+)\//.exec(path)?.[1];
      if (!isCode(path) || !(own || path.startsWith('common/'))) return [];
      return linesThat(code, /#\s*include\s*"services\/([a-z]+)\//)
        .filter(({match}) => match[1] !== own)
        .map(({line}) => ({path, line, what: 'services meet through generated stubs only, and common knows none of them'}));
    },
  },
  {
    name: 'sql-in-stores',
    checkFile({path, literals}) {
      if (!isCode(path) || isTest(path) || mayHoldSql(path)) return [];
      return literals.filter(({text}) => /(^|[^A-Za-z])(SELECT|INSERT|UPDATE|DELETE|REPLACE INTO|ALTER TABLE) /.test(text))
        .map(({line}) => ({path, line, what: 'SQL stands only in services/*/store/*.cc, common/db and common/change'}));
    },
  },
  textRule('unfinished', () => true, unfinished, 'nothing is left for later in the tree'),
  textRule('machine-paths', () => true, elsewhere, "no registry hosts and no paths of somebody's machine"),
  textRule('lock-addresses', (path) => path.endsWith('package-lock.json'), /"resolved":\s*"http/,
    'lock files hold no download addresses (omit-lockfile-registry-resolved)'),
  {
    name: 'reasons',
    checkFile({path, text}) {
      if (!isCode(path)) return [];
      return linesThat(text, /NOLINT|#pragma\s+GCC\s+diagnostic\s+ignored/)
        .filter(({match}) => !/NOLINTEND|NOLINT(NEXTLINE|BEGIN)?(\([^)]+\))?: \S|ignored\s+"[^"]+"\s+\/\/ \S/.test(match.input))
        .map(({line}) => ({path, line, what: 'a silenced check gives its reason: NOLINT(check): why'}));
    },
  },
  {
    name: 'pragma-once',
    checkFile: ({path, text}) =>
      path.endsWith('.h') && !/^#pragma once$/m.test(text) ? [{path, line: 1, what: 'a header has #pragma once'}] : [],
  },
  {
    name: 'file-length',
    checkFile({path, text}) {
      const lines = text.split('\n').length - 1;
      if (!/\.(cc|h|mjs)$/.test(path) || lines <= 400) return [];
      return [{path, line: 400, what: `a source file has at most 400 lines, this one ${lines}`}];
    },
  },
  {
    name: 'top-level',
    checkTree: (paths) => [...new Set(paths.map((path) => path.split('/')[0]))]
      .filter((entry) => !topLevel.has(entry))
      .map((path) => ({path, line: 1, what: 'the top level holds only its fixed entries'})),
  },
  {
    name: 'readme',
    checkTree(paths) {
      const folders = new Set(paths.flatMap((path) => /^(common|services)\/[^/]+(?=\/)/.exec(path)?.[0] ?? []));
      return [...folders].filter((folder) => !paths.includes(`${folder}/README.md`))
        .map((path) => ({path, line: 1, what: 'each folder of common and services has a README.md'}));
    },
  },
];
