import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  applySettingsChange,
  DEFAULT_SETTINGS,
  type Settings,
  SettingsChangeSchema,
  SettingsSchema,
} from './settings.ts';

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

  it('replaces each invalid field by its default, and the choice by quiet', () => {
    const wrong = { country: 'Pakistan', region: 'Sindh', choice: 'loud' } as unknown as Partial<Settings>;
    expect(applySettingsChange(inSindh, wrong)).toEqual({
      ...inSindh,
      country: '',
      region: '',
      choice: 'quiet',
    });
  });

  it('takes a damaged choice for quiet, and a missing one for none', () => {
    for (const choice of ['loud', '', null, 7, ['standard']])
      expect(v.parse(SettingsSchema, { choice }).choice).toBe('quiet');
    expect(v.parse(SettingsSchema, {}).choice).toBe('unset');
    expect(v.parse(SettingsSchema, { choice: 'standard' }).choice).toBe('standard');
  });

  it('takes a damaged choice about outside help for no, and a missing one for yes', () => {
    for (const asksOutside of ['yes', null, 0])
      expect(v.parse(SettingsSchema, { asksOutside }).asksOutside).toBe(false);
    expect(v.parse(SettingsSchema, {}).asksOutside).toBe(true);
  });

  it('refuses a change that does not fit, and names the field', () => {
    for (const change of [{ choice: 'loud' }, { country: 'Pakistan' }, { autoOpen: 'yes' }]) {
      const { issues } = v.safeParse(SettingsChangeSchema, change);
      expect(issues && v.getDotPath(issues[0])).toBe(Object.keys(change)[0]);
    }
    expect(v.parse(SettingsChangeSchema, { region: 'PK-SD' })).toEqual({ region: 'PK-SD' });
  });
});
