/** The words of the group, which a run can read without loading its commands. */
export const organizationsWords = {
  name: 'organizations',
  aliases: ['organization', 'orgs', 'org'],
  summary: 'Manage your Atlas organizations.',
} as const;
