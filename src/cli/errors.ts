/** The command line cannot be understood; the message is the one that pflag and cobra give. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}
