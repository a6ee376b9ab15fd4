import { useRef } from 'react'
import { IconButton } from '../../../components/button.js'
import { useTexts } from '../../../i18n/language.js'

export function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const { composer } = useTexts()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon="attach" label={composer.attach} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={composer.attach}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
