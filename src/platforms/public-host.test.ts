import { expect, test } from 'vitest';
import { CATALOGUE, platformOfHost } from './catalogue.ts';
import { publicHostOf } from './public-host.ts';

test.each([
  ['secret-blog.wordpress.com', 'wordpress.com'],
  ['a.b.blogspot.com', 'blogspot.com'],
  ['somebody.github.io', 'github.io'],
  ['SOMEBODY.tumblr.com.', 'tumblr.com'],
  ['workspace.slack.com', 'slack.com'],
  ['somebody.t.me', 't.me'],
  ['12345.qzone.qq.com', 'qq.com'],
])('%s is named as %s', (host, domain) => {
  expect(publicHostOf(host, platformOfHost(host))).toBe(domain);
});

test.each([
  'wordpress.com',
  'www.tumblr.com',
  'en.wordpress.com',
  'assets.tumblr.com',
  'miro.medium.com',
  'app.slack.com',
  'api.github.com',
  'old.reddit.com',
  'mail.google.com',
  'nobody.example',
])('%s names nobody', (host) => {
  expect(publicHostOf(host, platformOfHost(host))).toBe(host);
});

test('every personal domain is one that people open', () => {
  for (const { slug, domains, personalDomains = [] } of CATALOGUE)
    expect(domains, slug).toEqual(expect.arrayContaining(personalDomains));
});
