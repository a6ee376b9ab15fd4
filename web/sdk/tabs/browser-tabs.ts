import { soleTab, type TabMessage, type Tabs } from './tabs.js'

/** Changes with the shape of what is told, so that a tab from before an update is not misunderstood. */
const prefix = 'parley.1'

/** Web Locks and a BroadcastChannel; where a browser has no locks (an insecure origin), every tab is on its own. */
export function browserTabs(): Tabs {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return soleTab()
  const channel = new BroadcastChannel(prefix)
  const listeners = new Set<(message: TabMessage) => void>()
  channel.onmessage = (event: MessageEvent<TabMessage>) => {
    for (const listener of listeners) listener(event.data)
  }
  // Held as long as the page lives: by it the others know that somebody is there.
  void navigator.locks.request(`${prefix}.tab`, { mode: 'shared' }, () => new Promise<never>(() => undefined))
  return {
    alone: (name, work) => navigator.locks.request(`${prefix}.${name}`, work) as ReturnType<typeof work>,
    lead,
    hasCompany: async () => {
      const { held = [] } = await navigator.locks.query()
      return held.filter(({ name }) => name === `${prefix}.tab`).length > 1
    },
    tell: (message) => channel.postMessage(message),
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function lead(begin: () => () => void, insist = false): () => void {
  const resigned = new AbortController()
  const { signal } = resigned
  const queue = async (options: LockOptions): Promise<void> => {
    let end: (() => void) | null = null
    try {
      await navigator.locks.request(`${prefix}.leader`, options, () => {
        if (signal.aborted) return
        end = begin()
        return aborted(signal)
      })
    } catch {
      // Stepped down while still in the line, or another tab took the place because this one did not answer.
    }
    if (end === null) return
    ;(end as () => void)()
    if (!signal.aborted) void queue({ signal })
  }
  void queue(insist ? { steal: true } : { signal })
  return () => resigned.abort()
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
