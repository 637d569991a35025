/** Runs the sandbox, and prints the variables that make any copy of the program use it. */
import { startSandbox } from '../sandbox/server.ts';

const port = Number(process.argv[2] ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`invalid port: ${process.argv[2]}`);
  process.exit(1);
}
const sandbox = await startSandbox(port);
for (const [name, value] of Object.entries(sandbox.env)) console.log(`export ${name}=${value}`);
console.log('# A service account, which overrides the API key:');
for (const [name, value] of Object.entries(sandbox.serviceAccount)) console.log(`# export ${name}=${value}`);
console.log('# To sign in as a user, unset the API key. Enter the code on the page:');
console.log('# unset MONGODB_ATLAS_PUBLIC_API_KEY MONGODB_ATLAS_PRIVATE_API_KEY && atlas auth login');
console.error(
  '\nThe sandbox runs until you press Ctrl-C. Paste the lines above into another shell and try:\n  atlas organizations apiKeys create --role ORG_MEMBER --desc try -o json',
);
