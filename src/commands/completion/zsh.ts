import { completionCommand } from './completionCommand.ts';

const script = (request: string): string => `#compdef atlas
# zsh completion for atlas
_atlas() {
    local -a lines described
    local line value directive=0
    lines=("\${(@f)$(\${words[1]} ${request} "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    [[ $words[CURRENT] == -*=* ]] && compset -P '*='
    for line in $lines; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
            continue
        fi
        value=\${line%%$'\\t'*}
        described+=("\${value//:/\\\\:}\${\${line#"$value"}/$'\\t'/:}")
    done
    (( $#described )) && _describe -V 'atlas' described
    (( directive & 4 )) || _files
}
if [[ $funcstack[1] == _atlas ]]; then
    _atlas "$@"
else
    compdef _atlas atlas
fi
`;

export const zshCommand = completionCommand({
  shell: 'zsh',
  description: `To load it into the current shell, in which completion is on (autoload -U compinit; compinit):

  source <(atlas completion zsh)

To load it into every new one, write it into a folder of $fpath:

  atlas completion zsh > "\${fpath[1]}/_atlas"`,
  script,
});
