/*
 * Starts a program of Windows as a shell cannot, and exits with its status:
 *   launcher no-output - PROGRAM ARGUMENT...     without a standard output
 *   launcher detached - PROGRAM ARGUMENT...      without a console and without streams, as a service or a scheduled task
 *   launcher ctrl-c FILE PROGRAM ARGUMENT...     presses Ctrl-C as soon as the file exists
 *   launcher ctrl-break FILE PROGRAM ARGUMENT... presses Ctrl-Break then
 *   launcher close FILE PROGRAM ARGUMENT...      closes the window of the console then
 * The arguments of the program are passed on as they are in the command line, after the word "--".
 */
#include <stdio.h>
#include <string.h>
#include <windows.h>

enum { CANNOT = 200, POLL_MS = 5 };

static int cannot(const char *what) {
    fprintf(stderr, "launcher: cannot %s: error %lu\n", what, GetLastError());
    return CANNOT;
}

/* Both keys reach every process of the console, also this one. */
static BOOL WINAPI ignore(DWORD event) {
    (void)event;
    return TRUE;
}

/*
 * Wine's console can send Ctrl-C. Other events are sent as Windows sends them: by a thread in the process, which calls
 * CtrlRoutine of a library that is at the same address in every process.
 */
static BOOL happens(const char *event, HANDLE process) {
    if (strcmp(event, "ctrl-c") == 0) return GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    DWORD number = strcmp(event, "close") == 0 ? CTRL_CLOSE_EVENT : CTRL_BREAK_EVENT;
    FARPROC routine = GetProcAddress(GetModuleHandleA("kernelbase.dll"), "CtrlRoutine");
    return routine != NULL &&
           CreateRemoteThread(process, NULL, 0, (LPTHREAD_START_ROUTINE)(void *)routine, (void *)(ULONG_PTR)number, 0, NULL);
}

int main(int argc, char **argv) {
    char *line = strstr(GetCommandLineA(), " -- ");
    if (argc < 4 || line == NULL) return cannot("start without arguments");
    int isDetached = strcmp(argv[1], "detached") == 0;
    int withoutOutput = isDetached || strcmp(argv[1], "no-output") == 0;

    STARTUPINFOA startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = withoutOutput ? NULL : GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);

    if (!withoutOutput) {
        /* A console of its own, without a window; it takes the place of the streams, which were fetched before. */
        FreeConsole();
        if (!AllocConsole()) return cannot("make a console");
        if (!SetConsoleCtrlHandler(ignore, TRUE)) return cannot("listen for Ctrl-C");
    }
    HANDLE streams[] = {startup.hStdInput, startup.hStdOutput, startup.hStdError};
    for (int index = 0; index < 3; index++)
        if (streams[index] != NULL) SetHandleInformation(streams[index], HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);

    if (isDetached) startup = (STARTUPINFOA){.cb = sizeof startup};

    PROCESS_INFORMATION child;
    if (!CreateProcessA(NULL, line + 4, NULL, NULL, !isDetached, isDetached ? DETACHED_PROCESS : 0, NULL, NULL, &startup, &child)) return cannot("start the program");
    if (!withoutOutput) {
        while (GetFileAttributesA(argv[2]) == INVALID_FILE_ATTRIBUTES)
            if (WaitForSingleObject(child.hProcess, POLL_MS) != WAIT_TIMEOUT) break;
        if (!happens(argv[1], child.hProcess)) {
            int status = cannot("make the event happen");
            TerminateProcess(child.hProcess, status);
            return status;
        }
    }
    WaitForSingleObject(child.hProcess, INFINITE);
    DWORD status;
    if (!GetExitCodeProcess(child.hProcess, &status)) return cannot("get the status");
    return (int)status;
}
