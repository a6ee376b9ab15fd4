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

export const plural = (count: number, one: string, many: string): string => `${count.toLocaleString()} ${count === 1 ? one : many}`
