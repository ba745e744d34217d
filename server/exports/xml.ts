/** Text inside XML. Pure. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Any text as the content of an element or attribute: signs escaped, control characters that XML cannot hold left out. */
export const escapeXml = (text: string): string => text.replace(/[^\P{Cc}\t\n\r]/gu, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** An element with its text. */
export const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;
