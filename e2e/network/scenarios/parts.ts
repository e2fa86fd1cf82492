import type { Fault, Faults, Scenario } from '../scenario.ts';

/** A scenario without the flag that its list gives it. */
export type ScenarioDraft = Omit<Scenario, 'innocent'>;

/** The same fault for several keys. */
export const sameFaultFor = (keys: string[], fault: Fault): Faults =>
  Object.fromEntries(keys.map((key) => [key, fault]));

export const SITE_DOWN = { verdict: 'site-down', mechanism: '' } as const;
export const REACHABLE = { verdict: 'reachable', mechanism: '' } as const;
/** An answer that claims nothing. */
export const UNDECIDED = { verdict: 'inconclusive', mechanism: '' } as const;

/**
 * Chromium does not say which address refused it. Time tells, but only over a distance: in the lab everything is near.
 * A busy machine makes a distance at times.
 */
export const REFUSED_NEARBY = {
  browser: 'chromium',
  ...UNDECIDED,
  alsoRight: [
    { verdict: 'blocked', mechanism: 'tcp-refused' },
    { verdict: 'local-block', mechanism: '' },
  ],
} as const;

/** The hosts of a platform that its pages and the checks ask for. */
export const X = ['*.x.com', '*.twitter.com', '*.twimg.com', '*.t.co'];
export const FACEBOOK = ['*.facebook.com', '*.fb.com', '*.fb.me', '*.fbcdn.net'];
export const INSTAGRAM = ['*.instagram.com', '*.cdninstagram.com'];
export const TELEGRAM = ['*.telegram.org', '*.t.me', '*.telegram.me', '*.telesco.pe', '*.telegra.ph'];
export const WIKIPEDIA = ['*.wikipedia.org', '*.wikimedia.org', '*.wikidata.org'];
export const GOOGLE = [
  '*.google.com',
  '*.gstatic.com',
  '*.youtube.com',
  '*.youtu.be',
  '*.ytimg.com',
  'dns.google',
];

export const YOUTUBE = ['*.youtube.com', '*.youtu.be', '*.youtube-nocookie.com', '*.ytimg.com'];
export const DISCORD = ['*.discord.com', '*.discord.gg', '*.discordapp.com', '*.discordapp.net'];
export const BBC = ['*.bbc.com', '*.bbc.co.uk', '*.bbci.co.uk'];

/** All services outside that checks may ask. */
export const OUTSIDE_SERVICES = ['@resolvers', '@helper', '@collector', '@globalping'];

export const PK = { country: 'PK', timezone: 'Asia/Karachi' };
export const IR = { country: 'IR', timezone: 'Asia/Tehran' };
export const TR = { country: 'TR', timezone: 'Europe/Istanbul' };
export const ID = { country: 'ID', timezone: 'Asia/Jakarta' };
export const RU = { country: 'RU', timezone: 'Europe/Moscow' };
export const CN = { country: 'CN', timezone: 'Asia/Shanghai' };
export const IN = { country: 'IN', timezone: 'Asia/Kolkata' };
export const GB = { country: 'GB', timezone: 'Europe/London' };
export const ES = { country: 'ES', timezone: 'Europe/Madrid' };
export const RW = { country: 'RW', timezone: 'Africa/Kigali' };
export const DE = { country: 'DE', timezone: 'Europe/Berlin' };

export const X_RESET = sameFaultFor(X, { tls: 'reset' });
