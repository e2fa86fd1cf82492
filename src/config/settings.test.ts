import { describe, expect, it } from 'vitest';
import { applySettingsChange, DEFAULT_SETTINGS, type Settings } from './settings.ts';

describe('applySettingsChange', () => {
  const inSindh = applySettingsChange(DEFAULT_SETTINGS, { country: 'PK', region: 'PK-SD' });

  it('changes only the given fields', () => {
    expect(applySettingsChange(inSindh, { autoOpen: false })).toEqual({ ...inSindh, autoOpen: false });
    expect(inSindh).toEqual({ ...DEFAULT_SETTINGS, country: 'PK', region: 'PK-SD' });
  });

  it('clears the region when the country changes', () => {
    expect(applySettingsChange(inSindh, { country: 'IN' }).region).toBe('');
    expect(applySettingsChange(inSindh, { country: '' }).region).toBe('');
    expect(applySettingsChange(inSindh, { country: 'PK' }).region).toBe('PK-SD');
    expect(applySettingsChange(DEFAULT_SETTINGS, { region: 'PK-SD' }).region).toBe('');
  });

  it('replaces each invalid field by its default', () => {
    const wrong = { country: 'Pakistan', region: 'Sindh', choice: 'loud' } as unknown as Partial<Settings>;
    expect(applySettingsChange(inSindh, wrong)).toEqual({
      ...inSindh,
      country: '',
      region: '',
      choice: 'unset',
    });
  });
});
