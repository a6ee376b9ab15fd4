import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { explain } from '../i18n/explain.js'
import { useTexts } from '../i18n/language.js'
import { IconButton } from './button.js'

const Notify = createContext<(problem: unknown) => void>(() => undefined)
const Tell = createContext<(text: string) => void>(() => undefined)

/** Says what went wrong where no field or page is there to say it. */
export const useNotify = () => useContext(Notify)

/** Says that something was done, where nothing shows it. */
export const useTell = () => useContext(Tell)

const shownFor = 8_000

export function Toasts({ children }: { children: ReactNode }) {
  const [text, setText] = useState<string | null>(null)
  const texts = useTexts()
  const notify = useCallback((problem: unknown) => setText(explain(texts, problem)), [texts])
  useEffect(() => {
    if (text === null) return
    const timer = setTimeout(() => setText(null), shownFor)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <Notify value={notify}>
      <Tell value={setText}>{children}</Tell>
      <div role="alert" className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex justify-center px-4">
        {text !== null && (
          <div className="pointer-events-auto flex max-w-md animate-rise items-center gap-2 rounded-xl bg-ink py-1 ps-4 pe-1 text-canvas shadow-floating">
            <span className="flex-1 py-2 text-sm">{text}</span>
            <IconButton
              icon="close"
              label={texts.common.dismiss}
              onClick={() => setText(null)}
              className="text-canvas hover:bg-canvas/15 hover:text-canvas"
            />
          </div>
        )}
      </div>
    </Notify>
  )
}
