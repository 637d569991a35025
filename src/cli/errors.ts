/** A command line that cannot be parsed. The message is the one of pflag or cobra. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}
