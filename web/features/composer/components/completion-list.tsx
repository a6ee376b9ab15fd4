import { Avatar } from '../../../components/avatar.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { atHandle } from '../../../lib/text.js'
import type { Completion } from '../api/use-completion.js'

/** People whose handle begins as one writes; the list belongs to the text box, which keeps the focus. */
export function CompletionList({ completion }: { completion: Completion }) {
  const { composer } = useTexts()
  if (completion.options.length === 0) return null
  return (
    <ul
      id={completion.listId}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: A list box that a text box controls.
      role="listbox"
      aria-label={composer.mentionList}
      className="absolute inset-x-0 bottom-full z-20 mb-2 max-h-64 animate-fade overflow-y-auto rounded-xl border border-line bg-panel p-1 shadow-floating"
    >
      {completion.options.map((option, index) => (
        <li
          key={option.handle}
          id={`${completion.listId}-${index}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: An option of the list box.
          role="option"
          tabIndex={-1}
          aria-selected={index === completion.active}
          onPointerDown={(event) => {
            event.preventDefault()
            completion.choose(option)
          }}
          className={classNames(
            'flex cursor-default items-center gap-3 rounded-lg px-2.5 py-1.5',
            index === completion.active && 'bg-sunken',
          )}
        >
          <Avatar id={option.id} name={option.name} size="small" />
          <bdi className="truncate font-medium">{option.name}</bdi>
          <span className="truncate text-muted text-sm">{atHandle(option.handle)}</span>
        </li>
      ))}
    </ul>
  )
}
