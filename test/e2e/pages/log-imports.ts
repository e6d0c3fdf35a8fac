import type { Locator, Page } from '@playwright/test';

/** Log imports: the form with its preview, and the report. */
export class LogImportsPage {
  readonly page: Page;
  /** How the file would be read. */
  readonly check: Locator;
  readonly report: Locator;

  constructor(page: Page) {
    this.page = page;
    this.check = page.getByRole('region', { name: 'How the file is read' });
    this.report = page.getByRole('grid', { name: 'Import report' });
  }

  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Import dialog log' }).first().click();
  }

  /** The desktop's dialog answers with the path that the spec put there. */
  async choose({ account, project }: { account: RegExp; project: string }): Promise<void> {
    const form = this.page.locator('form');
    await form.getByRole('combobox', { name: 'Account' }).click();
    await this.page.getByRole('option', { name: account }).first().click();
    await form.getByRole('button', { name: 'Choose' }).click();
    await form.getByRole('combobox', { name: /^Project of rows/ }).click();
    await this.page.getByRole('option', { name: project }).click();
    await this.check.waitFor();
  }

  async run(): Promise<void> {
    await this.page.locator('form').getByRole('button', { name: 'Import dialog log' }).click();
  }

  async openReport(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the report' }).click();
    await this.report.waitFor();
  }

  /** The sum that the report shows, by its words. */
  async counts(): Promise<Record<string, string>> {
    const parts = this.page.locator('dl').first().locator('> div');
    const pairs: [string, string][] = [];
    for (const part of await parts.all()) {
      const term = (await part.getByRole('term').textContent()) ?? '';
      pairs.push([term, (await part.getByRole('definition').textContent()) ?? '']);
    }
    return Object.fromEntries(pairs);
  }
}
