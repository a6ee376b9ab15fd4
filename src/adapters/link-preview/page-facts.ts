import { Parser } from 'htmlparser2'
import type { PageFacts } from '../../application/ports/page-reader.js'

const lengths = { title: 200, description: 400, siteName: 100 } as const

/** Takes the head of an HTML page piece by piece, however broken it is. */
export class HeadReader {
  readonly #said = new Map<string, string>()
  readonly #parser: Parser
  #title: string | null = null
  #isInTitle = false
  #isOver = false

  constructor() {
    this.#parser = new Parser({
      onopentag: (name, attributes) => this.#open(name, attributes),
      ontext: (text) => {
        if (this.#isInTitle) this.#title = `${this.#title ?? ''}${text}`.slice(0, 4_000)
      },
      onclosetag: (name) => {
        if (name === 'title') this.#isInTitle = false
        if (name === 'head') this.#isOver = true
      },
    })
  }

  /** Whether the head has ended: nothing after it is of interest. */
  get isOver(): boolean {
    return this.#isOver
  }

  take(text: string): void {
    this.#parser.write(text)
  }

  facts(): PageFacts | null {
    const title = shown(this.#said.get('og:title') ?? this.#title, lengths.title)
    if (title === null) return null
    return {
      title,
      description: shown(this.#said.get('og:description') ?? this.#said.get('description'), lengths.description),
      siteName: shown(this.#said.get('og:site_name'), lengths.siteName),
    }
  }

  #open(name: string, { property, name: called = property, content }: Record<string, string>): void {
    if (name === 'body') this.#isOver = true
    // Pictures bring titles of their own.
    if (name === 'title' && this.#title === null) this.#isInTitle = true
    const key = (property ?? called ?? '').toLowerCase()
    if (
      name === 'meta' &&
      content !== undefined &&
      /^(?:og:(?:title|description|site_name)|description)$/.test(key) &&
      !this.#said.has(key)
    ) {
      this.#said.set(key, content.slice(0, 4_000))
    }
  }
}

/** One line, without what shows as nothing or turns the writing direction. */
function shown(text: string | null | undefined, most: number): string | null {
  const line = (text ?? '')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Control}\p{Format}\p{Surrogate}\p{Unassigned}]/gu, '')
    .trim()
  if (line === '') return null
  const characters = [...line]
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`
}
