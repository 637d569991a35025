#!/usr/bin/env node
import { renderedScreen } from '../src/help/shortcut.ts';
import { realBootstrap } from '../src/system/realBootstrap.ts';

const argv = process.argv.slice(2);
const bootstrap = realBootstrap();
const screen = await renderedScreen(argv);
if (screen !== undefined) {
  // If the screen cannot be written, neither can it below, where the error becomes a message.
  const isShown = await bootstrap.printText(screen).then(
    () => true,
    () => false,
  );
  if (isShown) process.exit(0);
}
const { main } = await import('../src/main.ts');
process.exit(await main(argv, bootstrap));
