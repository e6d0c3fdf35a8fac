import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import classes from './csv.module.css';
import { type ControlProps, control } from './field-control.tsx';

function ProfileRadios({ field, value, onChange, error }: ControlProps<string>) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={field.label} value={value} onChange={onChange} error={error} name={field.name}>
      <div className={classes['profiles']}>
        {EXPORT_PROFILES.map((profile) => (
          <Radio
            key={profile}
            value={profile}
            label={t(`csv.profiles.${profile}`)}
            description={t(`csv.profileText.${profile}`)}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** What a CSV file is for, as a choice, each with what it means for its cells. */
export const profileControl = control<string>((props) => <ProfileRadios {...props} />);
