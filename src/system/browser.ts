/** Opens a page in the user's browser. */
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
