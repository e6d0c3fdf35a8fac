import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/texts.ts';
import { type Control, type ControlProps, control } from './field-control.tsx';
import classes from './time-control.module.css';

/** A moment that one click chooses. */
interface TimeShortcut {
  readonly label: string;
  readonly at: () => number | null;
}

interface TimeOptions {
  readonly hint?: ReactNode;
  readonly shortcuts?: readonly TimeShortcut[];
}

/** Unix ms as the value of a datetime-local control, in this machine's zone. */
function toLocal(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function TimeInput({
  field,
  value,
  onChange,
  error,
  hint,
  shortcuts = [],
}: ControlProps<number | null> & TimeOptions) {
  return (
    <div>
      <TextInput
        type="datetime-local"
        name={field.name}
        label={field.optional ? t('form.optionalField', { label: field.label }) : field.label}
        description={hint}
        error={error}
        value={typeof value === 'number' ? toLocal(value) : ''}
        onChange={(event) => {
          const at = new Date(event.currentTarget.value).getTime();
          onChange(Number.isNaN(at) ? null : at);
        }}
      />
      {shortcuts.length === 0 ? null : (
        <div className={classes['shortcuts']}>
          {shortcuts.map(({ label, at }) => (
            <Button
              key={label}
              variant="subtle"
              size="compact-xs"
              color="gray"
              onClick={() => onChange(at())}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** A form's control for a moment in Unix ms, entered in this machine's zone. */
export function timeControl(options: TimeOptions = {}): Control<unknown> {
  return control<number | null>((props) => <TimeInput {...props} {...options} />);
}
