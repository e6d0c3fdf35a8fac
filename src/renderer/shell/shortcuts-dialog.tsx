import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDialogs } from '#renderer/state/dialogs.ts';
import { MOD } from './keys.ts';
import classes from './shortcuts-dialog.module.css';

const MAP = [
  [
    'everywhere',
    [
      ['palette', [`${MOD} K`]],
      ['side', [`${MOD} B`]],
      ['help', ['?']],
    ],
  ],
  [
    'lists',
    [
      ['search', ['/']],
      ['move', ['↑', '↓']],
      ['page', ['PgUp', 'PgDn']],
      ['ends', ['Home', 'End']],
      ['open', ['Enter']],
      ['select', ['Space']],
      ['selectRange', ['Shift Space']],
      ['selectAll', [`${MOD} A`]],
    ],
  ],
  [
    'forms',
    [
      ['submit', ['Enter']],
      ['close', ['Esc']],
    ],
  ],
] as const;

/** The map of all keys. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const { open, close } = useDialogs();
  return (
    <Modal opened={open === 'shortcuts'} onClose={close} title={t('shell.shortcuts')} size={460}>
      {MAP.map(([group, lines]) => (
        <section key={group} className={classes['group']}>
          <h3>{t(`shortcuts.${group}`)}</h3>
          <dl>
            {lines.map(([what, keys]) => (
              <div key={what}>
                <dt>{t(`shortcuts.${what}`)}</dt>
                <dd>
                  {keys.map((key) => (
                    <kbd key={key} className="rc-key">
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
