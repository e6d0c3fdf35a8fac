import type { Locator, Page } from '@playwright/test';

/** The number lists, the import in its three steps, and a list's report. */
export class NumberListsPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly report: Locator;
  readonly entries: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Number lists' });
    this.report = page.getByRole('grid', { name: 'Import report' });
    this.entries = page.getByRole('grid', { name: 'Entries' });
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ hasText: name });
  }

  /** The import's first step; the desktop's dialog answers with the file that the spec put there. */
  async chooseFile(): Promise<void> {
    await this.page.getByRole('button', { name: 'Import number list' }).click();
    await this.page.getByRole('button', { name: 'Choose a file' }).click();
  }

  get name(): Locator {
    return this.page.getByRole('textbox', { name: 'Name' });
  }

  async check(): Promise<void> {
    await this.page.getByRole('button', { name: 'Check the file' }).click();
    await this.previewRows.first().waitFor();
  }

  get encoding(): Locator {
    return this.page.getByRole('combobox', { name: 'Encoding' });
  }

  get delimiter(): Locator {
    return this.page.getByRole('combobox', { name: 'Delimiter' });
  }

  roleOf(column: string): Locator {
    return this.page.getByRole('combobox', { name: `What ${column} becomes` });
  }

  get previewRows(): Locator {
    return this.page.getByRole('group', { name: 'First rows as they will be stored' }).getByRole('row');
  }

  async runImport(): Promise<void> {
    await this.page.getByRole('button', { name: 'Import', exact: true }).click();
    await this.page.getByText('Rows read').waitFor();
  }

  /** The report's sum by its words. */
  async counts(): Promise<Record<string, string>> {
    const terms = await this.page.getByRole('term').allTextContents();
    const values = await this.page.getByRole('definition').allTextContents();
    return Object.fromEntries(terms.map((term, index) => [term, values[index] ?? '']));
  }

  async openImported(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the list' }).click();
    await this.entries.waitFor();
  }

  async openTab(name: 'Entries' | 'Import report' | 'Versions' | 'Segments'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  get versions(): Locator {
    return this.page.getByRole('grid', { name: 'Versions' });
  }

  get differences(): Locator {
    return this.page.getByRole('grid', { name: 'Differences' });
  }

  get segments(): Locator {
    return this.page.getByRole('grid', { name: 'Segments' });
  }

  /** Opens a refused row of the report and says what its cell should have been. */
  async mend(row: number, value: string): Promise<void> {
    await this.report
      .getByRole('row')
      .filter({ has: this.page.getByRole('gridcell', { name: String(row), exact: true }) })
      .click();
    const form = this.page.getByRole('form', { name: `Mend row ${row}` });
    await form.getByRole('textbox').fill(value);
    await form.getByRole('button', { name: 'Fix row' }).click();
  }
}
