/** Marks that people leave out (accents, Hebrew points, Arabic vowels), and what nobody sees. */
const dropped = /(?=[\u0300-\u036f\u0590-\u06ff])\p{Mn}|\u0640|\p{Default_Ignorable_Code_Point}/gu
const blank = /[\p{White_Space}\p{Cc}]+/gu
const word = /[\p{L}\p{M}\p{N}_]+/gu

const known = new Map<string, string>()
const mostKnown = 20_000

/**
 * A character as search sees it. It depends on nothing beside it, so that what is a part of a text is one when both are folded. Upper case
 * first: it makes `ß` and `SS` the same, and the two small sigmas.
 */
function foldCharacter(character: string): string {
  const before = known.get(character)
  if (before !== undefined) return before
  const folded = character.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD').replace(dropped, '').replace(blank, ' ')
  if (known.size < mostKnown) known.set(character, folded)
  return folded
}

export interface Folded {
  readonly text: string
  /** For each unit of the folded text, where in the text the character stands that it comes from. */
  readonly origins: readonly number[]
}

export function foldWithOrigins(text: string): Folded {
  const origins: number[] = []
  const folded = foldEach(text, (piece, place) => {
    for (let unit = 0; unit < piece.length; unit += 1) origins.push(place)
  })
  return { text: folded, origins }
}

/** ASCII with one space between words: of it only the case changes. */
const plain = /^[!-~]+(?: [!-~]+)*$/

/** The text as search sees it: letter case, width, accents and the kind and amount of white space do not count. The same on every machine. */
export const fold = (text: string): string => (plain.test(text) ? text.toLowerCase() : foldEach(text))

/** What has been folded is not looked at again: each look would copy all of it. */
function foldEach(text: string, told?: (piece: string, place: number) => void): string {
  let folded = ''
  let endsBlank = false
  let place = 0
  for (const character of text) {
    const piece = foldCharacter(character)
    if (piece !== ' ' || !endsBlank) {
      folded += piece
      told?.(piece, place)
      if (piece !== '') endsBlank = piece.endsWith(' ')
    }
    place += character.length
  }
  return folded
}

/** Longer words are told apart by their beginning only. */
const longestWord = 64

/** The words of a folded text, each once. Scripts that put no space between words have long ones. */
export function wordsOf(folded: string): ReadonlySet<string> {
  const words = folded.match(word) ?? []
  return new Set(words.map((found) => (found.length <= longestWord ? found : [...found].slice(0, longestWord).join(''))))
}
