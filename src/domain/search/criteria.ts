import { ValidationFailed } from '../errors.js'
import type { ChatId, UserId } from '../ids.js'
import { fold } from './fold.js'

export type Attached = 'link' | 'file'

export interface SearchCriteria {
  /** Folded; a message must contain all of them. */
  readonly terms: readonly string[]
  /** A chat that the user must be in. */
  readonly chatId: ChatId | null
  /** The id of a chat or, folded, a part of its title: narrows to those of the user's chats. */
  readonly chatNamed: string | null
  /** Who wrote it: an id, or a handle after `@`. */
  readonly from: UserId | `@${string}` | null
  /** Not before this. */
  readonly since: Date | null
  /** Before this. */
  readonly until: Date | null
  readonly has: ReadonlySet<Attached>
  /** `best`: those with the terms as words before those with them inside words, in each the newest first. */
  readonly order: 'best' | 'newest'
}

/** What narrows a search beside its question. */
export type SearchFilters = Pick<SearchCriteria, 'chatId' | 'from' | 'since' | 'until' | 'order'>

/** `from:`, `in:`, `has:`, `before:` and `after:` with a word or something quoted; something quoted; a word. */
const token = /(?:(from|in|has|before|after):)?"([^"]*)"|(?:(from|in|has|before|after):)?(\S+)/giu
const dayPattern = /^[1-8]\d{3}-\d{2}-\d{2}$/
const aDay = 86_400_000

/** The beginning of a day in UTC, from `2026-01-31`; `null` if there is no such day. */
export function parseDay(text: string): Date | null {
  if (!dayPattern.test(text)) return null
  const day = new Date(`${text}T00:00:00.000Z`)
  return Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text) ? null : day
}

/** `after:` a day means: once it is over. */
export const endOfDay = (day: Date): Date => new Date(day.getTime() + aDay)

/**
 * Reads what somebody typed. What looks like a filter and is none (`before:noon`) is searched for as it stands.
 * @throws ValidationFailed for `q` if nothing is asked for.
 */
export function parseSearch(question: string, filters: SearchFilters): SearchCriteria {
  let criteria: SearchCriteria = { ...filters, terms: [], chatNamed: null, has: new Set() }
  for (const [, keyOfPhrase, phrase, keyOfWord, plain = ''] of question.matchAll(token)) {
    const key = (keyOfPhrase ?? keyOfWord)?.toLowerCase()
    const value = phrase ?? plain
    const narrowed = key === undefined ? null : narrow(criteria, key, value)
    criteria = narrowed ?? withTerm(criteria, key === undefined ? value : `${key}:${value}`)
  }
  const narrows = criteria.chatNamed ?? criteria.from ?? criteria.since ?? criteria.until
  if (criteria.terms.length === 0 && criteria.has.size === 0 && narrows === null) {
    throw new ValidationFailed([{ path: 'q', message: 'must say what to search for' }])
  }
  return criteria
}

function withTerm(criteria: SearchCriteria, text: string): SearchCriteria {
  const term = fold(text).trim()
  return term === '' || criteria.terms.includes(term) ? criteria : { ...criteria, terms: [...criteria.terms, term] }
}

function narrow(criteria: SearchCriteria, key: string, value: string): SearchCriteria | null {
  if (key === 'from') return /^@?\w{3,32}$/.test(value) ? { ...criteria, from: `@${value.replace('@', '').toLowerCase()}` } : null
  if (key === 'in') return fold(value).trim() === '' ? null : { ...criteria, chatNamed: fold(value).trim() }
  if (key === 'has') return value === 'link' || value === 'file' ? { ...criteria, has: new Set([...criteria.has, value]) } : null
  const day = parseDay(value)
  if (day === null) return null
  return key === 'before'
    ? { ...criteria, until: earliest(criteria.until, day) }
    : { ...criteria, since: latest(criteria.since, endOfDay(day)) }
}

const earliest = (one: Date | null, other: Date): Date => (one !== null && one < other ? one : other)
const latest = (one: Date | null, other: Date): Date => (one !== null && one > other ? one : other)
