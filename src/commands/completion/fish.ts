import { completionCommand } from './completionCommand.ts';

/**
 * fish replaces the whole word, so each value is prefixed with the text before it, such as `--output=`. fish quotes the result.
 * Of the command, only `~` and variables are expanded. As with cobra, files are offered only if no word fits.
 */
const script = (request: string): string => `# fish completion for atlas
function __atlas_prepare
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    # The last word may have an open quote.
    set -l current (string unescape -- "$raw" "$raw'" "$raw\\"")[1]
    set -q current[1]; or set current "$raw"
    set -l program
    eval set program (string replace -ra '[^\\w/.~$-]' '\\\\\\\\$0' -- $words[1]) 2>/dev/null
    type -q -- "$program[1]"; or return 1
    set -g __atlas_lines ($program[1] ${request} $words[2..-1] "$current" 2>/dev/null)
    set -l directive 0
    if set -q __atlas_lines[1]
        set directive (string replace -r '^:' '' -- $__atlas_lines[-1])
        set -e __atlas_lines[-1]
    end
    set -l flag (string match -r -- '^-[^=]*=' "$current")
    test -n "$flag"; and set __atlas_lines "$flag"$__atlas_lines
    string match -qr -- '^'(string escape --style=regex -- "$current") $__atlas_lines; and return 0
    test (math "bitand($directive, 4)") -ne 0
end
complete -c atlas -e
complete -c atlas -k -n __atlas_prepare -f -a '$__atlas_lines'
`;

export const fishCommand = completionCommand({
  shell: 'fish',
  description: `To load it into the current shell:

  atlas completion fish | source

To load it into every new one:

  atlas completion fish > ~/.config/fish/completions/atlas.fish`,
  script,
});
