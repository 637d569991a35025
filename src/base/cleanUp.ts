/**
 * Tidies up. A failure is returned instead of thrown, because it must not replace the result or the error of the work
 * that came before.
 * @param work started before this function returns, so what is synchronous in it is done by then
 * @returns what was thrown; undefined when nothing was
 */
export async function cleanUp(work: () => void | Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}
