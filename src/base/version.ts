/** The program's version, as package.json has it. */
export { version } from '../../package.json' with { type: 'json' };
