/** Collects a long text, like Go's strings.Builder. */
export class StringBuilder {
  /** In characters. */
  length = 0;
  private text = '';
  private pieces: string[] = [];

  write(piece: string): void {
    this.length += piece.length;
    // Joined now and then, because millions of small strings take far more memory than their text.
    if (this.pieces.push(piece) < 8192) return;
    this.text += this.pieces.join('');
    this.pieces = [];
  }

  toString(): string {
    return this.text + this.pieces.join('');
  }
}
