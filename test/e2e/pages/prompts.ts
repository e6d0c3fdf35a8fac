import { expect, type Locator, type Page } from '@playwright/test';

/** Making a prompt within the form of a broadcast: by the microphone, or of a text. */
export class PromptMaker {
  readonly page: Page;
  /** The prompts to choose from. */
  readonly chosen: Locator;
  readonly use: Locator;
  readonly name: Locator;
  readonly text: Locator;
  readonly timer: Locator;
  readonly status: Locator;
  readonly alert: Locator;

  constructor(page: Page) {
    this.page = page;
    this.chosen = page.getByRole('combobox', { name: 'Prompt (optional)' });
    const maker = page.getByRole('group', { name: /^(Record a prompt|Speak a text)$/ });
    this.use = maker.getByRole('button', { name: 'Use this prompt' });
    this.name = maker.getByRole('textbox', { name: 'Name of the prompt' });
    this.text = maker.getByRole('textbox', { name: 'Text' });
    this.timer = maker.getByRole('timer');
    this.status = maker.getByRole('status');
    this.alert = maker.getByRole('alert');
  }

  async openRecorder(): Promise<void> {
    await this.page.getByRole('button', { name: 'Record…' }).click();
    await this.name.waitFor();
  }

  async openSpeech(): Promise<void> {
    await this.page.getByRole('button', { name: 'Speak a text…' }).click();
    await this.name.waitFor();
  }

  async record(): Promise<void> {
    await this.page.getByRole('button', { name: 'Record', exact: true }).click();
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop recording' }).click();
  }

  async level(): Promise<number> {
    return Number(await this.page.getByRole('meter', { name: 'Loudness' }).getAttribute('value'));
  }

  /** Plays what was made, to its end. */
  async listen(): Promise<void> {
    await this.page.getByRole('button', { name: 'Listen', exact: true }).click();
    await expect(this.page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
    await expect(this.page.getByRole('button', { name: 'Listen', exact: true })).toBeVisible();
  }

  /** Has the text spoken, and hears it to its end. */
  async speak(): Promise<void> {
    await this.page.getByRole('button', { name: 'Speak and listen' }).click();
    await expect(this.use).toBeEnabled();
    await expect(this.page.getByRole('button', { name: 'Speak and listen' })).toBeVisible();
  }
}
