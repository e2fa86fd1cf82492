/** Every scenario holds its requests against PRIVACY.md's table (`scenarios.spec.ts`); here, that the table can say no. */
import { expect, test } from '@playwright/test';
import { isTold } from './support/request-audit.ts';

test('a host that the table does not name is not taken for told', () => {
  expect(isTold('www.gstatic.com', 'x', 'PK')).toBe(true);
  expect(isTold('twitter.com', 'x', 'PK')).toBe(true);
  expect(isTold('www.youtube.com', 'x', 'PK')).toBe(false);
  expect(isTold('tracker.example', 'x', 'PK')).toBe(false);
});
