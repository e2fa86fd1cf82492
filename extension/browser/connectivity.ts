/** The Network Information API, which only Chromium offers to a worker. */
type NetworkConnection = EventTarget | undefined;

/**
 * Calls the listener when the device goes online or offline or changes its kind of connection. Browsers do not wake a
 * background for it, so a change while it sleeps goes unnoticed.
 */
export function onNetworkChange(listener: () => void): void {
  const { connection } = navigator as Navigator & { connection?: NetworkConnection };
  connection?.addEventListener('change', listener);
  for (const name of ['online', 'offline'] as const) globalThis.addEventListener(name, listener);
}
