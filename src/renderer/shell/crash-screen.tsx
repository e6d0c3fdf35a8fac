import { Component, type ReactNode } from 'react';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { t } from '#renderer/texts/texts.ts';

interface CrashScreenProps {
  readonly children: ReactNode;
}

/** Stands in for a screen that threw: says that nothing is lost and offers to try again. */
export class CrashScreen extends Component<CrashScreenProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorState
        title={t('shell.broken')}
        message={t('shell.brokenText')}
        onRetry={() => this.setState({ failed: false })}
      />
    );
  }
}
