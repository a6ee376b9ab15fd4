import { useSyncExternalStore } from 'react'
import { Observable } from '../sdk/observable.js'
import { Unreachable } from '../sdk/problem.js'

/** Code that is fetched when it is first needed. What could not be fetched is asked for again the next time, which React's `lazy` never does. */
export class Part<Content> {
  readonly #load: () => Promise<Content>
  readonly #content = new Observable<Content | null>(null)
  #pending: Promise<Content> | null = null

  constructor(load: () => Promise<Content>) {
    this.#load = load
  }

  /** `null` until it has been fetched. */
  get content(): Content | null {
    return this.#content.get()
  }

  /** Returns how to stop. */
  get subscribe(): (listener: () => void) => () => void {
    return this.#content.subscribe
  }

  /** Somebody may be about to need it. */
  prepare(): void {
    this.fetch().catch(() => undefined)
  }

  /** @throws Unreachable */
  fetch(): Promise<Content> {
    this.#pending ??= this.#fetch()
    return this.#pending
  }

  async #fetch(): Promise<Content> {
    try {
      const content = await this.#load()
      this.#content.set(content)
      return content
    } catch {
      this.#pending = null
      throw new Unreachable()
    }
  }
}

/** What a part holds by now; `null` of none. */
export const useContent = <Content>(part: Part<Content> | null): Content | null =>
  useSyncExternalStore(part?.subscribe ?? never, () => part?.content ?? null)

const never = () => () => undefined
