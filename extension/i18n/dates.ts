import { dateFormat, nameFormat, numberFormat } from './intl.ts';

/**
 * A date, as exact as it is known: `2024`, `2024-02` or `2024-02-17`. Always in the Gregorian calendar, as in the sources.
 */
export function formatDate(date: string, language: string): string {
  const [, month, day] = date.split('-');
  return dateFormat(language, {
    calendar: 'gregory',
    timeZone: 'UTC',
    year: 'numeric',
    ...(month === undefined ? {} : { month: 'long' }),
    ...(day === undefined ? {} : { day: 'numeric' }),
  }).format(new Date(date));
}

/** A moment (Unix epoch, ms) as a day and a time of this device's time zone, in the Gregorian calendar. */
export function formatDateTime(at: number, language: string): string {
  return dateFormat(language, {
    calendar: 'gregory',
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at);
}

/** How long something took, `0.2s`; below a tenth of a second in milliseconds. */
export function formatDuration(ms: number, language: string): string {
  const inSeconds = ms >= 100;
  return numberFormat(language, {
    style: 'unit',
    unitDisplay: 'narrow',
    unit: inSeconds ? 'second' : 'millisecond',
    maximumFractionDigits: inSeconds ? 1 : 0,
  }).format(inSeconds ? ms / 1000 : ms);
}

/** The name of a country in a language: the code itself where the browser has no name, empty for what is no code. */
export function formatCountryName(code: string, language: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return '';
  return nameFormat(language, { type: 'region' }).of(code) ?? code;
}
