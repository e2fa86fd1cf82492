/**
 * `npm run e2e:real [-- <part of a scenario's name>]` plays the scenarios, in both browsers, where names, addresses and
 * ports are as outside: a network namespace of its own with a resolver on port 53 and sites on 443 and 80. Nothing of
 * the browsers is bent but the authority that they trust. Linux, root.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, exit, getuid, platform } from 'node:process';
import { ensureModules, ROOT } from './run.mjs';

if (platform !== 'linux' || getuid?.() !== 0) {
  console.error('This needs network namespaces: run it on Linux, as root.');
  exit(1);
}
await ensureModules();
const dir = mkdtempSync(join(tmpdir(), 'is-it-blocked-real-'));
writeFileSync(join(dir, 'resolv.conf'), 'nameserver 127.0.0.1\n');
// An address that is not of 127/8 makes the system's resolver believe that there is a network; Chromium asks for addresses
// of IPv6 where it finds a way to one of the world's own.
const setUp = `set -e
  ip link set lo up
  ip route add local 20.0.0.0/8 dev lo
  ip address add 20.255.0.1/32 dev lo
  ip -6 route add local 2000::/3 dev lo
  echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
  ip -6 address add 2a10:255::1/128 dev lo nodad
  mount --bind "$0" /etc/resolv.conf
  exec "$@"`;
let failed = false;
for (const browser of ['chromium', 'firefox']) {
  const play = ['npx', 'playwright', 'test', 'e2e/scenarios.spec.ts', '--workers=1'];
  const which = ['-g', `${browser}\\b.*${argv[2] ?? ''}`];
  const inside = ['bash', '-c', setUp, join(dir, 'resolv.conf'), ...play, ...which];
  const child = spawn('unshare', ['--net', '--mount', ...inside], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, REAL_NETWORK: '1' },
  });
  const [code] = await once(child, 'exit');
  failed ||= code !== 0;
}
rmSync(dir, { recursive: true });
exit(failed ? 1 : 0);
