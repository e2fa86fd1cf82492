import { describe, expect, it } from 'vitest';
import { createTextMatcher, foldForSearch } from './search.ts';

describe('foldForSearch', () => {
  it.each([
    ['Şanlıurfa', 'sanliurfa'],
    ['Rājasthān', 'rajasthan'],
    ['TikTok', 'tiktok'],
    ['۲۰۲۴', '2024'],
    ['٢٠٢٤', '2024'],
    ['پاكستاني', 'پاکستانی'],
    ['عدالتِ عالیہ', 'عدالت عالیه'],
    ['X (Twitter)', 'x twitter'],
    ['', ''],
  ])('%s → %s', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });
});

describe('createTextMatcher', () => {
  const text = 'X (Twitter) · Islamabad High Court · An election · 2024-02-17 · وزارتِ داخلہ · انتخابات';
  it.each(['x', 'twit', 'COURT', 'court 2024', 'hígh', '۲۰۲۴', 'داخله', 'انتخاب', '17 02'])(
    'finds “%s”',
    (query) => {
      expect(createTextMatcher(query)(text)).toBe(true);
    },
  );

  it.each(['', '  ', '·', 'ourt', 'court 2025', 'facebook'])('does not find “%s”', (query) => {
    expect(createTextMatcher(query)(text)).toBe(false);
  });
});
