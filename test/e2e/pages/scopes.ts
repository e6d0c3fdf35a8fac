import { expect, type Locator, type Page } from '@playwright/test';

/** The scope tree. */
export class ScopesPage {
  readonly #page: Page;
  readonly tree: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.tree = page.getByRole('treegrid', { name: 'Scope tree' });
  }

  row(name: string): Locator {
    return this.tree.getByRole('row').filter({ has: this.#page.getByText(name, { exact: true }) });
  }

  /** The names that show, from the top. */
  async names(): Promise<string[]> {
    return this.tree.locator('[role=row] strong').allTextContents();
  }

  /** Shows what lies in a scope, and waits until it does. */
  async unfold(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `Show what lies in ${name}` })
      .click();
    await expect(this.row(name)).toHaveAttribute('aria-expanded', 'true');
    await expect(this.tree.locator('[role=row][aria-busy=true]')).toHaveCount(0);
  }

  async open(name: string): Promise<Locator> {
    await this.row(name).click();
    const panel = this.#page.getByRole('region', { name, exact: true });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** A form in the panel, by the title of its operation. */
  form(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true });
  }

  async choose(form: Locator, field: string, option: string | RegExp): Promise<void> {
    await form.getByRole('combobox', { name: field }).click();
    await this.#page.getByRole('option', { name: option }).click();
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }
}
