import { Component, type ReactNode } from 'react'
import { Button } from '../components/button.js'
import { EmptyState } from '../components/empty-state.js'

/** A part of the page that fails leaves the rest alive. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <EmptyState icon="alert" title="This part of the page broke" text="Your messages are safe on the server.">
        <Button look="secondary" onClick={() => this.setState({ failed: false })}>
          Try again
        </Button>
        <Button onClick={() => location.reload()}>Reload</Button>
      </EmptyState>
    )
  }
}
