/** Rights over people and their roles, whichever platform is administered. */
export const peoplePermissions = {
  'users.view': 'See users',
  'users.create': 'Add users',
  'users.edit': 'Edit users',
  'users.switch': 'Switch users on and off',
  'roles.view': 'See roles',
  'roles.edit': 'Make custom roles',
  'assignments.grant': 'Give and take roles',
} as const;
