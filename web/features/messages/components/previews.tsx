import { safeHref } from '../../../lib/safe-href.js'
import type { Preview } from '../../../sdk/model.js'

/** What is behind the links of a message, as their pages say. */
export const Previews = ({ previews }: { previews: readonly Preview[] }) => (
  <ul className="flex w-full flex-col gap-1.5">
    {previews.map((preview) => (
      <li key={preview.url}>
        <a
          href={safeHref(preview.url)}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="block rounded-lg border-accent border-s-3 bg-ink/5 px-3 py-2 text-sm hover:bg-ink/8"
        >
          {preview.siteName !== null && <span className="block truncate text-muted text-xs">{preview.siteName}</span>}
          <span dir="auto" className="line-clamp-2 font-medium">
            {preview.title}
          </span>
          {preview.description !== null && (
            <span dir="auto" className="line-clamp-2 text-muted">
              {preview.description}
            </span>
          )}
        </a>
      </li>
    ))}
  </ul>
)
