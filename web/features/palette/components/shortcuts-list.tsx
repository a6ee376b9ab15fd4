import { useTexts } from '../../../i18n/language.js'

export function ShortcutsList() {
  const { palette, composer, messages } = useTexts()
  const keys = [
    ['Ctrl K', palette.open],
    ['Alt ↑', palette.previousChat],
    ['Alt ↓', palette.nextChat],
    ['Enter', composer.send],
    ['↑', palette.editLast],
    ['↑ ↓', `${palette.moveInList} (${messages.region})`],
    ['Esc', palette.cancel],
  ] as const
  return (
    <div className="overflow-y-auto p-5">
      <h2 className="mb-3 font-semibold text-lg">{palette.shortcuts}</h2>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5">
        {keys.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd
                dir="ltr"
                className="inline-block min-w-16 rounded-md border border-line bg-sunken px-2 py-0.5 text-center font-sans text-sm"
              >
                {key}
              </kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
