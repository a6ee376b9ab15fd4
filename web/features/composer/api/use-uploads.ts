import { useCallback, useRef, useState } from 'react'
import { useClient } from '../../../app/client.js'
import { explain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { Attachment } from '../../../sdk/model.js'
import { ApiProblem, Unreachable } from '../../../sdk/problem.js'

export interface UploadItem {
  readonly key: string
  readonly name: string
  /** From 0 to 1. */
  readonly progress: number
  readonly attachment: Attachment | null
  readonly problem: string | null
  /** Whether what failed may work another time: the server was away or busy. */
  readonly mayWork: boolean
}

export interface Uploads {
  readonly items: readonly UploadItem[]
  readonly ready: readonly Attachment[]
  readonly isBusy: boolean
  readonly add: (files: readonly File[]) => void
  readonly retry: (key: string) => void
  readonly remove: (key: string) => void
  /** What is ready has gone with a message; what failed stays to be seen. */
  readonly clear: () => void
}

let made = 0

/** Files go to the server as soon as they are chosen, so that the message need not wait for them. */
export function useUploads(): Uploads {
  const client = useClient()
  const texts = useTexts()
  const [items, setItems] = useState<readonly UploadItem[]>([])
  const files = useRef(new Map<string, File>())

  const start = useCallback(
    (key: string, file: File) => {
      const change = (news: Partial<UploadItem>) => setItems((now) => now.map((item) => (item.key === key ? { ...item, ...news } : item)))
      change({ progress: 0, problem: null })
      client
        .upload(file, (progress) => change({ progress }))
        .then(
          (attachment) => change({ attachment, progress: 1 }),
          (error: unknown) => change({ problem: explain(texts, error), mayWork: isPassing(error) }),
        )
    },
    [client, texts],
  )
  const add = useCallback(
    (chosen: readonly File[]) => {
      for (const file of chosen) {
        made += 1
        const key = String(made)
        files.current.set(key, file)
        setItems((now) => [...now, { key, name: file.name, progress: 0, attachment: null, problem: null, mayWork: false }])
        start(key, file)
      }
    },
    [start],
  )
  const retry = (key: string) => {
    const file = files.current.get(key)
    if (file) start(key, file)
  }
  const keep = (isKept: (item: UploadItem) => boolean) => {
    for (const item of items) if (!isKept(item)) files.current.delete(item.key)
    setItems((now) => now.filter(isKept))
  }
  return {
    items,
    ready: items.flatMap(({ attachment }) => (attachment ? [attachment] : [])),
    isBusy: items.some(({ attachment, problem }) => attachment === null && problem === null),
    add,
    retry,
    remove: (key) => keep((item) => item.key !== key),
    clear: () => keep(({ problem }) => problem !== null),
  }
}

const isPassing = (error: unknown): boolean => error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 429)
