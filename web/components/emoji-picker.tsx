import { useQuery } from '@tanstack/react-query'
import { defaultEmojiDataResolver, EmojiPicker as Primitive } from 'frimousse'
import { useLanguage, useTexts } from '../i18n/language.js'
import { Unreachable } from '../sdk/problem.js'
import { FailedToLoad } from './failed-to-load.js'
import { EmojiSkeleton } from './skeleton.js'

/** The data is our own server's, beside the page; there is none in Arabic. */
const dataUrl = '/emoji'

export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const language = useLanguage()
  const { composer, common } = useTexts()
  const locale = language === 'de' ? 'de' : 'en'
  const data = useQuery({ queryKey: ['emoji', locale], queryFn: () => dataIn(locale), networkMode: 'always', retry: false })
  if (data.isPending) return <EmojiSkeleton />
  if (data.error) return <FailedToLoad error={data.error} onRetry={() => data.refetch()} />
  return (
    <Primitive.Root
      locale={locale}
      emojibaseUrl={dataUrl}
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      className="flex h-80 w-76 flex-col"
    >
      <Primitive.Search
        placeholder={composer.searchEmoji}
        aria-label={composer.searchEmoji}
        className="mx-2 mt-2 min-h-9 rounded-lg border border-line-strong/60 bg-surface px-3 text-sm outline-none focus:border-accent"
      />
      <Primitive.Viewport className="relative mt-1 flex-1 outline-none">
        <Primitive.Loading className="absolute inset-0 flex items-center justify-center text-muted text-sm">
          {common.loading}
        </Primitive.Loading>
        <Primitive.Empty className="absolute inset-0 flex items-center justify-center text-muted text-sm">
          {composer.noEmoji}
        </Primitive.Empty>
        <Primitive.List
          className="select-none px-2 pb-2"
          components={{
            CategoryHeader: ({ category, ...rest }) => (
              <div {...rest} className="bg-panel px-1 pt-2 pb-1 font-medium text-muted text-xs">
                {category.label}
              </div>
            ),
            Row: ({ children, ...rest }) => <div {...rest}>{children}</div>,
            Emoji: ({ emoji, ...rest }) => (
              <button
                type="button"
                {...rest}
                aria-label={emoji.label}
                className="flex size-9 items-center justify-center rounded-lg text-xl data-active:bg-sunken"
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Primitive.Viewport>
    </Primitive.Root>
  )
}

/** The picker finds it in its own cache, and would otherwise wait for ever for what cannot be had. */
async function dataIn(locale: 'en' | 'de') {
  try {
    return await defaultEmojiDataResolver(locale, { emojibaseUrl: dataUrl })
  } catch {
    throw new Unreachable()
  }
}
