import { Icon } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'

export function SendButton({ canSend, isEdit }: { canSend: boolean; isEdit: boolean }) {
  const { composer, common } = useTexts()
  const label = isEdit ? common.save : composer.send
  return (
    <button
      type="submit"
      disabled={!canSend}
      aria-label={label}
      title={label}
      className="inline-flex size-10 shrink-0 items-center justify-center rounded-xl bg-accent text-on-accent transition-colors hover:bg-accent-hover disabled:bg-transparent disabled:text-muted"
    >
      <Icon name={isEdit ? 'check' : 'send'} className="size-5 rtl:-scale-x-100" />
    </button>
  )
}
