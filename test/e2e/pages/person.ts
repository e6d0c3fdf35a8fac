import { expect, type Locator, type Page } from '@playwright/test';

/** A person's page beside the list of users, and the forms of the panel. */
export class PersonPage {
  readonly page: Page;
  readonly panel: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.panel = page.getByRole('region', { name });
  }

  /** One of the person's assignments, by its role. */
  assignment(role: string): Locator {
    return this.panel.getByRole('listitem', { name: new RegExp(`^${role},`) });
  }

  get effect(): Locator {
    return this.page.getByRole('region', { name: 'What this changes' });
  }

  async press(name: string): Promise<void> {
    await this.panel.getByRole('button', { name }).click();
  }

  /** Chooses the role in the form "Give role", which is open. */
  async chooseRole(role: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Role', exact: true }).click();
    await this.page.getByRole('option', { name: new RegExp(`^${role}\\b`) }).click();
  }

  async submit(form: string): Promise<void> {
    await this.page.getByRole('region', { name: form }).getByRole('button', { name: form }).click();
  }

  async change(role: string): Promise<void> {
    await this.assignment(role).getByRole('button', { name: 'Change' }).click();
  }

  async take(role: string): Promise<void> {
    await this.assignment(role).getByRole('button', { name: 'Take' }).click();
  }

  /** The dialog that says what will happen, which is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async showTab(name: string): Promise<void> {
    await this.panel.getByRole('tab', { name }).click();
    await expect(this.panel.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }
}
