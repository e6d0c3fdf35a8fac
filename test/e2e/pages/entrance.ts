import { expect, type Page } from '@playwright/test';

export interface NewWorkspace {
  readonly workspace: string;
  readonly realm: string;
  readonly account: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
}

/** First start and sign-in. */
export class Entrance {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async createWorkspace(entry: NewWorkspace): Promise<void> {
    await this.#page.getByRole('button', { name: /Create a workspace/ }).click();
    await this.#fill('Workspace name', entry.workspace);
    await this.#fill('Platform (realm)', entry.realm);
    await this.#fill('First account', entry.account);
    await this.#fill('First name', entry.firstName);
    await this.#fill('Last name', entry.lastName);
    await this.#fill('E-mail', entry.email);
    await this.#fill('Password', entry.password);
    await this.#fill('Repeat password', entry.password);
    await this.#page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(this.#page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#fill('E-mail', email);
    await this.#fill('Password', password);
    await this.#page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Signs in and waits for the console. */
  async enter(email: string, password: string): Promise<void> {
    await this.signIn(email, password);
    await expect(this.areas()).toBeVisible();
    await expect(this.#page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  areas() {
    return this.#page.getByRole('navigation', { name: 'Areas' });
  }

  async goTo(area: string): Promise<void> {
    await this.areas().getByRole('link', { name: area }).click();
    await expect(this.#page.getByRole('heading', { level: 1, name: area })).toBeVisible();
  }

  async signOut(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Account and settings' }).click();
    await this.#page.getByRole('button', { name: 'Sign out' }).click();
    await expect(this.#page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  async #fill(label: string, value: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: label, exact: true }).fill(value);
  }
}
