import { completionCommand } from './completionCommand.ts';

/** fish replaces the whole word, so what stands before a flag's value is put in front of each. */
const script = (request: string): string => `# fish completion for atlas
function __atlas_ask
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -g __atlas_lines ($words[1] ${request} $words[2..-1] "$current" 2>/dev/null)
    set -g __atlas_directive 0
    if set -q __atlas_lines[1]
        set __atlas_directive (string replace -r '^:' '' -- $__atlas_lines[-1])
        set -e __atlas_lines[-1]
    end
    set -l flag (string match -r -- '^-[^=]*=' "$current")
    test -n "$flag"; and set __atlas_lines "$flag"$__atlas_lines
    return 0
end
function __atlas_takes_files
    __atlas_ask
    test (math "bitand($__atlas_directive, 4)") -eq 0
end
complete -c atlas -e
complete -c atlas -n '__atlas_takes_files' -F
complete -c atlas -n 'not __atlas_takes_files' -f
complete -c atlas -k -a '(__atlas_ask; printf "%s\\n" $__atlas_lines)'
`;

export const fishCommand = completionCommand({
  shell: 'fish',
  description: `To load it into the current shell:

  atlas completion fish | source

To load it into every new one:

  atlas completion fish > ~/.config/fish/completions/atlas.fish`,
  script,
});
