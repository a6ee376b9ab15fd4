import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { Part, useContent } from '../lib/part.js'
import { FailedToLoad } from './failed-to-load.js'
import { useNotify } from './toasts.js'

/** A part of the page that is fetched when it is first drawn: `fallback` stands in its place until then. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>, fallback: ReactNode): ComponentType<Props> {
  const part = new Part(load)
  return function OnDemand(props: Props) {
    const Content = useContent(part)
    const [error, setError] = useState<Error | null>(null)
    useEffect(() => void part.fetch().catch(setError), [])
    const retry = () => {
      setError(null)
      part.fetch().catch(setError)
    }
    if (Content) return <Content {...props} />
    return error ? <FailedToLoad error={error} onRetry={retry} /> : fallback
  }
}

/** A window over the page that is fetched when it is first opened. It closes itself if it cannot be, or if nobody waits for it any more. */
export function dialogOnDemand<Props extends { readonly onClose: () => void }>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const part = new Part(load)
  return function DialogOnDemand(props: Props) {
    const Dialog = useAwaited(part, props.onClose)
    return Dialog && <Dialog {...props} />
  }
}

/** What opens over the page takes the focus: who has done something else meanwhile must not lose it. */
export function useAwaited<Content>(part: Part<Content> | null, giveUp: () => void): Content | null {
  const content = useContent(part)
  const notify = useNotify()
  useEffect(() => {
    if (part === null || content !== null) return
    const ended = new AbortController()
    part.fetch().catch((error: unknown) => {
      if (ended.signal.aborted) return
      notify(error)
      giveUp()
    })
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, giveUp, { capture: true, signal: ended.signal })
    return () => ended.abort()
  }, [part, content, giveUp, notify])
  return content
}
