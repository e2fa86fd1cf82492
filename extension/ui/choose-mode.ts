import type { Settings } from '../../src/config/settings.ts';
import { askDataConsent } from '../browser/data-consent.ts';

/** Chooses standard only with the browser's consent to send host names; a refusal is quiet. Call it first in a click. */
export async function chooseMode(
  choice: 'standard' | 'quiet',
  update: (changes: Partial<Settings>) => Promise<void>,
): Promise<void> {
  const isAllowed = choice === 'quiet' || (await askDataConsent());
  await update({ choice: isAllowed ? choice : 'quiet' });
}
