import { codePoints } from '../text.js'

const longestName = 200
const longestEnding = 20

/** Characters that show as nothing, end a line, or turn the writing direction, and so make a name look like another one. */
const deceptive = /[\p{Control}\p{Format}\p{Surrogate}\p{Unassigned}\p{Line_Separator}\p{Paragraph_Separator}]/gu

/** The name that a file is kept and shown under: the last part of a path, without what could deceive about its ending. Never used as a path. */
export function fileName(given: string): string {
  const [last = ''] = given.split(/[\\/]/).slice(-1)
  const name = last.replace(deceptive, '').trim()
  if (name.replaceAll('.', '') === '') return 'file'
  if (codePoints(name) <= longestName) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= longestEnding ? name.slice(dot) : ''
  return [...name].slice(0, longestName - ending.length).join('') + ending
}

/** What the dots of a name set apart, lower case, the last one last. Bytes written as `%00` end no name of ours, and are looked through. */
export function endingsOf(name: string): readonly string[] {
  const plain = name.replace(deceptive, '').replace(/%[0-9a-f]{2}/gi, '')
  return plain
    .toLowerCase()
    .split('.')
    .slice(1)
    .map((ending) => ending.trim())
}
