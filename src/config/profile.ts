/** A profile's properties, as they must be; loaded where there is a file. */
import * as z from 'zod/mini';
import '../base/zodSetup.ts';

/** The properties of a profile that the program reads. Others stay in the file, unread. */
export const profileSchema = z.object({
  org_id: z.optional(z.string()),
  project_id: z.optional(z.string()),
  public_api_key: z.optional(z.string()),
  private_api_key: z.optional(z.string()),
  access_token: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
  client_id: z.optional(z.string()),
  client_secret: z.optional(z.string()),
  auth_type: z.optional(z.string()),
  service: z.optional(z.string()),
  ops_manager_url: z.optional(z.string()),
  output: z.optional(z.string()),
});

export type Profile = z.infer<typeof profileSchema>;
