import { Unreachable } from '../sdk/problem.js'

/** Code that is fetched when it is first needed. What could not be fetched is asked for again the next time, which React's `lazy` never does. */
export class Part<Content> {
  readonly #load: () => Promise<Content>
  #content: Content | null = null
  #pending: Promise<Content> | null = null

  constructor(load: () => Promise<Content>) {
    this.#load = load
  }

  /** `null` until it has been fetched. */
  get content(): Content | null {
    return this.#content
  }

  /** @throws Unreachable */
  fetch(): Promise<Content> {
    this.#pending ??= this.#fetch()
    return this.#pending
  }

  async #fetch(): Promise<Content> {
    try {
      this.#content = await this.#load()
      return this.#content
    } catch {
      this.#pending = null
      throw new Unreachable()
    }
  }
}
