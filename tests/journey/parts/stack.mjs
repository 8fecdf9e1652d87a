// A stack of its own for the journeys: fresh data, other ports, the demo city loaded by deploy/local/up itself.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';

import {Client} from '../../../deploy/local/demo/client.mjs';
import {administrators, demoPassword} from '../../../deploy/local/demo/unions.mjs';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..');
export const local = '.local/journey';
export const gateway = 'http://127.0.0.1:8380';
const environment = {...process.env, UC_LOCAL: local, UC_PORT_SHIFT: '300'};

/** Runs a command at the root of the checkout; its output, or an error that shows it. */
export function run(command, ...args) {
  const {status, stdout, stderr, error} = spawnSync(command, args,
    {cwd: root, env: environment, encoding: 'utf8', maxBuffer: 1 << 28});
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? status}\n${stdout}${stderr}`);
  return stdout;
}

export function purge() {
  run('deploy/local/down', '--purge');
}

/** Starts it; what `up` printed. */
export function up() {
  process.chdir(root);
  purge();
  return run('deploy/local/up');
}

/** Runs the loader once more. */
export function loadAgain() {
  return run('node', 'deploy/local/demo/load.mjs', '--gateway', gateway, '--local', local);
}

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
