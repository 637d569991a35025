#!/usr/bin/env node
import { main } from '../src/main.ts';
import { realSystem } from '../src/system/realSystem.ts';

process.exit(await main(process.argv.slice(2), realSystem()));
