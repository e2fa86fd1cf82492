/** Every scenario compares its requests with PRIVACY.md's table (`scenarios.spec.ts`). This test shows that the comparison can fail. */
import { expect, test } from '@playwright/test';
import { isDocumented } from './support/request-audit.ts';

test('a host that the table does not name is undocumented', () => {
  expect(isDocumented('www.gstatic.com', 'x', 'PK')).toBe(true);
  expect(isDocumented('twitter.com', 'x', 'PK')).toBe(true);
  expect(isDocumented('www.youtube.com', 'x', 'PK')).toBe(false);
  expect(isDocumented('tracker.example', 'x', 'PK')).toBe(false);
});
