import { Icon } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'
import type { Uploads as Files } from '../api/use-uploads.js'

/** The files that go with the next message, and how far each has come. */
export function Uploads({ uploads }: { uploads: Files }) {
  const { composer, common } = useTexts()
  if (uploads.items.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2 border-line border-b p-2">
      {uploads.items.map((item) => (
        <li key={item.key} className="flex max-w-full items-center gap-2 rounded-lg bg-sunken py-1.5 ps-2.5 pe-1 text-sm">
          <Icon
            name={item.problem === null ? 'file' : 'alert'}
            className={item.problem === null ? 'size-5 text-accent' : 'size-5 text-danger'}
          />
          <span className="flex min-w-0 flex-col">
            <bdi className="max-w-48 truncate">{item.file.name}</bdi>
            {item.problem !== null && <span className="text-danger text-xs">{item.problem}</span>}
            {item.problem === null && item.attachment === null && (
              <progress value={item.progress} max={1} aria-label={item.file.name} className="h-1 w-32 accent-accent" />
            )}
          </span>
          {item.problem !== null && item.mayWork && (
            <button
              type="button"
              aria-label={`${common.tryAgain}: ${item.file.name}`}
              onClick={() => uploads.retry(item)}
              className="inline-flex min-h-8 items-center rounded-md px-2 font-medium text-accent hover:underline"
            >
              {common.tryAgain}
            </button>
          )}
          <button
            type="button"
            aria-label={composer.removeFile(item.file.name)}
            onClick={() => uploads.remove(item.key)}
            className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:text-ink"
          >
            <Icon name="close" className="size-4" />
          </button>
        </li>
      ))}
    </ul>
  )
}
