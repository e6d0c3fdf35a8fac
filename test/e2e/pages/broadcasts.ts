import { expect, type Locator, type Page } from '@playwright/test';

type Act = 'Start' | 'Suspend' | 'Resume' | 'Finish';

/** Voice broadcasts: the list, the form, and what can be done to the open one. */
export class BroadcastsPage {
  readonly page: Page;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Voice broadcasts' });
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ hasText: name });
  }

  columnNames(): Promise<string[]> {
    return this.grid.getByRole('columnheader').allTextContents();
  }

  async open(name: string): Promise<void> {
    await this.row(name).click();
    await this.page.getByRole('heading', { name, level: 2 }).waitFor();
  }

  async beginCreating(): Promise<void> {
    await this.page.getByRole('button', { name: 'Create voice broadcast' }).click();
    await this.page.locator('form').getByRole('textbox', { name: 'Name' }).waitFor();
  }

  async create(settings: {
    readonly name: string;
    readonly list: string;
    readonly rate: number;
  }): Promise<void> {
    await this.beginCreating();
    const form = this.page.locator('form');
    await form.getByRole('textbox', { name: 'Name' }).fill(settings.name);
    await form.getByRole('combobox', { name: 'Number list' }).click();
    await this.page.getByRole('option', { name: settings.list }).click();
    await form.getByRole('textbox', { name: 'Calls per second' }).fill(String(settings.rate));
    await form.getByRole('button', { name: 'Create voice broadcast' }).click();
    await this.row(settings.name).waitFor();
  }

  button(act: Act): Locator {
    return this.page.getByRole('button', { name: `${act} broadcast` });
  }

  /** Runs an act on the open broadcast; a dangerous one is confirmed, and what it said is returned. */
  async act(act: Act): Promise<string> {
    await this.button(act).click();
    if (act === 'Suspend') return '';
    const dialog = this.page.getByRole('dialog');
    const said = (await dialog.textContent()) ?? '';
    await dialog.getByRole('button', { name: `${act} broadcast` }).click();
    await dialog.waitFor({ state: 'hidden' });
    return said;
  }

  async expectState(name: string, state: string): Promise<void> {
    await expect(this.row(name)).toContainText(state);
  }
}
