#!/usr/bin/env node
import { main } from '../src/main.ts';
import { realHost } from '../src/system/realHost.ts';

process.exit(await main(process.argv.slice(2), realHost()));
