import { expect, type Locator, type Page } from '@playwright/test';

export interface NewUser {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly string[];
  readonly account: string;
}

/** The users screen. */
export class UsersPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  row(name: string): Locator {
    return this.#page.getByRole('row').filter({ hasText: name });
  }

  async add(user: NewUser): Promise<void> {
    await this.#page.getByRole('button', { name: 'Add user' }).first().click();
    const form = this.#page.getByRole('region', { name: 'Add user' });
    await form.getByRole('textbox', { name: 'First name' }).fill(user.firstName);
    await form.getByRole('textbox', { name: 'Last name' }).fill(user.lastName);
    await form.getByRole('textbox', { name: 'E-mail' }).fill(user.email);
    await form.getByRole('combobox', { name: 'Account' }).click();
    await this.#page.getByRole('option', { name: user.account }).click();
    for (const role of user.roles) {
      await form.getByRole('combobox', { name: 'Access' }).click();
      await this.#page.getByRole('option', { name: new RegExp(`^${role}\\b`) }).click();
    }
    await form.getByRole('textbox', { name: 'Password', exact: true }).fill(user.password);
    await form.getByRole('textbox', { name: 'Repeat password' }).fill(user.password);
    await form.getByRole('button', { name: 'Add user' }).click();
  }

  async open(name: string): Promise<Locator> {
    await this.row(name).click();
    const panel = this.#page.getByRole('region', { name });
    await expect(panel).toBeVisible();
    return panel;
  }

  async switchOff(name: string): Promise<void> {
    const panel = await this.open(name);
    await panel.getByRole('button', { name: 'Switch user off' }).click();
    await this.#page.getByRole('dialog').getByRole('button', { name: 'Switch user off' }).click();
  }
}
