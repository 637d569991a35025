/** A page in the user's browser; the library for it is loaded only when one is opened. */
import open from 'open';

/** See System.openBrowser. */
export async function openBrowser(url: string): Promise<boolean> {
  try {
    await open(url);
    return true;
  } catch {
    return false;
  }
}
