/// <reference types="bun" />
/** Runs a command under Bun, and appends a line with its memory and CPU time to its output. */
const { exitCode, resourceUsage } = Bun.spawnSync(process.argv.slice(2), {
  stdout: 'inherit',
  stderr: 'inherit',
  env: process.env,
});
const { maxRSS, cpuTime } = resourceUsage ?? { maxRSS: 0, cpuTime: { total: 0n } };
process.stdout.write(
  `${JSON.stringify({ megabytes: maxRSS / 1024 / 1024, seconds: Number(cpuTime.total) / 1e6 })}\n`,
);
process.exitCode = exitCode ?? 1;
