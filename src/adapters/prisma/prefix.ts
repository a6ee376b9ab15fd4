/** A LIKE pattern for what begins with the text: its own `%`, `_` and `\` mean themselves. */
export const prefixPattern = (prefix: string): string => `${prefix.replace(/[\\%_]/g, '\\$&')}%`
