import { completionCommand } from './completionCommand.ts';

/**
 * The main function has the name that cobra gives it: users' startup files pass it to `complete -F` for their aliases.
 * COMP_WORDS is raw text that bash also splits at `=`, `:` and `@`, so the script joins and unquotes it without expanding
 * anything. Only the command itself is evaluated, for `~`, variables and aliases, unless it contains a substitution.
 * A reply is the text that bash replaces (`$2`) followed by the rest of the word, so what was typed stays as it was typed.
 */
const script = (request: string): string => `# bash completion for atlas
# Removes the quotes from $1. Sets text to the result, and quote to the quote that is still open.
__atlas_unquote() {
    local raw=$1 char i
    text= quote=
    for ((i = 0; i < \${#raw}; i++)); do
        char=\${raw:i:1}
        if [[ $char == "$quote" ]]; then
            quote=
        elif [[ -z $quote && $char == [\\'\\"] ]]; then
            quote=$char
        elif [[ $char == \\\\ && $quote != \\' ]]; then
            char=\${raw:(++i):1}
            [[ $quote == \\" && $char != [\\"\\$\\\`\\\\] ]] && text+=\\\\
            text+=$char
        else
            text+=$char
        fi
    done
}
# Quotes $1 for a place where the quote $2 is open, or none. Sets text to the result.
__atlas_quote() {
    local raw=$1 quote=$2 char i
    text=
    for ((i = 0; i < \${#raw}; i++)); do
        char=\${raw:i:1}
        case $quote$char in
            "''") text+="'\\\\''" ;;
            "'"?) text+=$char ;;
            '"!') text+='"\\!"' ;;
            '"'[\\"\\$\\\`\\\\] | [[:space:]\\"\\'\\\\\\$\\\`\\!\\&\\|\\;\\<\\>\\(\\)\\[\\]{}*?\\#~^]) text+=\\\\$char ;;
            *) text+=$char ;;
        esac
    done
}
__start_atlas() {
    local words=() lines=() replies=() word line value about typed text quote directive=0 glue=0 i
    local command=\${COMP_WORDS[0]} last=\${COMP_WORDS[COMP_CWORD]}
    local replaced=\${2-$last}
    # The cursor can be inside the last word: only what is before it counts.
    [[ -n $replaced && $last == *"$replaced"* ]] && last=\${last%%"$replaced"*}$replaced
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=\${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$last
        if ((\${#words[@]} > 0)) && { ((glue)) || [[ $word == [=:@]* ]]; }; then
            words[\${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        [[ $word == [=:@] ]] && glue=1 || glue=0
    done
    for i in "\${!words[@]}"; do
        __atlas_unquote "\${words[i]}"
        words[i]=$text
    done
    typed=$text
    [[ $typed == -*=* ]] && typed=\${typed#*=}
    # The common beginning of several replies can end between a backslash and its character.
    [[ -z $quote && $replaced =~ (^|[^\\\\])(\\\\\\\\)*\\\\$ ]] && replaced=\${replaced%\\\\}
    [[ $command == *[\\\`\\(\\)\\<\\>\\;\\&\\|]* ]] && command=atlas
    while IFS= read -r line; do
        lines+=("$line")
    done < <(eval "$command ${request} \\"\\\${words[@]}\\"" 2>/dev/null)
    # The last line is the directive.
    for ((i = 0; i < \${#lines[@]} - 1; i++)); do
        [[ \${lines[i]%%$'\\t'*} == "$typed"* ]] && replies+=("\${lines[i]}")
    done
    ((\${#lines[@]} > 0)) && [[ \${lines[\${#lines[@]} - 1]} =~ ^:[0-9]+$ ]] && directive=\${BASH_REMATCH[0]#:}
    COMPREPLY=()
    for line in "\${replies[@]}"; do
        value=\${line%%$'\\t'*}
        about=\${line#"$value"}
        __atlas_quote "\${value#"$typed"}" "$quote"
        text=$replaced$text
        # A list is shown: at the second Tab (63), or with show-all-if-ambiguous (33) or show-all-if-unmodified (64).
        if [[ $COMP_TYPE =~ ^(33|63|64)$ && -n $about ]] && ((\${#replies[@]} > 1)); then
            about="  (\${about#$'\\t'})"
            text+=\${about:0:\${COLUMNS:-80}-\${#text}-4}
        fi
        COMPREPLY+=("$text")
    done
    # Readline takes a quote at the end of the reply for the closing one, even if it belongs to the value.
    ((\${#replies[@]} == 1)) && COMPREPLY[0]+=$quote
    ((directive & 4)) && compopt +o default 2>/dev/null
    return 0
}
complete -o default -o nosort -F __start_atlas atlas 2>/dev/null || complete -o default -F __start_atlas atlas
`;

export const bashCommand = completionCommand({
  shell: 'bash',
  description: `To load it into the current shell:

  source <(atlas completion bash)

To load it into every new one, put that line into ~/.bashrc.`,
  script,
  hidesFlagsInUsage: true,
});
