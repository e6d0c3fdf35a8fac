import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { TwilioStandIn } from '../support/twilio-stand-in.ts';
import { Console } from './pages/console.ts';
import { GatewaysPage } from './pages/gateways.ts';

const PERSON = { email: 'ines@example.com', password: 'harvest-lantern-42' };
const WORKSPACE = {
  name: 'Gateways',
  realm: 'Realm',
  account: 'Account',
  firstName: 'Ines',
  lastName: 'Moreau',
  ...PERSON,
  repeat: PERSON.password,
};
const ACCOUNT = `AC${'0a'.repeat(16)}`;
const TOKEN = 'correct horse battery';

let launched: LaunchedApp;
let window: Console;
let gateways: GatewaysPage;
let twilio: TwilioStandIn;

test.beforeEach(async () => {
  const callees = { ringMs: [30, 60], talkMs: [300, 400], note: () => undefined } as const;
  twilio = await TwilioStandIn.open({ ...callees, accountSid: ACCOUNT, user: ACCOUNT, secret: TOKEN });
  launched = await launchApp();
  const { page } = launched;
  window = new Console(page);
  gateways = new GatewaysPage(page);
  expect(await window.ask('workspace.create', WORKSPACE)).toMatchObject({ ok: true });
  expect(await window.ask('session.signIn', PERSON)).toMatchObject({ ok: true });
  await page.reload();
  await window.areas.waitFor();
  await window.open('Gateways');
});
test.afterEach(async () => {
  await launched.close();
  await twilio.close();
});

test('the form asks for what the chosen kind needs, and for nothing else', async () => {
  const form = await gateways.add('Asterisk (ARI)');
  await expect(form.getByLabel('Dial string of Asterisk')).toBeVisible();
  await expect(form.getByLabel('Account SID')).toHaveCount(0);
  await gateways.choose(form, 'Twilio');
  await expect(form.getByLabel('Account SID')).toBeVisible();
  await expect(form.getByLabel('TwiML Bin for keys')).toBeVisible();
  for (const other of ['Host', 'Dial string of Asterisk', 'SIP domain'])
    await expect(form.getByLabel(other)).toHaveCount(0);
  await window.expectAccessible();
});

test('a Twilio account is added, tried with a wrong token, mended, and answers', async () => {
  const { page } = launched;
  const form = await gateways.add('Twilio');
  await form.getByLabel('Name').fill('Twilio US');
  await form.getByLabel('Account SID').fill('AC1');
  await form.getByLabel('Secret (optional)').fill('wrong');
  await form.getByLabel('Number to call from').fill('202 555 0199');
  await form.getByLabel('Address of the API').fill(twilio.url);
  await form.getByRole('button', { name: 'Add gateway' }).click();
  await expect(form).toContainText('An account SID is AC and 32 letters and digits.');
  await expect(form).toContainText('Write the number with its country code');
  await form.getByLabel('Account SID').fill(ACCOUNT);
  await form.getByLabel('Number to call from').fill('+12025550199');
  await form.getByRole('button', { name: 'Add gateway' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Twilio US' });
  await row.click();
  const panel = gateways.panel('Twilio US');
  await expect(panel).toContainText('None: keys can’t be heard');
  await panel.getByRole('button', { name: 'Try the connection' }).click();
  await expect(panel).toContainText('Twilio refuses the account SID, the API key or the secret');
  await expect(row).toContainText('Can’t be used');
  await panel.getByRole('button', { name: 'Edit gateway' }).click();
  const edit = gateways.panel('Edit gateway');
  await edit.getByLabel('Secret (optional)').fill(TOKEN);
  await edit.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('button', { name: 'Try the connection' }).click();
  await expect(panel).toContainText('Answered');
  await expect(row).toContainText('Answered');
  await expect(page.locator('body')).not.toContainText(TOKEN);
});
