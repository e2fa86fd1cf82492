import { expect, test } from 'vitest';
import { readableText } from './readable-text.ts';

test('a phrase is found across lines, tags and character references', () => {
  expect(readableText('<h1>Blocked</h1>\n<p>by&nbsp;&nbsp;order\u00a0of\r\n  <b>the</b> court')).toBe(
    ' Blocked by order of the court',
  );
  expect(readableText('&#1044;&#x43e;&#1089;&#x0442;&#1091;&#1087;')).toBe('Доступ');
});

test('a reference to no character and an unfinished tag do no harm', () => {
  expect(readableText('a &#9999999; b <p c')).toBe('a b <p c');
});

test('a page of nothing but brackets takes no time', () => {
  const start = performance.now();
  readableText('<'.repeat(65_536));
  readableText('&#'.repeat(32_768));
  readableText(`${' '.repeat(65_535)}x`);
  expect(performance.now() - start).toBeLessThan(1000);
});
