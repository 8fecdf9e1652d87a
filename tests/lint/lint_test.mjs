// Form: the code by clang-format, the contracts by buf, the shell scripts by bash itself.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {join, resolve} from 'node:path';
import test from 'node:test';

import {listPaths, root} from '../tidy/tree.mjs';

const build = resolve(root, process.env.UC_BUILD ?? 'build');
const cache = resolve(root, process.env.UC_CACHE ?? '.cache');

function run(command, args) {
  const {status, stdout, stderr, error} = spawnSync(command, args, {cwd: root, encoding: 'utf8', maxBuffer: 1 << 26});
  return {ok: status === 0, output: error ? String(error) : stdout + stderr};
}

function findBuf() {
  const scope = join(cache, 'npm/node_modules/@bufbuild');
  const packages = existsSync(scope) ? readdirSync(scope) : [];
  const found = packages.map((name) => join(scope, name, 'bin/buf')).find((path) => /buf-linux-/.test(path));
  return found ?? assert.fail('buf is missing: run deploy/local/install');
}

/** Lints our contracts beside the google ones that the build folder holds; `edit` may spoil the copy first. */
function lintContracts(edit = () => {}) {
  mkdirSync(build, {recursive: true});
  const tree = mkdtempSync(join(build, 'lint-'));
  try {
    cpSync(join(build, 'proto_tree'), tree, {recursive: true});
    cpSync(join(root, 'protos'), tree, {recursive: true});
    edit(tree);
    const {ok, output} = run(findBuf(), ['lint', tree]);
    return {ok, output: output.replaceAll(tree, 'protos')};
  } finally {
    rmSync(tree, {recursive: true});
  }
}

test('lint: C++ is formatted', () => {
  const sources = listPaths().filter((path) => /\.(cc|h)$/.test(path));
  const {ok, output} = run('clang-format', ['--dry-run', '--Werror', ...sources]);
  const wrong = [...new Set([...output.matchAll(/^(\S+?):\d+:\d+: error/gm)].map((match) => match[1]))];
  if (!ok) assert.fail(`mend by: clang-format -i ${wrong.join(' ') || output}`);
});

test('lint: contracts pass buf lint', () => {
  const {ok, output} = lintContracts();
  if (!ok) assert.fail(output);
});

test('lint control: buf reports a field without a comment', () => {
  const {ok, output} = lintContracts((tree) => {
    mkdirSync(join(tree, 'unioncare/sample/v1'), {recursive: true});
    cpSync(join(root, 'tests/lint/testdata/bare.proto'), join(tree, 'unioncare/sample/v1/bare.proto'));
  });
  assert.equal(ok, false);
  assert.match(output, /bare\.proto:\d+:\d+:Field "value" should have a non-empty comment/);
});

test('lint: shell scripts parse', () => {
  const scripts = listPaths().filter((path) =>
    path.endsWith('.sh') || (!/\.[a-z]+$/.test(path) && readFileSync(join(root, path), 'utf8').startsWith('#!/usr/bin/env bash')));
  assert.notEqual(scripts.length, 0);
  for (const script of scripts) execFileSync('bash', ['-n', script], {cwd: root});
});
