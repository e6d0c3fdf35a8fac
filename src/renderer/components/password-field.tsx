/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a <meter> cannot be drawn as four bars */
import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordStrength } from '#shared/password.ts';
import classes from './password-field.module.css';

interface PasswordFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly description?: ReactNode;
  readonly required?: boolean;
  readonly withAsterisk?: boolean;
  readonly autoComplete: string;
  /** For a new password: shows how strong it is, knowing these names of its person. */
  readonly names?: readonly string[];
}

const STEPS = [1, 2, 3, 4] as const;

function StrengthMeter({
  password,
  names,
}: {
  readonly password: string;
  readonly names: readonly string[];
}) {
  const { t } = useTranslation();
  const strength = password === '' ? null : passwordStrength(password, { names: [...names] });
  const word = strength === null ? '' : t(`form.strength${strength}`);
  return (
    <div className={classes['meter']} data-strength={strength ?? undefined}>
      <div
        role="meter"
        aria-label={t('form.strength')}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={strength ?? 0}
        aria-valuetext={word}
        className={classes['bars']}
      >
        {STEPS.map((step) => (
          <span key={step} data-on={(strength ?? 0) >= step || undefined} />
        ))}
      </div>
      <span className={classes['word']} aria-hidden>
        {word}
      </span>
    </div>
  );
}

/** A password that can be looked at; for a new one with its strength. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useTranslation();
  const { names, onChange, error, description, value, ...rest } = props;
  return (
    <div>
      <PasswordInput
        {...rest}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword'), tabIndex: 0 }}
        {...(description === undefined ? {} : { description })}
      />
      {names === undefined ? null : <StrengthMeter password={value} names={names} />}
    </div>
  );
}
