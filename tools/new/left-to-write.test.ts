import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../house/source-tree.ts';
import { findLeftToWrite } from './left-to-write.ts';

test('nothing that `npm run new` began is left to write', () => {
  expect(findLeftToWrite(PROJECT_ROOT)).toEqual([]);
});
