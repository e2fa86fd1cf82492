/**
 * `npm run e2e:real [-- <part of a scenario's name>]` plays the scenarios in both browsers with real names, addresses and
 * ports: in a network namespace with a resolver on port 53 and sites on 443 and 80. The only change to the browsers is the
 * certificate authority that they trust. It needs Linux and root.
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
// The system's resolver needs an address outside 127/8 to see a network. Chromium asks for IPv6 addresses only if it finds a
// route to a global one.
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
