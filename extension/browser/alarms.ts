import browser from './api.ts';

/**
 * Sets an alarm for that time (Unix epoch, ms). Browsers round it up to half a minute or a minute. It outlives the worker
 * that set it.
 */
export async function setAlarm(name: string, at: number): Promise<void> {
  await browser.alarms.create(name, { when: at });
}

export async function clearAlarm(name: string): Promise<void> {
  await browser.alarms.clear(name);
}

export async function clearAllAlarms(): Promise<void> {
  await browser.alarms.clearAll();
}

export function onAlarm(listener: (name: string) => void): void {
  browser.alarms.onAlarm.addListener((alarm) => listener(alarm.name));
}
