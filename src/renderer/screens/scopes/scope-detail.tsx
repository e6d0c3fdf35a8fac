import { ActionIcon, Button, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { DetailItem, DetailList, DetailSection } from '#renderer/components/detail-panel.tsx';
import { useVerdict } from '#renderer/components/operation-button.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Count, Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './scopes.module.css';

type Scope = OutputOf<'nodes.get'>;

function Path({ scope }: { readonly scope: Scope }) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  const above = scope.path.filter(({ kind }) => kind !== 'platform');
  if (above.length === 0) return <Dim>{t('scopes.inWorkspace')}</Dim>;
  return (
    <span className={classes['path']}>
      {above.map(({ id, name }, index) => (
        <span key={id}>
          {index === 0 ? null : <Dim>› </Dim>}
          <UnstyledButton onClick={() => change({ id })}>{name}</UnstyledButton>
        </span>
      ))}
    </span>
  );
}

function AddProduct({ scope }: { readonly scope: Scope }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const input = { account: scope.id, version: scope.version, product: name };
    const reply = await call('products.activate', input);
    if (!reply.ok) {
      setFault(reply.error.fields?.[0]?.message ?? reply.error.message);
      return;
    }
    setName('');
    setFault(null);
    toastDone(t('scopes.productActivated', { product: input.product }));
  };
  return (
    <form onSubmit={(event) => void add(event)}>
      <TextInput
        aria-label={t('scopes.newProduct')}
        placeholder={t('scopes.newProduct')}
        value={name}
        error={fault}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setFault(null);
        }}
        rightSectionWidth={100}
        rightSection={
          <Button type="submit" size="compact-sm" variant="light" leftSection={<IconPlus size={14} />}>
            {t('scopes.activate')}
          </Button>
        }
      />
    </form>
  );
}

/** Products activated on an account: nobody uses another, whatever they were granted. */
function Products({ scope, products }: { readonly scope: Scope; readonly products: readonly string[] }) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const input = { account: scope.id, version: scope.version, product: 'x' };
  const may = useVerdict('products.activate', input).allowed && !scope.archived;
  const remove = (product: string) =>
    start({
      operation: 'products.deactivate',
      items: [{ label: product, input: { ...input, product } }],
      consequence: t('scopes.deactivateText'),
    });
  return (
    <DetailSection title={t('scopes.products')}>
      <p className={classes['hint']}>
        {t(products.length === 0 ? 'scopes.noProducts' : 'scopes.productsHint')}
      </p>
      <ul className={classes['products']}>
        {products.map((product) => (
          <li key={product}>
            {product}
            {may ? (
              <Tooltip label={t('scopes.deactivate', { product })}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('scopes.deactivate', { product })}
                  onClick={() => remove(product)}
                >
                  <IconX size={15} />
                </ActionIcon>
              </Tooltip>
            ) : null}
          </li>
        ))}
      </ul>
      {may ? <AddProduct scope={scope} /> : null}
    </DetailSection>
  );
}

/** A scope in the panel: where it lies, what is counted in it, and an account's products. */
export function ScopeDetail({ record: scope }: { readonly record: Scope }) {
  const { t } = useTranslation();
  return (
    <>
      {scope.archived ? (
        <p className={classes['hint']}>
          {t(scope.archivedHere ? 'scopes.archivedText' : 'scopes.archivedAbove')}
        </p>
      ) : null}
      <DetailList>
        <DetailItem label={t('scopes.path')}>
          <Path scope={scope} />
        </DetailItem>
        <DetailItem label={t('scopes.kind')}>{scope.kindTitle}</DetailItem>
        {scope.pack === null ? null : (
          <DetailItem label={t('scopes.pack')}>
            {t('scopes.packOption', {
              id: scope.pack,
              title: scope.packTitle ?? '',
              version: scope.packVersion ?? 1,
            })}
          </DetailItem>
        )}
        <DetailItem label={t('scopes.people')}>
          {scope.people === null ? <Dim>{t('scopes.notSeen')}</Dim> : <Count count={scope.people} />}
        </DetailItem>
        <DetailItem label={t('scopes.assignments')}>
          {scope.assignments === null ? (
            <Dim>{t('scopes.notSeen')}</Dim>
          ) : (
            <Count count={scope.assignments} />
          )}
        </DetailItem>
        <DetailItem label={t('scopes.created')}>
          <ExactTime at={scope.createdAt} />
        </DetailItem>
        <DetailItem label={t('scopes.id')}>
          <IdText id={scope.id} />
        </DetailItem>
      </DetailList>
      {scope.products === null ? null : <Products scope={scope} products={scope.products} />}
    </>
  );
}
