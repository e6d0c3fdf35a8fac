import { Alert, Button, Checkbox } from '@mantine/core';
import { IconAlertCircle, IconArrowBackUp, IconCheck, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { DetailSection } from '#renderer/components/detail-panel.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Dim, ExactTime } from '#renderer/components/values.tsx';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import { useMay } from '#renderer/state/session.ts';
import type { PackImpact, PackVersionRow } from '#shared/operations/pack-answers.ts';
import { Effects } from './effects.tsx';
import { PackDiff } from './pack-diff.tsx';
import classes from './roles.module.css';
import { type RealmUnder, type Shown, useVersions } from './use-shown-pack.ts';

/** Puts a version into force after asking; `accept`: roles that are gone may cease. */
export function useVersionStart() {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  return (
    realm: RealmUnder,
    change: { readonly from: number; readonly to: number; readonly accept: boolean },
  ) =>
    start({
      operation: 'packs.use',
      items: [
        {
          label: `${realm.name}: ${t('roles.version', { version: change.to })}`,
          input: { realm: realm.id, version: change.to, from: change.from, accept: change.accept },
        },
      ],
      consequence: t('roles.useText'),
      onDone: () => toastDone(t('roles.used', { version: change.to, realm: realm.name })),
    });
}

function Vanished(props: {
  readonly vanished: PackImpact['vanished'];
  readonly accept: boolean;
  readonly onAccept: (accept: boolean) => void;
}) {
  const { t } = useTranslation();
  if (props.vanished.length === 0) return null;
  return (
    <DetailSection title={t('roles.vanished')}>
      <ul className={classes['shape']}>
        {props.vanished.map(({ role, people }) => (
          <li key={role}>
            {t('roles.vanishedLine', { role, names: people.map(({ name }) => name).join(', ') })}
          </li>
        ))}
      </ul>
      <Checkbox
        label={t('roles.accept')}
        checked={props.accept}
        onChange={(event) => props.onAccept(event.currentTarget.checked)}
      />
    </DetailSection>
  );
}

function Impact(props: { readonly realm: RealmUnder; readonly from: number; readonly to: number }) {
  const { t } = useTranslation();
  const { realm, from, to } = props;
  const [accept, setAccept] = useState(false);
  const use = useVersionStart();
  const { data, error, refetch } = useAnswer('packs.impact', { realm: realm.id, version: to });
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  const blocked = data.refusal !== null || (data.vanished.length > 0 && !accept);
  return (
    <>
      <DetailSection title={t('roles.impact', { realm: realm.name })}>
        <Effects effects={data} />
      </DetailSection>
      <Vanished vanished={data.vanished} accept={accept} onAccept={setAccept} />
      {data.customs.length === 0 ? null : (
        <DetailSection title={t('roles.customs')}>
          <ul className={classes['shape']}>
            {data.customs.map(({ id, name, text }) => (
              <li key={id}>
                <b>{name}</b>: {text}
              </li>
            ))}
          </ul>
        </DetailSection>
      )}
      {data.refusal === null ? null : (
        <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} mt={16}>
          {data.refusal}
        </Alert>
      )}
      <div className={classes['acts']}>
        <Button disabled={blocked} onClick={() => use(realm, { from, to, accept })}>
          {t(data.former === to ? 'roles.usePrevious' : 'roles.use')}
        </Button>
      </div>
    </>
  );
}

function Compared({ shown, to }: { readonly shown: Shown; readonly to: number }) {
  const { t } = useTranslation();
  const mayUse = useMay('packs.use');
  const from = shown.inForce ?? shown.version;
  const diff = useAnswer('packs.diff', { pack: shown.pack, from, to }).data;
  return (
    <div className={classes['compared']}>
      <DetailSection title={t('roles.difference', { version: from })}>
        {diff === undefined ? <Bones /> : <PackDiff diff={diff} />}
      </DetailSection>
      {shown.realm === null || !mayUse ? null : (
        <Impact key={`${shown.realm.id} ${from} ${to}`} realm={shown.realm} from={from} to={to} />
      )}
    </div>
  );
}

function Version(props: {
  readonly version: PackVersionRow;
  readonly shown: Shown;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onView: () => void;
}) {
  const { t } = useTranslation();
  const { version, shown, open } = props;
  const current = version.version === (shown.inForce ?? shown.version);
  return (
    <li data-open={open || undefined}>
      <div className={classes['versionHead']}>
        <div>
          <b>{t('roles.version', { version: version.version })}</b>
          {current && shown.realm !== null ? (
            <span className={classes['inForce']}>
              <IconCheck size={13} aria-hidden />
              {t('roles.inUse')}
            </span>
          ) : null}
          <p>
            {version.imported === null ? (
              t('roles.builtIn')
            ) : (
              <>
                {t('roles.imported', { file: version.imported.file })}, <ExactTime at={version.imported.at} />
              </>
            )}
          </p>
          {version.realms.length === 0 ? null : (
            <p>{t('roles.realmsUnder', { realms: version.realms.map(({ name }) => name).join(', ') })}</p>
          )}
        </div>
        <div className={classes['versionActs']}>
          <Button variant="subtle" color="gray" leftSection={<IconTable size={15} />} onClick={props.onView}>
            {t('roles.view')}
          </Button>
          {current ? null : (
            <Button variant="default" aria-expanded={open} onClick={props.onOpen}>
              {t('roles.compare')}
            </Button>
          )}
        </div>
      </div>
      {open ? <Compared shown={shown} to={version.version} /> : null}
    </li>
  );
}

/** The versions of the pack that shows; each against the one in force, with the impact on today's people. */
export function VersionsPanel(props: {
  readonly shown: Shown;
  /** The version that is opened at first. */
  readonly first: number | null;
  readonly onView: (version: number) => void;
}) {
  const { t } = useTranslation();
  const { shown } = props;
  const [open, setOpen] = useState<number | null>(props.first);
  const versions = useVersions()
    .filter(({ id }) => id === shown.pack)
    .toSorted((one, other) => other.version - one.version);
  return (
    <>
      {versions.length < 2 ? <Dim>{t('roles.onlyVersion')}</Dim> : null}
      <ul className={classes['versions']}>
        {versions.map((version) => (
          <Version
            key={version.version}
            version={version}
            shown={shown}
            open={open === version.version && version.version !== (shown.inForce ?? shown.version)}
            onOpen={() => setOpen(open === version.version ? null : version.version)}
            onView={() => props.onView(version.version)}
          />
        ))}
      </ul>
    </>
  );
}

/** One click back to the version that was in force before. */
export function GoBackButton({ shown }: { readonly shown: Shown }) {
  const { t } = useTranslation();
  const use = useVersionStart();
  const { realm, inForce } = shown;
  if (realm === null || realm.former === null || inForce === null) return null;
  const { former } = realm;
  return (
    <OperationButton
      operation="packs.use"
      input={{ realm: realm.id, version: former }}
      icon={<IconArrowBackUp size={15} />}
      label={t('roles.goBack', { version: former })}
      onRun={() => use(realm, { from: inForce, to: former, accept: false })}
    />
  );
}
