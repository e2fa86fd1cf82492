/** Every scenario holds its requests against PRIVACY.md's table (`scenarios.spec.ts`); here, that the table can say no. */
import { expect, test } from '@playwright/test';
import { isDocumented } from './support/request-audit.ts';

test('a host that the table does not name is not taken for told', () => {
  expect(isDocumented('www.gstatic.com', 'x', 'PK')).toBe(true);
  expect(isDocumented('twitter.com', 'x', 'PK')).toBe(true);
  expect(isDocumented('www.youtube.com', 'x', 'PK')).toBe(false);
  expect(isDocumented('tracker.example', 'x', 'PK')).toBe(false);
});
