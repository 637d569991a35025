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
    [[ $lines[-1] == :<-> ]] && directive=\${lines[-1]#:}
    for line in "\${(@)lines[1,-2]}"; do
        value=\${line%%$'\\t'*}
        # _describe takes a colon for the end of the word.
        described+=("\${\${value//\\\\/\\\\\\\\}//:/\\\\:}\${\${line#"$value"}/$'\\t'/:}")
    done
    (( $#described )) && _describe -V 'atlas' described && return 0
    (( directive & 4 )) && return 1
    # The second attempt is for what follows an equals sign: go-template-file=key.tmpl
    _files || { compset -P 1 '*=' && _files }
}
if [[ $funcstack[1] == _atlas ]]; then
    _atlas "$@"
elif (( $+functions[compdef] )); then
    compdef _atlas atlas
else
    # compinit defines compdef. -i skips insecure folders without asking, and -D writes no file.
    autoload -Uz compinit add-zsh-hook && compinit -i -D
    compdef _atlas atlas
    # A compinit that follows in ~/.zshrc forgets the command, so it is registered again before the first prompt.
    _atlas_register() {
        add-zsh-hook -d precmd _atlas_register
        compdef _atlas atlas
    }
    add-zsh-hook precmd _atlas_register
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
