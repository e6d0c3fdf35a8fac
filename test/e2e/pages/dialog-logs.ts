import type { Locator, Page } from '@playwright/test';

/** Dialog logs: the messages, and a dialog as a conversation. */
export class DialogLogsPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly conversation: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Dialog logs' });
    this.conversation = page.getByRole('list', { name: 'Dialog' });
  }

  /** A row by its place in the list, from 1. */
  row(place: number): Locator {
    return this.grid.getByRole('row').nth(place);
  }

  async filter(field: string, choice: string): Promise<void> {
    await this.page.getByRole('button', { name: `Filter by ${field}` }).click();
    await this.page.getByRole('group', { name: field }).getByRole('button', { name: choice }).click();
  }

  /** The tags of the current message, for who may change them. */
  get tags(): Locator {
    return this.conversation.getByRole('combobox', { name: 'Tags of the message' });
  }

  async saveFilters(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Saved filters' }).click();
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.getByRole('button', { name: 'Save', exact: true }).click();
    await this.page.keyboard.press('Escape');
  }

  async openSaved(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Saved filters' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** The message that the keyboard stands on. */
  get current(): Locator {
    return this.conversation.locator('[aria-current="true"]');
  }
}
