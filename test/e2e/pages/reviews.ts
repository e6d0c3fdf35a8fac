import { expect, type Locator, type Page } from '@playwright/test';

/** Access reviews. */
export class ReviewsPage {
  readonly #page: Page;
  readonly items: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.items = page.getByRole('grid', { name: 'Items of an access review' });
  }

  async start(title: string, scope?: string): Promise<Locator> {
    await this.#page.getByRole('button', { name: 'Start access review' }).first().click();
    const form = this.#page.getByRole('region', { name: 'Start access review' });
    if (scope !== undefined) {
      await form.getByRole('combobox', { name: 'Scope' }).click();
      await this.#page.getByRole('option', { name: scope, exact: true }).click();
    }
    await form.getByRole('textbox', { name: 'Title' }).fill(title);
    await form.getByRole('button', { name: 'Start access review' }).click();
    return this.panel(title);
  }

  async open(title: string): Promise<Locator> {
    await this.#page.getByRole('row').filter({ hasText: title }).click();
    return this.panel(title);
  }

  async panel(title: string): Promise<Locator> {
    const panel = this.#page.getByRole('region', { name: title, exact: true });
    await expect(panel).toBeVisible();
    await expect(this.items).toHaveAttribute('aria-busy', 'false');
    return panel;
  }

  /** Rows of the items, without the head. */
  rows(): Locator {
    return this.items.getByRole('row').filter({ has: this.#page.getByRole('gridcell') });
  }

  async pick(row: Locator): Promise<void> {
    await row.getByRole('checkbox').click();
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }
}
