/** An address that only opens something; of any other kind nothing is left to click. */
export function safeHref(href: string): string | undefined {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol) ? href : undefined
  } catch {
    return undefined
  }
}
