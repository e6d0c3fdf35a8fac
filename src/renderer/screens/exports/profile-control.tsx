import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ControlProps, control } from '#renderer/components/field-control.tsx';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import classes from './exports.module.css';

function ProfileRadios({ field, value, onChange, error }: ControlProps<string>) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={field.label} value={value} onChange={onChange} error={error} name={field.name}>
      <div className={classes['profiles']}>
        {EXPORT_PROFILES.map((profile) => (
          <Radio
            key={profile}
            value={profile}
            label={t(`exports.profiles.${profile}`)}
            description={t(`exports.profileText.${profile}`)}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** The export's profile as a choice of two, each with what it means. */
export const profileControl = control<string>((props) => <ProfileRadios {...props} />);
