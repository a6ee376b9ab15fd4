import { useEffect, useState } from 'react'
import { useTexts } from '../../../i18n/language.js'

/** The whole page takes files while some are dragged over it. */
export function DropTarget({ onDrop }: { onDrop: (files: readonly File[]) => void }) {
  const { composer } = useTexts()
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      setIsOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      onDrop([...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [onDrop])
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-3 z-40 flex animate-fade items-center justify-center rounded-3xl border-2 border-accent border-dashed bg-canvas/85 font-semibold text-accent text-xl">
      {composer.dropHere}
    </div>
  )
}
