import { Component, type ReactNode } from 'react'
import { Button } from '../components/button.js'
import { EmptyState } from '../components/empty-state.js'
import { useTexts } from '../i18n/language.js'

/** A part of the page that fails leaves the rest alive. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Broken onRetry={() => this.setState({ failed: false })} /> : this.props.children
  }
}

function Broken({ onRetry }: { onRetry: () => void }) {
  const { common, errors } = useTexts()
  return (
    <EmptyState icon="alert" title={errors.broke} text={errors.brokeLead}>
      <Button look="secondary" onClick={onRetry}>
        {common.tryAgain}
      </Button>
      <Button onClick={() => location.reload()}>{common.reload}</Button>
    </EmptyState>
  )
}
