import type { Locator, Page } from '@playwright/test';

/** The gateways and their forms. */
export class GatewaysPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A panel by its heading: a form, or a gateway. */
  panel(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true });
  }

  /** Opens the form for a gateway of this kind. */
  async add(kind: string): Promise<Locator> {
    await this.#page.getByRole('button', { name: 'Add gateway' }).first().click();
    const form = this.panel('Add gateway');
    await this.choose(form, kind);
    return form;
  }

  async choose(form: Locator, kind: string): Promise<void> {
    await form.getByRole('combobox', { name: 'Kind' }).click();
    await this.#page.getByRole('option', { name: kind, exact: true }).click();
  }
}
