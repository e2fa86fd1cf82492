/** How the name that a person gives is written in code. */

/** `quic-handshake` → `quicHandshake` */
export const toCamelCase = (slug: string): string =>
  slug.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `quic-handshake` → `QuicHandshake` */
export const toPascalCase = (slug: string): string => {
  const camel = toCamelCase(slug);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
};

/** `quic-handshake` → `quic_handshake`, since browsers allow no dash in a message's name. */
export const toMessageKey = (slug: string): string => slug.replaceAll('-', '_');

/** @throws unless it is lower-case words joined by dashes that begin with a letter */
export function requireSlug(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Error(`"${name}" is no name: write lower-case words joined by dashes, such as quic-handshake`);
}
