import type { CaseBudget } from '../../src/cases/case-budget.ts';
import { createCaseWorld } from '../../src/cases/testing/case-world.ts';
import { SubresourceMonitor } from '../../src/detection/subresource-monitor.ts';
import { errorSymptom } from '../../src/diagnosis/testing/observations.ts';
import { CATALOGUE, platformOfHost } from '../../src/platforms/catalogue.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const HELPERS = /ooni|cloudfront|globalping/;

/** What a page made the extension do. */
export interface SoakCounts {
  cases: number;
  requests: number;
  /** Of these, to OONI, its helpers and Globalping. */
  outside: number;
  popups: number;
}

/** The browser's part, on a simulated clock: the cases, their checks, and the popup as `case-presenter.ts` opens it. */
function createSoak(isLimited: boolean, isCut: (host: string) => boolean) {
  const world = createCaseWorld(isCut);
  /** Cases for which the popup has opened by itself. */
  const shownIds = new Set<string>();
  const unlimited = { hasRoomFor: async () => true, spend: async () => {}, mayOpenPopup: async () => true };
  const budget = { ...unlimited, notePopup: async () => {}, networkChanged: async () => {} };
  const manager = world.startManager(isLimited ? {} : { budget: budget as unknown as CaseBudget });
  return {
    world,
    manager,
    async showPopup(): Promise<void> {
      const last = world.settled.at(-1);
      if (!last || last.shown || shownIds.has(last.id) || last.verdict.kind !== 'blocked') return;
      if (!(await world.store.byId(last.id)) || !(await manager.mayOpenPopup(last.platform))) return;
      shownIds.add(last.id);
      await manager.markShown(last.id);
    },
    counts: (): SoakCounts => ({
      cases: world.settled.filter(({ mode }) => mode === 'standard').length,
      requests: world.askedUrls.length,
      outside: world.askedUrls.filter((url) => HELPERS.test(new URL(url).hostname)).length,
      popups: shownIds.size,
    }),
  };
}

/** A page stays open, and three of its parts fail every so often. */
export async function failingPage(hours: number, everyMs: number, isLimited = true): Promise<SoakCounts> {
  const { world, manager, showPopup, counts } = createSoak(isLimited, (host) => host === 'api.x.com');
  const opening: Promise<void>[] = [];
  const monitor = new SubresourceMonitor({
    platformOf: platformOfHost,
    onSymptom: (load, symptom) =>
      opening.push(manager.openCase(load, symptom, { isPrivate: false }).then(showPopup)),
  });
  const x = platformOfHost('x.com');
  if (x) monitor.pageStarted(7, x, world.now);
  const end = world.now + hours * HOUR_MS;
  for (; world.now < end; world.now += everyMs) {
    for (let n = 0; n < 3; n++)
      monitor.subresourceFailed({
        tabId: 7,
        url: 'https://api.x.com/1.1/poll',
        initiator: 'https://x.com/home',
        error: 'net::ERR_CONNECTION_RESET',
        at: world.now + n,
      });
    await Promise.all(opening.splice(0));
  }
  return counts();
}

/** Hosts of the opener's choice: each new, of two platforms that host people's pages, or of every platform in turn. */
export const OPENER_HOSTS = {
  'two platforms': (n: number) => `n${n}.${n % 2 === 0 ? 'wordpress' : 'tumblr'}.com`,
  'every platform': (n: number) => SITES[n % SITES.length] ?? 'x.com',
} as const;
const SITES = CATALOGUE.flatMap(({ domains: [first] }) => first ?? []);

/** A page with one click to spend keeps a window, and opens hosts that fail in it, without end. */
export async function hostileOpener(
  hours: number,
  hosts: keyof typeof OPENER_HOSTS,
  { everyMs, isLimited = true }: { everyMs: number; isLimited?: boolean },
): Promise<SoakCounts> {
  const ours = /gstatic|cp\.cloudflare|www\.apple|dns|ooni|cloudfront|globalping|detectportal/;
  const { world, manager, showPopup, counts } = createSoak(isLimited, (host) => !ours.test(host));
  const end = world.now + hours * HOUR_MS;
  for (let n = 0; world.now < end; n++, world.now += everyMs) {
    const load = world.loadOf(OPENER_HOSTS[hosts](n));
    await manager.openCase(load, errorSymptom('reset'), { isPrivate: false });
    await showPopup();
  }
  return counts();
}
