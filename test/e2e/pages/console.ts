import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Bridge } from '#shared/events.ts';

/** The frame of the window: signing in and out, the areas, and what every screen has. */
export class Console {
  readonly page: Page;
  readonly areas: Locator;

  constructor(page: Page) {
    this.page = page;
    this.areas = page.getByRole('navigation', { name: 'Areas' });
  }

  /** Signs in as a person of the demo workspace, by one click. */
  async signInAs(name: string, role: string): Promise<void> {
    const people = this.page.getByRole('region', { name: role, exact: true });
    await people.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await this.areas.waitFor();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: /^Account and settings/ }).click();
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByRole('heading', { name: 'Choose who to be' }).waitFor();
  }

  /** The names of the areas in the side bar, in order. */
  areaNames(): Promise<string[]> {
    return this.areas.getByRole('link').allTextContents();
  }

  async open(area: string): Promise<void> {
    await this.areas.getByRole('link', { name: area, exact: true }).click();
    await this.page.getByRole('heading', { name: area, level: 1 }).waitFor();
  }

  /** Goes to an address, as a link from elsewhere would. */
  async goTo(address: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, address);
  }

  /** That there is nothing at an address for this person. */
  async expectClosed(address: string): Promise<void> {
    await this.goTo(address);
    await expect(this.page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  }

  /** What the service itself says to an operation, past every button. */
  ask(operation: string, input: unknown): Promise<unknown> {
    return this.page.evaluate(
      ([name, given]) => (window as unknown as { rolecall: Bridge }).rolecall.invoke(name, given),
      [operation, input] as const,
    );
  }

  /** How many rows the list says that it has. */
  async rowCount(): Promise<number> {
    const text = await this.page.getByRole('toolbar').locator('output').textContent();
    return Number((text ?? '').replaceAll(/\D/g, ''));
  }

  /** Exports what the list shows; the desktop's dialog answers with the path that the spec put there. */
  async exportList(): Promise<void> {
    await this.page.getByRole('toolbar').getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.getByRole('button', { name: 'Choose where to save' }).click();
    await this.page.locator('form').getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.getByRole('region', { name: 'The file is ready' }).waitFor();
  }

  async closePanel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Close panel' }).click();
  }

  async #choose(theme: 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('button', { name: /^Account and settings/ }).click();
    await this.page.getByRole('radiogroup', { name: 'Theme' }).getByText(theme).click();
    await this.page.keyboard.press('Escape');
    await expect(this.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
  }

  /** That axe finds no fault in what shows, in either theme (WCAG 2.2 AA). */
  async expectAccessible(): Promise<void> {
    for (const theme of ['Dark', 'Light'] as const) {
      await this.#choose(theme);
      // Legacy mode: an Electron window cannot be asked to open the page that axe would else merge its results in.
      const { violations } = await new AxeBuilder({ page: this.page })
        .setLegacyMode(true)
        // Notices fade in and out by themselves: while they do, their contrast is whatever it is.
        .exclude('.mantine-Notifications-root')
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const found = violations.map(({ id, nodes }) => ({
        id,
        at: nodes.map(({ html }) => html.slice(0, 160)),
      }));
      expect(found, `axe, ${theme}`).toEqual([]);
    }
  }
}
