import { useExplain } from '../i18n/explain.js'
import { useTexts } from '../i18n/language.js'
import { Button } from './button.js'
import { Notice } from './notice.js'

/** In the place of a list that did not come: why, and another try. */
export function FailedToLoad({ error, onRetry }: { error: Error; onRetry: () => unknown }) {
  const { common } = useTexts()
  const explain = useExplain()
  return (
    <Notice tone="problem">
      <p>{explain(error)}</p>
      <Button look="secondary" onClick={() => void onRetry()} className="mt-2">
        {common.tryAgain}
      </Button>
    </Notice>
  )
}
