import type { UserId } from '../../../domain/ids.js'
import type { Attached, SearchCriteria } from '../../../domain/search/criteria.js'
import { fold, wordsOf } from '../../../domain/search/fold.js'
import { attachedTo, type Rank, type Searched } from '../../../domain/search/rank.js'

const length = 3

const surrogate = /[\ud800-\udfff]/

/** The three characters from each place on, fewer at the end: as many as there are characters, so what can be is cut out of the text as it is. */
function addPieces(folded: string, lexemes: string[]): void {
  const characters = surrogate.test(folded) ? [...folded] : folded
  for (let at = 0; at < characters.length; at += 1) {
    const piece = characters.slice(at, at + length)
    lexemes.push(typeof piece === 'string' ? piece : piece.join(''))
  }
}

// Folded text has no control characters: these begin no piece of one.
const wordLexeme = (word: string): string => `\u0001${word}`
const senderLexeme = (id: UserId): string => `\u0002${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}`
const attachedLexeme = (kind: Attached): string => `\u0003${kind}`

/** What stands between lexemes on their way to the database. */
export const lexemeSeparator = '\u001f'

/**
 * What a message is found by. Of its text: at each place the three characters that begin there (fewer at the end), so that one or two
 * characters are found as the beginning of a lexeme; and its words. Beside that, who wrote it and what is attached. A piece that is there more than once is
 * named as often: a tsvector has it once.
 */
export function lexemesOf(message: Searched & { readonly senderId: UserId }): readonly string[] {
  const folded = fold(message.text ?? '')
  const lexemes = [senderLexeme(message.senderId)]
  addPieces(folded, lexemes)
  for (const word of wordsOf(folded)) lexemes.push(wordLexeme(word))
  for (const kind of attachedTo(message)) lexemes.push(attachedLexeme(kind))
  return lexemes
}

/** What a message has, and what it lacks, to be looked at: tsqueries. `null` asks for nothing. */
export interface LexemeQuery {
  readonly having: string | null
  readonly lacking: string | null
}

/** What to look at for each rank; it may turn out to be none, if it has the pieces of a term apart from each other. `null`: nothing has that rank. */
export function lexemeQueries(criteria: SearchCriteria, senderId: UserId | null): Readonly<Record<Rank, LexemeQuery | null>> {
  const { terms, has, order } = criteria
  const fixed = [...(senderId === null ? [] : [senderLexeme(senderId)]), ...[...has].map(attachedLexeme)].map(quoted)
  const words = order === 'newest' ? [] : [...new Set(terms.flatMap((term) => [...wordsOf(term)]))]
  const pieces = terms.flatMap(piecesOf)
  const parts = allOf([...fixed, ...pieces.map(lookup)])
  if (words.length === 0) return { words: { having: parts, lacking: null }, parts: null }
  const wordLookups = words.map((word) => quoted(wordLexeme(word)))
  // What has a word has the pieces of it.
  const others = pieces.filter((piece) => !words.some((word) => word.includes(piece)))
  return {
    words: { having: allOf([...fixed, ...wordLookups, ...others.map(lookup)]), lacking: null },
    parts: { having: parts, lacking: allOf(wordLookups) },
  }
}

const allOf = (operands: readonly string[]): string | null => (operands.length === 0 ? null : [...new Set(operands)].join(' & '))

/** Between quotes nothing but quotes and backslashes means anything to a tsquery. */
const quoted = (lexeme: string): string => `'${lexeme.replace(/['\\]/g, '$&$&')}'`

const operand = /'(?:[^'\\]|''|\\\\)*'(?::\*)?/g

/** The parts of such a query. */
export const operandsOf = ({ having }: LexemeQuery): readonly string[] => having?.match(operand) ?? []

/** Whether it stands for all lexemes that begin so. */
export const isBeginning = (part: string): boolean => part.endsWith(':*')

/** In folded text one or two characters are the beginning of a lexeme, three are one. */
const lookup = (piece: string): string => ([...piece].length < length ? `${quoted(piece)}:*` : quoted(piece))

function piecesOf(term: string): readonly string[] {
  const characters = [...term]
  if (characters.length < length) return [term]
  return characters.slice(0, 1 - length).map((_, at) => characters.slice(at, at + length).join(''))
}
