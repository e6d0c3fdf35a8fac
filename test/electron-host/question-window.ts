import { browser } from './browser.ts';

/** What a person is asked in a window of its own. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What stands in the text field at first; undefined for no field. */
  readonly value: string | undefined;
  readonly buttons: readonly string[];
}

/** The number of the button that was pressed, and the text. */
export interface Answer {
  readonly button: number;
  readonly text: string;
}

type Post = (text: string) => void;

/** Draws the question. Sent into the page as source text: it uses nothing from outside itself. */
function draw(question: Question, binding: string): void {
  document.title = question.title;
  const form = document.createElement('form');
  form.style.cssText = 'font: 15px system-ui; display: grid; gap: 12px; padding: 8px';
  const text = document.createElement('label');
  text.style.cssText = 'white-space: pre-wrap; display: grid; gap: 8px';
  text.append(question.text);
  const field = document.createElement('input');
  field.style.font = 'inherit';
  field.value = question.value ?? '';
  if (question.value !== undefined) text.append(field);
  const row = document.createElement('div');
  const answer = (button: number): void =>
    (window as unknown as Record<string, Post>)[binding]?.(JSON.stringify({ button, text: field.value }));
  for (const [index, label] of question.buttons.entries()) {
    const button = document.createElement('button');
    button.type = index === 0 ? 'submit' : 'button';
    button.style.cssText = 'font: inherit; padding: 4px 16px; margin-inline-end: 8px';
    button.textContent = label;
    if (index > 0) button.addEventListener('click', () => answer(index));
    row.append(button);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answer(0);
  });
  form.append(text, row);
  document.body.append(form);
  if (question.value !== undefined) field.select();
}

/** Asks in a small window; undefined when the person closes it instead of answering. */
export async function askInWindow(question: Question): Promise<Answer | undefined> {
  const size = { width: 560, height: 180 };
  const { session, targetId } = await browser.openPage(size);
  const answered = new Promise<Answer | undefined>((resolve) => {
    session.once('gone', () => resolve(undefined));
    session.on('Runtime.bindingCalled', ({ payload }: { payload: string }) =>
      resolve(JSON.parse(payload) as Answer),
    );
  });
  const loaded = new Promise<void>((resolve) => session.once('Page.loadEventFired', () => resolve()));
  const binding = 'answerQuestion';
  await Promise.all([
    session.send('Page.enable'),
    session.send('Runtime.enable'),
    session.send('Runtime.addBinding', { name: binding }),
    session.send('Runtime.runIfWaitingForDebugger'),
  ]);
  const { windowId } = await browser.send<{ windowId: number }>('Browser.getWindowForTarget', { targetId });
  await browser.send('Browser.setContentsSize', { windowId, ...size });
  // A document of its own: the window's first one may still be on its way.
  await session.send('Page.navigate', { url: 'data:text/html,<!doctype html><meta charset=utf-8>' });
  await loaded;
  await session.send('Runtime.evaluate', {
    expression: `(${draw.toString()})(${JSON.stringify(question)}, ${JSON.stringify(binding)})`,
  });
  const answer = await answered;
  browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
  return answer;
}
