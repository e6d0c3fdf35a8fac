import { t, use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Makes the texts available; before anything is drawn. */
export async function startTexts(): Promise<void> {
  // oxlint-disable-next-line react-hooks/rules-of-hooks -- i18next's `use` is no hook
  await use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

/** The texts outside of components. */
export { t };
