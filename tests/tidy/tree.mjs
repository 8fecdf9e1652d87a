// The files of the checkout and the exceptions they may take.
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

import {splitSource} from './source.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const outside = new Set(['.git', '.cache', '.local', 'build', 'node_modules']);
const textual = /(\.(cc|h|proto|md|txt|mjs|js|json|sh|sql|textproto|yaml|csv|html|css)|(^|\/)[^.]+|\/\.[a-z-]+)$/;

/** Paths of all text files of ours, relative to the root. */
export function listPaths(folder = root) {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    if (outside.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listPaths(path);
    return entry.isFile() && textual.test(relative(root, path)) ? [relative(root, path)] : [];
  });
}

/** A file as the rules see it. */
export function asFile(path, text) {
  return {path, text, ...(/\.(cc|h)$/.test(path) ? splitSource(text) : {code: '', literals: []})};
}

export const readTree = () => listPaths().map((path) => asFile(path, readFileSync(join(root, path), 'utf8')));

/** All findings of a rule over files. */
export function findings(rule, files) {
  return [
    ...(rule.checkFile ? files.flatMap((file) => rule.checkFile(file)) : []),
    ...(rule.checkTree ? rule.checkTree(files.map((file) => file.path)) : []),
  ];
}

/** Exceptions as {rule, path, reason}; a line without a reason is an error. */
export function readExceptions(text = readFileSync(join(root, 'tests/tidy/exceptions.txt'), 'utf8')) {
  return text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
    const [, rule, path, reason] = /^(\S+) (\S+) (\S.*)$/.exec(line) ?? [];
    if (!reason) throw new Error(`exceptions.txt: "${line}" is not "<rule> <path> <reason>"`);
    return {rule, path, reason};
  });
}
