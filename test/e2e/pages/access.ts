import type { Locator, Page } from '@playwright/test';

/** Explanations: the panel that refused buttons open, and the Access screen. */
export class AccessPage {
  readonly #page: Page;
  readonly panel: Locator;
  /** The people who can, a row each. */
  readonly people: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.panel = page.getByRole('dialog', { name: /^Why: / });
    this.people = page.locator('tbody').getByRole('row');
  }

  async tab(name: string): Promise<void> {
    await this.#page.getByRole('tab', { name }).click();
  }

  async chooseRight(words: string): Promise<void> {
    const field = this.#page.getByRole('combobox', { name: 'Right' });
    await field.click();
    await field.fill(words);
    await this.#page.getByRole('option', { name: words }).first().click();
  }

  async chooseRole(side: string, role: string): Promise<void> {
    const group = this.#page.getByRole('group', { name: side });
    await group.getByText('A role').click();
    const field = group.getByRole('combobox', { name: 'Role' });
    await field.click();
    await field.fill(role);
    await this.#page.getByRole('option', { name: role, exact: true }).first().click();
  }

  /** One column of a comparison. */
  held(title: string): Locator {
    return this.#page.locator('section').filter({ has: this.#page.getByRole('heading', { name: title }) });
  }
}
