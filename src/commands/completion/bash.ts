import { completionCommand } from './completionCommand.ts';

/** COMP_WORDS is split at `=` and `:` too, so words are put together again; only what stands behind the last of these is replaced. */
const script = (request: string): string => `# bash completion for atlas
__atlas_complete() {
    local words=() word line value about current typed kept replies=() directive=0 glue=0 i
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=\${COMP_WORDS[i]}
        if ((\${#words[@]} > 0)) && { ((glue)) || [[ $word == [=:]* ]]; }; then
            words[\${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        [[ $word == [=:] ]] && glue=1 || glue=0
    done
    current=\${words[\${#words[@]} - 1]}
    typed=$current
    [[ $current == -*=* ]] && typed=\${current#*=}
    kept=\${typed%"$2"}
    while IFS= read -r line; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
            continue
        fi
        value=\${line%%$'\\t'*}
        [[ $value == "$typed"* ]] && replies+=("$line")
    done < <("\${COMP_WORDS[0]}" ${request} "\${words[@]}" 2>/dev/null)
    COMPREPLY=()
    for line in "\${replies[@]}"; do
        value=\${line%%$'\\t'*}
        about=\${line#"$value"}
        # Descriptions only where the list is shown, not where its common beginning is inserted.
        if ((COMP_TYPE == 63 && \${#replies[@]} > 1)) && [[ -n $about ]]; then
            about="  (\${about#$'\\t'})"
            COMPREPLY+=("$value\${about:0:\${COLUMNS:-80}-\${#value}-4}")
        else
            COMPREPLY+=("\${value#"$kept"}")
        fi
    done
    ((directive & 4)) && compopt +o default 2>/dev/null
    return 0
}
complete -o default -o nosort -F __atlas_complete atlas 2>/dev/null || complete -o default -F __atlas_complete atlas
`;

export const bashCommand = completionCommand({
  shell: 'bash',
  description: `To load it into the current shell:

  source <(atlas completion bash)

To load it into every new one, put that line into ~/.bashrc.`,
  script,
  hidesFlagsInUsage: true,
});
