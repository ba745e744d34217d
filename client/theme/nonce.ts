/**
 * The nonce of this page, so that style elements made at run time pass a Content-Security-Policy
 * without 'unsafe-inline'. RevoGrid (Stencil) reads the same meta element by itself.
 */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
