import type { Mechanism, Verdict } from '../../src/model/verdict.ts';

/** A stop on the way from a person to a platform; `country` and `platform` are shown by their own names. */
export type Stop =
  | 'you'
  | 'name'
  | 'address'
  | 'wifi'
  | 'internet'
  | 'proxy'
  | 'country'
  | 'world'
  | 'platform';
/** How a stop was reached. `untried`: what lies behind a break; `open`: nobody knows. */
export type Reach = 'fine' | 'broken' | 'untried' | 'open';
export interface Step {
  stop: Stop;
  reach: Reach;
}

const LAYERS: Stop[] = ['you', 'name', 'address', 'platform'];

/** The picture of the path: where it breaks, if the verdict says so. */
export function pathOf({ kind, mechanism }: Pick<Verdict, 'kind' | 'mechanism'>, checking: boolean): Step[] {
  if (checking) return way(LAYERS, 'open');
  switch (kind) {
    case 'blocked':
    case 'throttled':
      return way(LAYERS, brokenBy(mechanism));
    case 'cut-off':
      return way(['you', 'country', 'world', 'platform'], 'world');
    case 'offline':
      return way(['you', 'internet', 'platform'], 'internet');
    case 'captive-portal':
      return way(['you', 'wifi', 'internet', 'platform'], 'internet');
    case 'proxy-down':
      return way(['you', 'proxy', 'internet', 'platform'], 'proxy');
    case 'local-block':
      return way(['you', 'internet', 'platform'], 'you');
    case 'no-such-site':
      return way(LAYERS, 'name');
    case 'bad-certificate':
    case 'site-down':
    case 'refused-by-site':
      return way(LAYERS, 'platform');
    case 'reachable':
      return way(LAYERS, 'whole');
    case 'inconclusive':
      return way(LAYERS, 'open');
  }
}

function brokenBy(mechanism: Mechanism): Stop | 'open' {
  if (mechanism === '') return 'open';
  if (mechanism.startsWith('dns-')) return 'name';
  return mechanism === 'ip-timeout' || mechanism.startsWith('tcp-') ? 'address' : 'platform';
}

function way(stops: Stop[], broken: Stop | 'open' | 'whole'): Step[] {
  const at = stops.indexOf(broken as Stop);
  return stops.map((stop, i) => {
    if (broken === 'open') return { stop, reach: i === 0 ? 'fine' : 'open' };
    if (at === -1 || i < at) return { stop, reach: 'fine' };
    return { stop, reach: i === at ? 'broken' : 'untried' };
  });
}
