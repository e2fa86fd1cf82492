import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, hostPatterns, platformBySlug, platformOfHost, sitePatterns } from './catalogue.ts';

const withSite = CATALOGUE.filter((platform) => platform.domains.length > 0);
const ownHosts = CATALOGUE.flatMap((platform) =>
  [...platform.domains, ...platform.assets].map((host) => ({ host, platform })),
);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);

const patternCovers = (pattern: string, host: string) => {
  const suffix = pattern.slice('*://*.'.length, -'/*'.length);
  return host === suffix || host.endsWith(`.${suffix}`);
};

describe('the catalogue', () => {
  it('has at least a hundred platforms with a website', () => {
    expect(withSite.length).toBeGreaterThanOrEqual(100);
  });

  it('has unique slugs, and each host in one row', () => {
    expect(new Set(CATALOGUE.map((p) => p.slug)).size).toBe(CATALOGUE.length);
    const hosts = ownHosts.map(({ host }) => host);
    expect(hosts.filter((host, i) => hosts.indexOf(host) !== i)).toEqual([]);
  });

  it('lists no asset that another host of its row covers', () => {
    const needless = CATALOGUE.flatMap((p) =>
      p.assets.filter((asset) => [...p.domains, ...p.assets].some((host) => asset.endsWith(`.${host}`))),
    );
    expect(needless).toEqual([]);
  });

  it('has no host that many other sites load from', () => {
    const shared =
      /(^|\.)(cloudfront\.net|akamai(hd|zed)?\.net|akamaiedge\.net|fastly\.net|gstatic\.com|googleapis\.com|cloudinary\.com|cloudflare\.com|amazonaws\.com|azureedge\.net|wp\.com)$/;
    expect(hostPatterns().filter((pattern) => shared.test(pattern.slice(6, -2)))).toEqual([]);
  });

  it('has only alternates of the same platform', () => {
    const strays = withSite.flatMap((p) =>
      p.alternates.filter((host) => platformOfHost(host) !== p).map((host) => `${p.slug}: ${host}`),
    );
    expect(strays).toEqual([]);
  });

  it('has only media hosts of the same platform, each once', () => {
    const strays = CATALOGUE.flatMap((p) =>
      (p.media ?? []).filter((host) => platformOfHost(host) !== p).map((host) => `${p.slug}: ${host}`),
    );
    expect(strays).toEqual([]);
    const repeated = CATALOGUE.filter(({ media = [] }) => new Set(media).size < media.length);
    expect(repeated.map((p) => p.slug)).toEqual([]);
  });

  it('names media hosts of forty platforms that are often blocked', () => {
    const oftenBlocked = (
      'facebook whatsapp x instagram telegram youtube snapchat tiktok viber reddit signal line wechat pinterest ' +
      'tumblr flickr grindr messenger roblox discord wikipedia vk linkedin odnoklassniki vimeo dw bbc dailymotion ' +
      'medium twitch rumble voa rferl zoom steam github netflix spotify soundcloud bluesky'
    ).split(' ');
    expect(oftenBlocked.filter((slug) => !platformBySlug(slug)?.media?.length)).toEqual([]);
  });

  it('has large files of the same platform, by a plain https address', () => {
    const withFile = CATALOGUE.flatMap((p) =>
      p.largeFile ? [{ platform: p, url: new URL(p.largeFile), text: p.largeFile }] : [],
    );
    expect(withFile.length).toBeGreaterThanOrEqual(20);
    for (const { platform, url, text } of withFile) {
      expect(platformOfHost(url.hostname), text).toBe(platform);
      expect(url.href, text).toBe(text);
      expect(url.origin + url.pathname, text).toBe(text);
      expect(url.origin, text).toBe(`https://${url.hostname}`);
      expect(url.pathname.length, text).toBeGreaterThan(1);
    }
  });
});

describe('platformOfHost', () => {
  it.each([
    ['x.com', 'x'],
    ['www.twitter.com', 'x'],
    ['X.COM.', 'x'],
    ['mail.google.com', 'gmail'],
    ['www.google.com', 'google'],
    ['translate.google.com', 'google-translate'],
    ['weixin.qq.com', 'wechat'],
    ['im.qq.com', 'qq'],
    ['my.mail.ru', 'moi-mir'],
    ['e.mail.ru', 'mail-ru'],
    ['r3---sn-abc.googlevideo.com', 'youtube'],
  ])('%s is %s', (host, slug) => {
    expect(platformOfHost(host)?.slug).toBe(slug);
  });

  it.each(['', 'com', 'box.com', 'notx.com', 'x.com.example.org', '1.1.1.1', 'localhost'])(
    '%j is none',
    (host) => {
      expect(platformOfHost(host)).toBeUndefined();
    },
  );

  it('returns the row with the longest suffix, for any subdomain', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ownHosts), fc.array(label, { maxLength: 4 }), ({ host }, labels) => {
        const full = [...labels, host].join('.');
        const longest = ownHosts
          .filter((own) => full === own.host || full.endsWith(`.${own.host}`))
          .reduce((a, b) => (b.host.length > a.host.length ? b : a));
        expect(platformOfHost(full)).toBe(longest.platform);
      }),
    );
  });

  it('returns undefined for hosts outside the catalogue', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ownHosts), label, ({ host }, joined) => {
        expect(platformOfHost(`${host}.${joined}.invalid`)).toBeUndefined();
      }),
    );
  });
});

describe('match patterns', () => {
  it('cover every host exactly once', () => {
    for (const { host } of ownHosts)
      expect(
        hostPatterns().filter((p) => patternCovers(p, host)),
        host,
      ).toHaveLength(1);
    for (const host of withSite.flatMap((p) => p.domains))
      expect(
        sitePatterns().filter((p) => patternCovers(p, host)),
        host,
      ).toHaveLength(1);
  });
});

it('finds a platform by slug', () => {
  expect(platformBySlug('youtube')?.domains[0]).toBe('youtube.com');
  expect(platformBySlug('nothing')).toBeUndefined();
});

it('takes a host that is longer than any name for no platform’s', () => {
  const hostOf = (length: number) => `${'a.'.repeat(300)}x.com`.slice(-length);
  expect(platformOfHost(hostOf(253))?.slug).toBe('x');
  expect(platformOfHost(hostOf(255))).toBeUndefined();
});
