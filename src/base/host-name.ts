/** The longest name in the DNS, in text (RFC 1035 §2.3.4). URLs may hold longer ones. */
export const MAX_HOST_LENGTH = 253;

/** A host as it may be kept and shown. A longer one leads nowhere, and only its beginning is kept. */
export const capHostName = (host: string): string => host.slice(0, MAX_HOST_LENGTH);
