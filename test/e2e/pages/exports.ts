import type { Locator, Page } from '@playwright/test';

/** Exports: asking for one, the finished file, and the history. */
export class ExportsPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly result: Locator;
  readonly schedules: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Exports' });
    this.schedules = page.getByRole('grid', { name: 'Nightly exports' });
    this.result = page.getByRole('region', { name: 'The file is ready' });
  }

  /** Begins on the page that shows while nothing was exported yet. */
  async begin(): Promise<void> {
    const empty = this.page.getByRole('heading', { name: 'Export a raw dialog log' }).locator('..');
    await empty.getByRole('button', { name: 'Export raw dialog log' }).click();
  }

  /** The desktop's dialog answers with the path that the spec put there. */
  async chooseFile(): Promise<void> {
    await this.page.getByRole('button', { name: 'Choose where to save' }).click();
  }

  async submit(): Promise<void> {
    await this.page.locator('form').getByRole('button', { name: 'Export raw dialog log' }).click();
  }

  /** Asks for the export of each night, into the place that the desktop's dialog answers with. */
  async everyNight(): Promise<void> {
    const empty = this.page.getByRole('heading', { name: 'Export the raw log every night' }).locator('..');
    await empty.getByRole('button', { name: 'Export every night' }).click();
    await this.page.getByRole('button', { name: 'Choose where to save' }).click();
    await this.page.locator('form').getByRole('button', { name: 'Export every night' }).click();
    await this.schedules.waitFor();
  }

  /** What the finished file's card says of one thing. */
  async fact(label: string): Promise<string> {
    const item = this.result.getByRole('term').filter({ hasText: label }).locator('..');
    return (await item.getByRole('definition').textContent()) ?? '';
  }
}
