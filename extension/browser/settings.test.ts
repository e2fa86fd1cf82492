import '../testing/fake-browser.ts';
import { expect, test } from 'vitest';
import { writeLocalStorage } from '../testing/fake-browser.ts';
import { onConsentWithdrawn } from './settings.ts';

test('only another answer than standard withdraws the consent', async () => {
  const heard: string[] = [];
  let step = '';
  onConsentWithdrawn(() => void heard.push(step));
  const set = async (name: string, settings: object | undefined): Promise<void> => {
    step = name;
    await writeLocalStorage({ settings });
  };
  await set('standard', { choice: 'standard' });
  await set('another country', { choice: 'standard', country: 'PK' });
  await set('quiet', { choice: 'quiet', country: 'PK' });
  await set('another language', { choice: 'quiet', language: 'ur' });
  await set('standard again', { choice: 'standard' });
  await set('everything deleted', undefined);
  expect(heard).toEqual(['quiet', 'everything deleted']);
});
