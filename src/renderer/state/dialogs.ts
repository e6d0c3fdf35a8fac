import { create } from 'zustand';

interface Dialogs {
  readonly open: 'shortcuts' | 'change-password' | null;
  readonly show: (dialog: 'shortcuts' | 'change-password') => void;
  readonly close: () => void;
}

/** The window's own dialogs, at most one at a time. */
export const useDialogs = create<Dialogs>()((set) => ({
  open: null,
  show: (dialog) => set({ open: dialog }),
  close: () => set({ open: null }),
}));
