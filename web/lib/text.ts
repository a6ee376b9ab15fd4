const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const firstLetter = (word: string): string => {
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase()
  return ''
}

/** One or two letters to stand for a name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{Letter}\p{Number}]/u.test(word))
  const [first, last] = [words[0], words.length > 1 ? words[words.length - 1] : undefined]
  const letters = [first, last].map((word) => firstLetter((word ?? '').replace(/^[^\p{Letter}\p{Number}]+/u, '')))
  return letters.join('') || firstLetter(name.trim()) || '?'
}

/** A number from 1 to `count` that stays the same for the same text. */
export function stableHash(text: string, count: number): number {
  let hash = 7
  for (let index = 0; index < text.length; index += 1) hash = (hash * 31 + text.charCodeAt(index)) >>> 0
  return (hash % count) + 1
}

export const codePointsOf = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** A handle as it is written, whatever direction the text around it has. */
export const atHandle = (handle: string): string => `\u2066@${handle}\u2069`

const units = ['B', 'kB', 'MB', 'GB'] as const

/** How large a file is, for a person. */
export function sizeOf(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${(bytes / 1_000 ** step).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${units[step]}`
}
