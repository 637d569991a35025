/** Keeps the stand-in Atlas running, and prints the variables that point any copy of the program at it. */
import { startSandbox } from '../sandbox/server.ts';

const port = Number(process.argv[2] ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`not a port: ${process.argv[2]}`);
  process.exit(1);
}
const sandbox = await startSandbox(port);
for (const [name, value] of Object.entries(sandbox.env)) console.log(`export ${name}=${value}`);
console.log('# A service account, which wins over the API key:');
for (const [name, value] of Object.entries(sandbox.serviceAccount)) console.log(`# export ${name}=${value}`);
console.log('# Signing in, with the API key out of the way; the page takes the code:');
console.log('# unset MONGODB_ATLAS_PUBLIC_API_KEY MONGODB_ATLAS_PRIVATE_API_KEY && atlas auth login');
console.error(
  '\nThe stand-in Atlas runs until Ctrl-C. Paste the lines above into another shell and try:\n  atlas organizations apiKeys create --role ORG_MEMBER --desc try -o json',
);
