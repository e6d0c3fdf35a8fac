import '@mantine/core/styles.css';
import '#renderer/theme/theme.css';
import { MantineProvider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Column } from '#renderer/components/column.ts';
import { DataTable } from '#renderer/components/data-table.tsx';
import type { PageSource } from '#renderer/components/page-cache.ts';
import { usePages } from '#renderer/components/use-pages.ts';
import { startTexts } from '#renderer/texts/texts.ts';
import { theme } from '#renderer/theme/theme.ts';
import { ThemeVariables } from '#renderer/theme/theme-variables.tsx';

type Row = { readonly seq: number; readonly name: string; readonly number: string };

const TOTAL = 5_000_000;
/** What a page takes to come from the service through the bridge, in ms. */
const LATENCY = 3;

Object.assign(window, {
  rolecall: { invoke: () => new Promise(() => undefined), subscribe: () => () => undefined },
});

const source: PageSource<Row> = {
  key: 'rows',
  noun: 'rows',
  async fetchPage(offset, limit) {
    await new Promise((resolve) => setTimeout(resolve, LATENCY));
    const rows = Math.min(limit, TOTAL - offset);
    const at = (index: number): number => offset + index + 1;
    const make = <T,>(cell: (index: number) => T): T[] =>
      Array.from({ length: rows }, (_, index) => cell(index));
    return {
      total: TOTAL,
      offset,
      rows,
      columns: {
        seq: Float64Array.from(make(at)),
        name: make((index) => `Person ${at(index)}`),
        number: make((index) => `+1${2_000_000_000 + at(index)}`),
      },
    };
  },
};

const columns: Column<Row>[] = [
  { key: 'seq', title: 'Row', width: 120, align: 'end', render: (row) => row.seq },
  { key: 'name', title: 'Name', width: 240, grow: 1, render: (row) => row.name },
  { key: 'number', title: 'Number', width: 200, render: (row) => row.number },
];

function Grid() {
  const { pages, waiting } = usePages(source);
  const [open, setOpen] = useState<string | null>(null);
  const shown = useMemo(() => columns, []);
  return (
    <DataTable<Row>
      label="Rows"
      pages={pages}
      waiting={waiting}
      columns={shown}
      rowHeight={32}
      rowId={(row) => String(row.seq)}
      rowName={(row) => row.name}
      sort={null}
      onSort={() => undefined}
      onResize={() => undefined}
      openId={open}
      onOpen={(row) => setOpen(String(row.seq))}
      onClose={() => setOpen(null)}
    />
  );
}

await startTexts();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <MantineProvider theme={theme} withCssVariables={false}>
      <ThemeVariables nonce="" />
      <Grid />
    </MantineProvider>,
  );
}
