// A stack of its own for the journeys: fresh data, other ports, the demo city loaded by deploy/local/up itself.
import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

import {Client} from '../../../deploy/local/demo/client.mjs';
import {administrators, demoPassword} from '../../../deploy/local/demo/unions.mjs';

export const root = resolve(fileURLToPath(import.meta.url), '../../../..');
export const local = 'build/journey';
export const gateway = 'http://127.0.0.1:8380';

/** A stack of its own: `run` runs a command at the root of the checkout and gives its output, or an error that shows it. */
export function stackAt(place, portShift) {
  process.chdir(root);
  const env = {...process.env, UC_LOCAL: place, UC_PORT_SHIFT: String(portShift)};
  const run = async (command, ...args) => {
    try {
      return (await promisify(execFile)(command, args, {cwd: root, env, maxBuffer: 1 << 28})).stdout;
    } catch (error) {
      throw new Error(`${command} ${args.join(' ')}: ${error.code}\n${error.stdout}${error.stderr}`);
    }
  };
  return {run, purge: () => run('deploy/local/down', '--purge')};
}

export const {run, purge} = stackAt(local, 300);

/** Starts it from nothing; what `up` printed. */
export async function up() {
  await purge();
  return run('deploy/local/up');
}

/** Runs the loader once more. */
export const loadAgain = () => run('node', 'deploy/local/demo/load.mjs', '--gateway', gateway, '--local', local);

/** The stack as the journeys use it: who can call it, and what the loader left. */
export function openStack() {
  const client = new Client(gateway);
  const password = demoPassword(local);
  const users = new Map();
  const as = (login) => {
    if (!users.has(login)) users.set(login, client.as(login, password));
    return users.get(login);
  };
  return {client, password, as, admins: administrators(client, local),
    loaded: JSON.parse(readFileSync(join(local, 'demo.json'), 'utf8'))};
}
