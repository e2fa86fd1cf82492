import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings, withChange } from './settings.ts';

describe('withChange', () => {
  const inSindh = withChange(DEFAULT_SETTINGS, { country: 'PK', region: 'PK-SD' });

  it('changes what is given, and nothing else', () => {
    expect(withChange(inSindh, { autoOpen: false })).toEqual({ ...inSindh, autoOpen: false });
    expect(inSindh).toEqual({ ...DEFAULT_SETTINGS, country: 'PK', region: 'PK-SD' });
  });

  it('lets go of a region when its country does not stay', () => {
    expect(withChange(inSindh, { country: 'IN' }).region).toBe('');
    expect(withChange(inSindh, { country: '' }).region).toBe('');
    expect(withChange(inSindh, { country: 'PK' }).region).toBe('PK-SD');
    expect(withChange(DEFAULT_SETTINGS, { region: 'PK-SD' }).region).toBe('');
  });

  it('falls back field by field', () => {
    const wrong = { country: 'Pakistan', region: 'Sindh', choice: 'loud' } as unknown as Partial<Settings>;
    expect(withChange(inSindh, wrong)).toEqual({ ...inSindh, country: '', region: '', choice: 'unset' });
  });
});
