import { completionCommand } from './completionCommand.ts';

/** zsh quotes what it inserts. Of the raw line, only the command is evaluated, as in the script for bash. */
const script = (request: string): string => `#compdef atlas
# zsh completion for atlas
_atlas() {
    local -a arguments lines described
    local line value command=$words[1] directive=0
    [[ $command == *[\\\`\\(\\)\\<\\>\\;\\&\\|]* ]] && command=atlas
    arguments=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
    (( CURRENT > 2 )) || arguments=("\${(Q)PREFIX}")
    lines=("\${(@f)$(eval "$command ${request} \\"\\\${(@)arguments}\\"" 2>/dev/null)}")
    [[ $PREFIX == -*=* ]] && compset -P 1 '*='
    directive=\${\${lines[-1]#:}:-0}
    for line in "\${(@)lines[1,-2]}"; do
        value=\${line%%$'\\t'*}
        # _describe takes a colon for the end of the word.
        described+=("\${\${value//\\\\/\\\\\\\\}//:/\\\\:}\${\${line#"$value"}/$'\\t'/:}")
    done
    (( $#described )) && _describe -V 'atlas' described && return 0
    (( directive & 4 )) || _files
}
if [[ $funcstack[1] == _atlas ]]; then
    _atlas "$@"
else
    # Without compinit, zsh has no compdef. -i skips insecure folders without asking, and -D writes no file.
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D; }
    compdef _atlas atlas
fi
`;

export const zshCommand = completionCommand({
  shell: 'zsh',
  description: `To load it into the current shell:

  source <(atlas completion zsh)

To load it into every new one, write it into a folder of $fpath:

  atlas completion zsh > "\${fpath[1]}/_atlas"`,
  script,
});
