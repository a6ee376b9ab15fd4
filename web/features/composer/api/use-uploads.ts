import { useCallback, useState } from 'react'
import { useClient } from '../../../app/client.js'
import { explain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { Attachment } from '../../../sdk/model.js'
import { ApiProblem, Unreachable } from '../../../sdk/problem.js'

export interface UploadItem {
  readonly key: string
  readonly file: File
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
  readonly retry: (item: UploadItem) => void
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

  const start = useCallback(
    ({ key, file }: Pick<UploadItem, 'key' | 'file'>) => {
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
    (files: readonly File[]) => {
      for (const file of files) {
        made += 1
        const item = { key: String(made), file, progress: 0, attachment: null, problem: null, mayWork: false }
        setItems((now) => [...now, item])
        start(item)
      }
    },
    [start],
  )
  return {
    items,
    ready: items.flatMap(({ attachment }) => (attachment ? [attachment] : [])),
    isBusy: items.some(({ attachment, problem }) => attachment === null && problem === null),
    add,
    retry: start,
    remove: (key) => setItems((now) => now.filter((item) => item.key !== key)),
    clear: () => setItems((now) => now.filter(({ problem }) => problem !== null)),
  }
}

const isPassing = (error: unknown): boolean => error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 429)
