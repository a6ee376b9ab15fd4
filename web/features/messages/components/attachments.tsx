import { Icon } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'
import { sizeOf } from '../../../lib/text.js'
import type { Attachment } from '../../../sdk/model.js'
import { useBlobUrl } from '../api/use-blob-url.js'

export const Attachments = ({ attachments }: { attachments: readonly Attachment[] }) => (
  <ul className="flex w-full flex-col gap-1.5">
    {attachments.map((attachment) => (
      <li key={attachment.id}>{isPicture(attachment) ? <Picture attachment={attachment} /> : <File attachment={attachment} />}</li>
    ))}
  </ul>
)

/** The server knows the size of what it could read as a picture; a small one has no smaller form. */
const isPicture = ({ type, width }: Attachment): boolean => type.startsWith('image/') && width !== null

/** As large as it is, within what a conversation bears; its place is kept before it is there. */
const box = { width: 352, height: 288 }

function Picture({ attachment }: { attachment: Attachment }) {
  const { messages } = useTexts()
  const { url, open } = useBlobUrl(attachment, attachment.thumbUrl ?? attachment.url)
  const { width, height } = attachment
  const scale = width && height ? Math.min(1, box.width / width, box.height / height) : 1
  const size = { width: Math.round((width ?? box.width) * scale), height: Math.round((height ?? box.height) * scale) }
  return (
    <button
      type="button"
      onClick={open}
      aria-label={messages.image(attachment.name)}
      className="block max-w-full overflow-hidden rounded-xl bg-ink/8"
    >
      {url === null ? (
        <span style={size} className="block max-w-full animate-breathe" />
      ) : (
        <img src={url} alt={attachment.name} {...size} className="max-w-full object-cover" />
      )}
    </button>
  )
}

function File({ attachment }: { attachment: Attachment }) {
  const { messages } = useTexts()
  const { open } = useBlobUrl(attachment, null)
  return (
    <button
      type="button"
      onClick={open}
      title={messages.download}
      className="flex w-full min-w-52 items-center gap-3 rounded-xl bg-ink/5 px-3 py-2 text-start hover:bg-ink/8"
    >
      <Icon name="file" className="size-6 shrink-0 text-accent" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium text-sm">{attachment.name}</bdi>
        <span className="block text-muted text-xs">{sizeOf(attachment.size)}</span>
      </span>
    </button>
  )
}
