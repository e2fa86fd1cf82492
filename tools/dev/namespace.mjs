/** A network namespace of its own, with a resolver on port 53 and sites on 443 and 80. Needs Linux and root. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, getuid, platform } from 'node:process';
import { ROOT } from './run.mjs';

export const hasNamespaces = () => platform === 'linux' && getuid?.() === 0;

// The system's resolver needs an address outside 127/8 to see a network. Chromium asks for IPv6 addresses only if it finds a
// route to a global one.
const SET_UP = `set -e
  ip link set lo up
  ip route add local 20.0.0.0/8 dev lo
  ip address add 20.255.0.1/32 dev lo
  ip -6 route add local 2000::/3 dev lo
  echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
  ip -6 address add 2a10:255::1/128 dev lo nodad
  mount --bind "$0" /etc/resolv.conf
  exec "$@"`;

/** Runs a program there, with this terminal; resolves to its exit code. */
export async function runInNamespace(...program) {
  const dir = mkdtempSync(join(tmpdir(), 'is-it-blocked-real-'));
  const resolver = join(dir, 'resolv.conf');
  writeFileSync(resolver, 'nameserver 127.0.0.1\n');
  const inside = ['bash', '-c', SET_UP, resolver, ...program];
  const child = spawn('unshare', ['--net', '--mount', ...inside], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...env, REAL_NETWORK: '1' },
  });
  const [code] = await once(child, 'exit');
  rmSync(dir, { recursive: true });
  return code ?? 1;
}
