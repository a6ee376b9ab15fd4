import { foldWithOrigins } from './fold.js'

export interface SnippetPart {
  readonly text: string
  /** Whether it is what was searched for. */
  readonly hit: boolean
}

interface Span {
  readonly start: number
  readonly end: number
}

/** In UTF-16 units: what fits into two or three lines. */
const longest = 240
const beforeFirstHit = 60

/** What stands together with the character before it. */
const continues = /^(?:\p{M}|\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier})/u
const lowSurrogate = /^[\udc00-\udfff]/

/** An excerpt of the text around the first hit. The parts, put together, are a piece of the text exactly as it is. */
export function snippetOf(text: string, terms: readonly string[]): readonly SnippetPart[] {
  const hits = hitsIn(text, terms)
  const first = hits[0]?.start ?? 0
  const start = first + longest / 2 < longest ? 0 : boundary(text, first - beforeFirstHit)
  const end = start + longest >= text.length ? text.length : boundary(text, start + longest)
  const parts: SnippetPart[] = []
  let place = start
  for (const hit of hits) {
    if (hit.end <= place) continue
    if (hit.start >= end) break
    if (hit.start > place) parts.push({ text: text.slice(place, hit.start), hit: false })
    parts.push({ text: text.slice(Math.max(place, hit.start), Math.min(hit.end, end)), hit: true })
    place = Math.min(hit.end, end)
  }
  return place < end ? [...parts, { text: text.slice(place, end), hit: false }] : parts
}

/** Where the terms are in the text as it stands, in order and apart. */
function hitsIn(text: string, terms: readonly string[]): readonly Span[] {
  const { text: folded, origins } = foldWithOrigins(text)
  const found: Span[] = []
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
      const last = origins[at + term.length - 1] ?? 0
      found.push({ start: origins[at] ?? 0, end: nextBoundary(text, last) })
    }
  }
  found.sort((a, b) => a.start - b.start)
  const apart: Span[] = []
  for (const span of found) {
    const before = apart.at(-1)
    if (before !== undefined && span.start <= before.end)
      apart[apart.length - 1] = { start: before.start, end: Math.max(before.end, span.end) }
    else apart.push(span)
  }
  return apart
}

/** The end of what a reader sees as the character at this place. */
function nextBoundary(text: string, place: number): number {
  let end = place + ((text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1)
  while (end < text.length && !isBoundary(text, end)) end += 1
  return end
}

/** The last place up to this one at which no character is cut in two. */
function boundary(text: string, place: number): number {
  let at = place
  while (at > 0 && !isBoundary(text, at)) at -= 1
  return at
}

function isBoundary(text: string, place: number): boolean {
  const rest = text.slice(place, place + 2)
  return !lowSurrogate.test(rest) && !continues.test(rest) && text[place - 1] !== '\u200d'
}
