/**
 * Runs clean-up work. Returns an error instead of throwing it, because it must not replace the result or the error of the
 * main work.
 * @param work starts before this function returns, so its synchronous part is done by then
 * @returns the error that the work threw; undefined if it succeeded
 */
export async function cleanUp(work: () => void | Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}
