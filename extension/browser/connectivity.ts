/** Type of connection, where the browser tells a worker of it (Network Information API; Chromium alone). */
type NetworkConnection = EventTarget | undefined;

/**
 * Hears when the device goes on- or offline or changes its kind of connection. Browsers wake no background for it:
 * a change during its sleep is not heard.
 */
export function onNetworkChange(listener: () => void): void {
  const { connection } = navigator as Navigator & { connection?: NetworkConnection };
  connection?.addEventListener('change', listener);
  for (const name of ['online', 'offline'] as const) globalThis.addEventListener(name, listener);
}
