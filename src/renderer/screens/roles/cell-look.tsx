import { IconBan, IconCheck, IconCircleHalf2, IconEye, IconMinus } from '@tabler/icons-react';
import type { FC } from 'react';
import { t } from '#renderer/texts/texts.ts';
import type { DetailCell } from '#shared/operations/pack-answers.ts';
import classes from './matrix.module.css';

type Shown = Pick<DetailCell, 'token' | 'value'>;
type Icon = FC<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;

const ICONS: Readonly<Record<DetailCell['value'], Icon | null>> = {
  allow: IconCheck,
  conditional: IconCircleHalf2,
  'view-only': IconEye,
  'not-available': IconBan,
  deny: IconMinus,
  unstated: null,
};

/** What stands for a role that the document speaks of in prose, without a column. */
const IN_PROSE = 'stated';

/** The document's token, or the meaning in a word where the document has none. */
export function tokenText({ token, value }: Shown): string {
  return token === '' || token === IN_PROSE ? t(`roles.values.${value}`) : token;
}

/** The token with its meaning, for those who do not see the colours. */
export function spokenText(cell: Shown): string {
  const word = t(`roles.values.${cell.value}`);
  const text = tokenText(cell);
  return text === word ? word : `${text} (${word})`;
}

/** How the document writes it: the token in quotation marks, or that it says so in prose or leaves it blank. */
export function writtenText({ token }: Shown): string {
  if (token === '') return t('roles.blank');
  return token === IN_PROSE ? t('roles.stated') : `“${token}”`;
}

/** A cell of the matrix: icon and token; the tint only repeats what they say. Silence is a dot. */
export function CellLook({ cell }: { readonly cell: Shown }) {
  const Icon = ICONS[cell.value];
  if (Icon === null) return <span className={classes['silent']}>·</span>;
  // A blank that says no is left as quiet as it is in the document.
  const quiet = cell.token === '' && cell.value === 'deny';
  return (
    <span className={classes['chip']} data-value={cell.value}>
      <Icon size={13} stroke={2.2} aria-hidden />
      {quiet ? null : tokenText(cell)}
    </span>
  );
}
