import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useClient } from '../../../app/client.js'
import { useNotify } from '../../../components/toasts.js'
import type { Attachment } from '../../../sdk/model.js'

/** A file that only a signed-in call may read, as an address for this page alone. */
export function useBlobUrl({ id, url: whole, name }: Attachment, shown: string | null) {
  const client = useClient()
  const notify = useNotify()
  const { data } = useQuery({
    queryKey: ['blob', id, shown],
    queryFn: () => client.file(shown ?? ''),
    enabled: shown !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [data])

  /** Saves the whole file under its name. */
  const open = () => {
    client.file(whole).then((blob) => saveAs(blob, name), notify)
  }
  return { url, open }
}

export function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
