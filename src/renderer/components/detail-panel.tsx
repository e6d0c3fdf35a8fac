import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './detail-panel.module.css';

interface DetailPanelProps {
  readonly title: ReactNode;
  /** Beneath the title: a state, an id. */
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly panelRef?: Ref<HTMLElement>;
  /** Takes more than half of the room: for details that hold lists of their own. */
  readonly wide?: boolean;
}

/** Whether Esc closes an open choice, or was pressed in a dialog or popover that only React has inside the panel. */
function isForSomethingAbove({ target, currentTarget }: KeyboardEvent): boolean {
  const element = target as HTMLElement;
  return element.getAttribute('aria-expanded') === 'true' || !currentTarget.contains(element);
}

/** The panel at a list's side: a record's detail or a form. Esc closes it. */
export function DetailPanel(props: DetailPanelProps) {
  const { title, subtitle, actions, onClose, children, panelRef, wide = false } = props;
  const { t } = useTranslation();
  const titleId = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isForSomethingAbove(event)) return;
    event.preventDefault();
    onClose();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes, from wherever within
    <section
      ref={panelRef}
      className={classes['panel']}
      data-wide={wide || undefined}
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className={classes['head']}>
        <div className={classes['titles']}>
          <h2 id={titleId} className={classes['title']}>
            {title}
          </h2>
          {subtitle === undefined ? null : <div className={classes['subtitle']}>{subtitle}</div>}
        </div>
        <Tooltip label={t('list.closePanel')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('list.closePanel')} onClick={onClose}>
            <IconX size={17} />
          </ActionIcon>
        </Tooltip>
      </header>
      {actions === undefined ? null : <div className={classes['actions']}>{actions}</div>}
      <div className={classes['body']}>{children}</div>
    </section>
  );
}

/** Label and value lines of a record. */
export function DetailList({ children }: { readonly children: ReactNode }) {
  return <dl className={classes['list']}>{children}</dl>;
}

/** A line of a DetailList. */
export function DetailItem({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={classes['item']}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A part of a detail with its own heading. */
export function DetailSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes['section']}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
