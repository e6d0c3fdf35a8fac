import type { PartnerRow } from './row.ts';

/** The section "Billing" of the part "Customer Account - Basics". */
export const BILLING: readonly PartnerRow[] = [
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Auto Recharger: Update',
    description: 'Allows a user to enable/disable the account’s auto recharger feature.',
    marks: ['Check', ''],
    permissions: ['autoRecharger.edit'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Cost Report: Request One-time Cost Report',
    description: 'Allows a user to request any previous monthly cost report from the account.',
    marks: ['Check', 'Check'],
    permissions: ['costReports.request'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Cost Report: Request Schedule Cost Report',
    description: 'Allows a user to schedule cost reports to be provided every month or week.',
    marks: ['Check', 'Check'],
    permissions: ['costReports.schedule'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Cost Report: Discard Schedule Cost Report',
    description: 'Allows a user to cancel a schedule cost report to be sent.',
    marks: ['Check', 'Check'],
    permissions: ['costReports.discard'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Credits: Add',
    description: 'Allows a user to add a given amount of credits to a specific account.',
    marks: ['', ''],
    permissions: ['credits.add'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Credits: Set',
    description: 'Allows a user to set the account’s credits to a specific amount.',
    marks: ['', ''],
    permissions: ['credits.set'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Credits: Remove',
    description: 'Allows a user to remove a given amount of credits from a specific account.',
    marks: ['Check', ''],
    permissions: ['credits.remove'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Credits: Set Overdraft',
    description: 'Allows a user to set the account’s overdraft limit to a specific amount.',
    marks: ['', ''],
    permissions: ['credits.setOverdraft'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Credits: Low Credit Notifications',
    description: 'Allows a user to enable/disable low credit notifications for a specific account.',
    marks: ['Check', ''],
    permissions: ['credits.notifyLow'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Lifecycle: Extend',
    description:
      'Allows a user to change the account’s status in Account Lifecycle, by extending in a week the time until the account transitions into the next status.',
    marks: ['Check', ''],
    permissions: ['lifecycle.extend'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Lifecycle: Suspend',
    description:
      'Allows a user to change the account status from “Active”” into a “Suspended” status, which means users can still login, but communications have been siloed, i.e. are not possible.',
    marks: ['Check', ''],
    permissions: ['lifecycle.suspend'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Lifecycle: Freeze/Unfreeze',
    description:
      'Allows a user to change the account status into a “Freeze” / “Unfreeze” status, which means that any planned status change will be either prevented or allowed.',
    marks: ['', ''],
    permissions: ['lifecycle.freeze'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Lifecycle: Reactivate',
    description:
      'Allows a user to change the account status back into an “Active” status, which means communications are no longer siloed, i.e. are possible again.',
    marks: ['Check', ''],
    permissions: ['lifecycle.reactivate'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Lifecycle: Cancel',
    description:
      'Allows a user to change the account status from “Suspended” into a “Canceled” status, which means users can still login, but communications have been siloed, i.e. are not possible, and can’t be unsiloed.',
    marks: ['', ''],
    permissions: ['lifecycle.cancel'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Lifecycle: Terminate',
    description:
      'Allows a user to change the account status from “Canceled” into a “Terminated” status, with no ability to ever reactivate this account.',
    marks: ['', ''],
    permissions: ['lifecycle.terminate'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Payment Method: Set External Payment',
    description: 'Allows a user to switch the account’s payment method from Credit Card to Invoice.',
    marks: ['', ''],
    permissions: ['paymentMethod.setExternal'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Payment Provider: Synchronize Account',
    description: 'Allows a user to synchronize a specific account with Zuora.',
    marks: ['', ''],
    permissions: ['paymentProvider.synchronize'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Payment Provider: Update Provider Details',
    description: 'Update the provider details (account ID, account Number, and currency)',
    marks: ['', ''],
    permissions: ['paymentProvider.edit'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Pricing and Charging: Post Invoice',
    description: 'Allows a user to set post invoice amendment for a specific account.',
    marks: ['', ''],
    permissions: ['pricing.postInvoice'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Pricing and Charging: Usage Based Licenses',
    description: 'Allows a user to set usage-based licenses for a specific account.',
    marks: ['', ''],
    permissions: ['pricing.setUsageLicenses'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Pricing and Charging: Update Rate Plan',
    description: 'Allows a user to customize a rate plan for a specific account.',
    marks: ['', ''],
    permissions: ['pricing.editRatePlan'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Pricing and Charging: Automatic Usage Charging',
    description: 'Allows a user to enable automatic usage charging for a specific account.',
    marks: ['', ''],
    permissions: ['charging.automatic'],
  },
  {
    section: 'Customer Account - Basics / Billing',
    name: 'Pricing and Charging: Manual Usage Charging',
    description: 'Allows a user to process manual usage charging for a specific account.',
    marks: ['', ''],
    permissions: ['charging.manual'],
  },
];
