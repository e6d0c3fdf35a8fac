import { expect, type Locator, type Page } from '@playwright/test';

/** The screen Roles and scopes: the matrix of a role pack with its versions, import and custom roles. */
export class RolesPage {
  readonly page: Page;
  readonly matrix: Locator;

  constructor(page: Page) {
    this.page = page;
    this.matrix = page.getByRole('grid', { name: 'Role matrix' });
  }

  /** Shows a realm's matrix, or that of a pack's version, by its name in the choice. */
  async show(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Realm or role pack' }).click();
    await this.page.getByRole('option', { name, exact: true }).click();
  }

  row(words: string): Locator {
    return this.matrix.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: words }) });
  }

  cell(role: string, words: string): Locator {
    return this.matrix.getByRole('gridcell', { name: new RegExp(`^${role}, ${words}[:( ]`) });
  }

  rolesShown(): Promise<string[]> {
    return this.matrix
      .locator('thead th[data-role]')
      .evaluateAll((heads) => heads.map((head) => head.getAttribute('data-role') ?? ''));
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  narrow(filter: 'Section' | 'Role' | 'Meaning' | 'Rows', choice: string): Promise<unknown> {
    return this.page.getByRole('combobox', { name: filter, exact: true }).selectOption(choice);
  }

  search(text: string): Promise<void> {
    return this.page.getByRole('searchbox', { name: 'Search' }).fill(text);
  }

  act(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Chooses a file for an import (the dialog has been told which) and goes on to how it is read. */
  async checkFile(): Promise<void> {
    await this.act('Import role pack').click();
    const panel = this.panel('Import role pack');
    await panel.getByRole('button', { name: 'Choose file' }).click();
    await panel.getByRole('button', { name: 'Check' }).click();
  }

  /** Puts the version that is compared into force, and says yes to the question. */
  async useCompared(): Promise<void> {
    await this.panel('Versions').getByRole('button', { name: 'Put into force' }).click();
    await this.confirmUse();
  }

  async confirmUse(): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Put version into force' });
    await dialog.getByRole('button', { name: 'Put version into force' }).click();
    await expect(dialog).toHaveCount(0);
  }
}
