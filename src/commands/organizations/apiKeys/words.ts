/** The words of the group, which a run can read without loading its commands. */
export const apiKeysWords = {
  name: 'apiKeys',
  aliases: ['apikeys', 'api-keys', 'apiKey', 'apikey', 'api-key'],
  summary: 'Manage the API keys of an organization.',
} as const;
