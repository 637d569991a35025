import { completionCommand } from './completionCommand.ts';

/** An empty argument does not reach a program before PowerShell 7.3 unless it is quoted twice. */
const script = (request: string): string => `# PowerShell completion for atlas
Register-ArgumentCompleter -Native -CommandName 'atlas' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text.Trim("'", '"') })
    $program = $words[0]
    $arguments = @($words | Select-Object -Skip 1)
    if ($wordToComplete -eq '') {
        $hasEmptyArguments = $PSVersionTable.PSVersion -ge [version]'7.3' -and $PSNativeCommandArgumentPassing -ne 'Legacy'
        $arguments += if ($hasEmptyArguments) { '' } else { '""' }
    }
    $lines = @(& $program ${request} @arguments 2>$null)
    $flag = if ($wordToComplete -match '^(-[^=]*=)') { $Matches[1] } else { '' }
    $lines | Where-Object { $_ -notmatch '^:\\d+$' } | ForEach-Object {
        $value, $about = $_ -split "\`t", 2
        $word = $flag + $value
        if ($word.StartsWith($wordToComplete, [StringComparison]::Ordinal)) {
            $tip = if ($about) { $about } else { $value }
            [System.Management.Automation.CompletionResult]::new($word, $value, 'ParameterValue', $tip)
        }
    }
}
`;

export const powershellCommand = completionCommand({
  shell: 'powershell',
  description: `To load it into the current shell:

  atlas completion powershell | Out-String | Invoke-Expression

To load it into every new one, put that line into your profile.`,
  script,
});
