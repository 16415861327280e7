import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findTool } from './find-tool.ts';

/** OpenSSH's server, or why there is none. It has to be started by its absolute path. */
export const SSHD = findTool('sshd');

/** A key of somebody: the file of its private half. */
export type SshKey = string;

/** A real server on loopback, with keys of its own; whoever is let in is the user that runs the test. */
export interface SshServer {
  /** Address of a folder of this machine. */
  url(path: string): string;
  /** Makes a key; nobody is let in with it. */
  makeKey(): SshKey;
  /** @param options  as in `authorized_keys`, for example `command="…"` */
  letIn(key: SshKey, options?: string): void;
  /** A command line of ssh that uses one key and the hosts of one file, and nothing of this machine. */
  command(key: SshKey, knownHosts: string): string;
  /** A file of known hosts with the key of the server, or with another one under its name. */
  knownHosts(key?: SshKey): string;
  close(): Promise<void>;
}

export async function startSshServer(sshd: string): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-sshd-'));
  const port = await freePort();
  let files = 0;
  const fresh = (name: string) => join(folder, `${name}-${++files}`);
  const makeKey = (): SshKey => {
    const file = fresh('key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
    return file;
  };
  const publicHalf = (key: SshKey) => readFileSync(`${key}.pub`, 'utf8').trim();
  const hostKey = makeKey();
  const authorized = join(folder, 'authorized_keys');
  writeFileSync(authorized, '');
  const config = join(folder, 'sshd_config');
  writeFileSync(
    config,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      'PidFile none',
      `AuthorizedKeysFile ${authorized}`,
      // the temporary folder of a machine belongs to everybody
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'MaxStartups 100',
      // a shell that seems to be no first one reads no `.bashrc`, whatever the user of this machine has in it
      'SetEnv SHLVL=5',
      '',
    ].join('\n'),
  );
  // where it gives up its privileges; only root has some
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const child = spawn(sshd, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error(`sshd has ended: ${said}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/^Server listening on /m.test(said)) resolve();
    });
  });
  return {
    url: (path) => `ssh://${userInfo().username}@127.0.0.1:${port}${path}`,
    makeKey,
    letIn: (key, options = '') =>
      writeFileSync(authorized, `${options}${options === '' ? '' : ' '}${publicHalf(key)}\n`, { flag: 'a' }),
    command: (key, knownHosts) =>
      `ssh -F /dev/null -i ${key} -o IdentitiesOnly=yes -o UserKnownHostsFile=${knownHosts} -o GlobalKnownHostsFile=/dev/null`,
    knownHosts: (key = hostKey) => {
      const file = fresh('known_hosts');
      writeFileSync(file, `[127.0.0.1]:${port} ${publicHalf(key)}\n`);
      return file;
    },
    close: async () => {
      child.removeAllListeners('exit');
      child.kill();
      await once(child, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// --- internal ---

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
