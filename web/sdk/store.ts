import type { Action } from './actions.js'
import { Observable } from './observable.js'
import { reduce } from './reduce.js'
import { emptyState, type State } from './state.js'

/** Holds the state: the one place where it changes. */
export class Store {
  readonly #state = new Observable<State>(emptyState)

  get = (): State => this.#state.get()

  dispatch = (action: Action): void => this.#state.set(reduce(this.#state.get(), action))

  subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener)
}
