import fc from 'fast-check';
import { expect, test } from 'vitest';
import rows from './fingerprints.json' with { type: 'json' };
import { Fingerprints } from './fingerprints.ts';
import { findForwards } from './page-forwards.ts';

const TARGET = 'http://block.rt.ru/?id=7';

test.each([
  ['refresh', `<META HTTP-EQUIV="refresh" CONTENT="0; URL=${TARGET}">`],
  ['refresh, the other way round', `<meta content='1;url="${TARGET}"' http-equiv=refresh />`],
  ['refresh with quotes inside', `<meta http-equiv="refresh" content="0;url='${TARGET}'">`],
  ['frame', `<frameset rows="100%"><frame name=a src=${TARGET}></frameset>`],
  ['iframe', `<iframe width="100%"\n src = "${TARGET}" style="border:0"></iframe>`],
  ['window.location', `<script>window.location = "${TARGET}"</script>`],
  ['location.href', `<script>document.location.href='${TARGET} ';</script>`],
  ['location.replace', `<script>top.location.replace( "${TARGET}" )</script>`],
  ['escaped slashes', `<script>location.assign('${TARGET.replaceAll('/', '\\/')}')</script>`],
])('a short page leads elsewhere by %s', (_, page) => {
  expect(findForwards(page)).toEqual([TARGET]);
  expect(new Fingerprints(rows).findBlockPage({ body: page, location: '' })).toMatchObject({
    scope: 'isp',
    countries: ['RU'],
  });
});

test('a target without a scheme and one with escaped ampersands are read', () => {
  expect(findForwards('<iframe src="//block.rt.ru/?a=1&amp;b=2">')).toEqual(['http://block.rt.ru/?a=1&b=2']);
});

test.each([
  ['a relative target', '<meta http-equiv=refresh content="0;url=/blocked">'],
  ['a reload', '<meta http-equiv=refresh content="30">'],
  ['a description that speaks of it', `<meta name=description content="0;url=${TARGET}">`],
  ['a lazy frame', `<iframe data-src="${TARGET}">`],
  ['a link', `<a href="${TARGET}">here</a>`],
  ['a comparison', `<script>if (location.href == "${TARGET}") stop()</script>`],
  ['this device', '<script>location.href = "http://127.0.0.1:8080/"</script>'],
  ['no web address', '<script>location.href = "javascript:go()"</script>'],
  ['a long page', `<iframe src="${TARGET}"></iframe>${'text '.repeat(4000)}`],
])('%s leads nowhere', (_, page) => {
  expect(findForwards(page)).toEqual([]);
});

test('any text is read in bounded time and gives at most twenty targets', () => {
  const parts = fc.constantFrom(
    '<meta ',
    '<iframe',
    ' src=',
    '"',
    "'",
    'location.href',
    ' ',
    '=',
    '(',
    'url=',
    '>',
    TARGET,
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 2000 }), (page) => {
      expect(findForwards(page.join('')).length).toBeLessThanOrEqual(20);
    }),
  );
  const hostile = ['<meta ', '<iframe src="', 'location ', 'src =', "content='", ' '].map((part) =>
    part.repeat(16_384 / part.length),
  );
  const start = performance.now();
  for (const page of hostile) findForwards(page);
  for (const page of hostile) findForwards(`<meta http-equiv=refresh ${page}`.slice(0, 16_384));
  expect(performance.now() - start).toBeLessThan(2000);
});
