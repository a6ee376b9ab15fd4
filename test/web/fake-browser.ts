import type { TabMessage, Tabs } from '../../web/sdk/tabs/tabs.js'

interface Tab {
  readonly listeners: Set<(message: TabMessage) => void>
  isOpen: boolean
}

interface Wish {
  readonly tab: Tab
  readonly begin: () => () => void
  isWithdrawn: boolean
  end: (() => void) | null
}

/** The tabs of one browser in one process: locks and a channel between them. A closed tab is heard of no more, and its locks are free. */
export class FakeBrowser {
  readonly #tabs = new Set<Tab>()
  readonly #lines = new Map<string, { tab: Tab; grant: () => void }[]>()
  readonly #wishes: Wish[] = []

  open(): { tabs: Tabs; close: () => void } {
    const tab: Tab = { listeners: new Set(), isOpen: true }
    this.#tabs.add(tab)
    const tabs: Tabs = {
      alone: async (name, work) => {
        await this.#lock(name, tab)
        if (!tab.isOpen) return new Promise<never>(() => undefined)
        return work().finally(() => this.#unlock(name, tab))
      },
      lead: (begin, insist = false) => this.#lead({ tab, begin, isWithdrawn: false, end: null }, insist),
      hasCompany: async () => this.#tabs.size > 1,
      tell: (message) => {
        for (const other of this.#tabs) if (other !== tab) soon(() => hear(other, message))
      },
      listen: (listener) => {
        tab.listeners.add(listener)
        return () => tab.listeners.delete(listener)
      },
    }
    return { tabs, close: () => this.#close(tab) }
  }

  #lock(name: string, tab: Tab): Promise<void> {
    return new Promise((grant) => {
      const line = this.#lines.get(name) ?? []
      this.#lines.set(name, line)
      line.push({ tab, grant })
      if (line.length === 1) grant()
    })
  }

  #unlock(name: string, tab: Tab): void {
    const line = this.#lines.get(name)
    if (line?.[0]?.tab !== tab) return
    line.shift()
    line[0]?.grant()
  }

  #lead(wish: Wish, insist: boolean): () => void {
    const reigning = this.#wishes.find(({ end }) => end !== null)
    if (insist) {
      this.#wishes.unshift(wish)
      reigning?.end?.()
      if (reigning) reigning.end = null
    } else this.#wishes.push(wish)
    soon(() => this.#crown())
    return () => this.#withdraw(wish)
  }

  #withdraw(wish: Wish): void {
    wish.isWithdrawn = true
    const place = this.#wishes.indexOf(wish)
    if (place >= 0) this.#wishes.splice(place, 1)
    if (wish.tab.isOpen) wish.end?.()
    wish.end = null
    soon(() => this.#crown())
  }

  #crown(): void {
    const [next] = this.#wishes
    if (!next || this.#wishes.some(({ end }) => end !== null)) return
    next.end = next.begin()
  }

  #close(tab: Tab): void {
    tab.isOpen = false
    tab.listeners.clear()
    this.#tabs.delete(tab)
    for (const [name, line] of this.#lines) {
      const wasFirst = line[0]?.tab === tab
      this.#lines.set(
        name,
        line.filter((place) => place.tab !== tab),
      )
      if (wasFirst) this.#lines.get(name)?.[0]?.grant()
    }
    for (const wish of this.#wishes.filter((one) => one.tab === tab)) this.#withdraw(wish)
  }
}

const hear = (tab: Tab, message: TabMessage): void => {
  if (tab.isOpen) for (const listener of tab.listeners) listener(structuredClone(message))
}

/** Not `queueMicrotask`, which a test with a fake clock has to let run. */
const soon = (work: () => void): void => void Promise.resolve().then(work)
