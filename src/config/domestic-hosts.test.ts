import { describe, expect, it } from 'vitest';
import { platformOfHost } from '../platforms/catalogue.ts';
import { allCountries } from '../regions/time-zone-country.ts';
import domestic from './domestic-hosts.json' with { type: 'json' };
import { allDomesticHosts, domesticHosts, isListedDomesticHost } from './domestic-hosts.ts';

const rows = Object.entries(domestic);

describe('the sites inside a country', () => {
  it('are two or more, of a known country, each in one row', () => {
    for (const [country] of rows) {
      expect(allCountries(), country).toContain(country);
      expect(domesticHosts(country).length, country).toBeGreaterThanOrEqual(2);
    }
    expect(new Set(allDomesticHosts()).size).toBe(allDomesticHosts().length);
  });

  it('are listed or not', () => {
    for (const [country, { listed, unlisted }] of rows) {
      expect(domesticHosts(country)).toEqual([...listed, ...unlisted]);
      expect(domesticHosts(country).filter(isListedDomesticHost)).toEqual(listed);
    }
    expect(allDomesticHosts().toSorted()).toEqual(
      rows.flatMap(([country]) => domesticHosts(country)).toSorted(),
    );
  });

  it('have an unlisted one where states let only a list of sites through', () => {
    for (const country of ['RU', 'IR'])
      expect(
        domesticHosts(country).filter((host) => !isListedDomesticHost(host)),
        country,
      ).not.toHaveLength(0);
  });

  it('are of private companies: in a shutdown no office, regulator or state telecom learns who checks', () => {
    const official =
      /(^|\.)(gov|gob|gouv|go|govt|mil|ac|edu|parliament|president)\.|^(www\.)?(gov|ut)\.|gosuslugi|telecom|telekom|etecsa|cantv/;
    expect(allDomesticHosts().filter((host) => official.test(host))).toEqual([]);
  });

  it('are none in a country without a row', () => {
    expect(domesticHosts('XX')).toEqual([]);
    expect(isListedDomesticHost('www.example.org')).toBe(false);
  });

  it('have no unlisted site that is itself a platform', () => {
    const unlisted = rows.flatMap(([, row]) => row.unlisted as string[]);
    expect(unlisted.filter((host) => platformOfHost(host))).toEqual([]);
  });
});
