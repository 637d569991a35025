#!/usr/bin/env node
import { main } from '../src/main.ts';
import { realBootstrap } from '../src/system/realBootstrap.ts';

process.exit(await main(process.argv.slice(2), realBootstrap()));
