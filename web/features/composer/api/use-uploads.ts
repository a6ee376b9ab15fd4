import { useCallback, useState } from 'react'
import { useClient } from '../../../app/client.js'
import { explain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { Attachment } from '../../../sdk/model.js'

export interface UploadItem {
  readonly key: string
  readonly name: string
  /** From 0 to 1. */
  readonly progress: number
  readonly attachment: Attachment | null
  readonly problem: string | null
}

export interface Uploads {
  readonly items: readonly UploadItem[]
  readonly ready: readonly Attachment[]
  readonly isBusy: boolean
  readonly add: (files: readonly File[]) => void
  readonly remove: (key: string) => void
  readonly clear: () => void
}

let made = 0

/** Files go to the server as soon as they are chosen, so that the message need not wait for them. */
export function useUploads(): Uploads {
  const client = useClient()
  const texts = useTexts()
  const [items, setItems] = useState<readonly UploadItem[]>([])

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        made += 1
        const key = String(made)
        const change = (news: Partial<UploadItem>) => setItems((now) => now.map((item) => (item.key === key ? { ...item, ...news } : item)))
        setItems((now) => [...now, { key, name: file.name, progress: 0, attachment: null, problem: null }])
        client
          .upload(file, (progress) => change({ progress }))
          .then(
            (attachment) => change({ attachment, progress: 1 }),
            (error: unknown) => change({ problem: explain(texts, error) }),
          )
      }
    },
    [client, texts],
  )
  return {
    items,
    ready: items.flatMap(({ attachment }) => (attachment ? [attachment] : [])),
    isBusy: items.some(({ attachment, problem }) => attachment === null && problem === null),
    add,
    remove: (key) => setItems((now) => now.filter((item) => item.key !== key)),
    clear: () => setItems([]),
  }
}
