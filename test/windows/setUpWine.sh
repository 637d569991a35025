#!/usr/bin/env bash
# Sets Wine up in the folder that is named, so that it runs the executable that is named: installs Debian's packages where
# they are missing, as root, and makes the prefix once. Ends with 1, and says why, where that cannot be done.
#   setUpWine.sh PREFIX EXECUTABLE
set -euo pipefail
export WINEPREFIX=$1 WINEDEBUG=-all
executable=$2

install() {
    if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
        echo "Missing, and only root can install it, on Debian: $*" >&2
        exit 1
    fi
    { DEBIAN_FRONTEND=noninteractive timeout 500 apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"; } >&2
}

command -v wine >/dev/null || install wine wine64
command -v x86_64-w64-mingw32-gcc >/dev/null || install gcc-mingw-w64-x86-64

if [[ ! -e $WINEPREFIX/atlas-ready ]]; then
    mkdir -p "$WINEPREFIX"
    wineboot -i >/dev/null 2>&1
    winecfg -v win10 >/dev/null 2>&1
    mkdir -p "$WINEPREFIX/drive_c/atlas"
fi
cp "$executable" "$WINEPREFIX/drive_c/atlas/atlas.exe"
x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -Werror -o "$WINEPREFIX/drive_c/atlas/launcher.exe" "$(dirname "$0")/launcher.c"

# The loader looks for imports when the program starts: the first start tells whether all are there.
starts() {
    (cd "$WINEPREFIX/drive_c/atlas" && timeout 60 wine 'C:\atlas\atlas.exe' --version </dev/null 2>/dev/null | grep -q '^atlas version')
}
if ! starts; then
    # Wine 8 lacks bcryptprimitives.dll, of which the runtime takes random numbers.
    x86_64-w64-mingw32-gcc -shared -O2 -x c - -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" -ladvapi32 <<'C'
#include <windows.h>

/* RtlGenRandom, under the name that advapi32.dll exports. */
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size) {
    while (size > 0) {
        ULONG part = size > 0x10000000 ? 0x10000000 : (ULONG)size;
        if (!SystemFunction036(data, part)) return FALSE;
        data += part;
        size -= part;
    }
    return TRUE;
}
C
    starts || { echo "The executable does not start under $(wine --version)." >&2; exit 1; }
fi
touch "$WINEPREFIX/atlas-ready"
