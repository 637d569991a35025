/** What package.json says about the project, for everything that names it. */
import { bugs, description, homepage, license, name, repository, version } from '../../package.json' with {
  type: 'json',
};

export const project = {
  bugs,
  description,
  homepage,
  license,
  name,
  repository: repository.url,
  version,
} as const;

/** The URL of a file of the release on GitHub. */
export const downloadUrl = (file: string): string => `${homepage}/releases/download/v${version}/${file}`;
