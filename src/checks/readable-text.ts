/**
 * A page's text as a person reads it: without tags, with numeric character references and non-breaking spaces replaced,
 * and with single spaces. A phrase is found in it however the page breaks its lines. Scripts stay in.
 */
export function readableText(page: string): string {
  return page
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&#(?:(\d{1,7})|x([\da-f]{1,6}));/gi, (_, decimal?: string, hex?: string) =>
      characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)),
    )
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');
}

function characterOf(codePoint: number): string {
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ' ';
}
