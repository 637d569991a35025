#!/bin/sh
# Installs the atlas executable for this machine. Needs neither root nor Node.
#
#   curl -fsSL https://github.com/atlas-keys/atlas/releases/latest/download/install.sh | sh
#
# ATLAS_VERSION        the release to install, such as 0.1.0; the latest one unless set
# ATLAS_INSTALL_DIR    the folder to install into; ~/.local/bin unless set
# ATLAS_DOWNLOAD_URL   the URL of a folder with the files of a release, instead of GitHub's
set -eu

REPOSITORY_URL=https://github.com/atlas-keys/atlas

fail() {
    printf 'install.sh: %s\n' "$1" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# musl's ldd names itself on standard error. Where there is no ldd, musl's loader tells.
is_musl() {
    if has ldd; then
        case $(ldd --version 2>&1 || :) in
        *musl*) return 0 ;;
        *) return 1 ;;
        esac
    fi
    for loader in /lib/ld-musl-*; do
        if [ -e "$loader" ]; then return 0; fi
    done
    return 1
}

# Sets target to the name of the build for this machine, as release archives spell it.
detect_target() {
    system=$(uname -s)
    machine=$(uname -m)
    case $system in
    Linux) target=linux ;;
    Darwin) target=darwin ;;
    MINGW* | MSYS* | CYGWIN*) fail "on Windows, use Scoop or the zip archive: see $REPOSITORY_URL#install" ;;
    *) fail "there is no executable for $system; see $REPOSITORY_URL#install for other ways to install" ;;
    esac
    case $machine in
    x86_64 | amd64)
        # A shell that Rosetta translates sees an Intel processor.
        if [ "$system" = Darwin ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || :)" = 1 ]; then
            target=$target-arm64
        else
            target=$target-x64
        fi
        ;;
    aarch64 | arm64) target=$target-arm64 ;;
    *) fail "there is no executable for $machine processors; see $REPOSITORY_URL#install for other ways to install" ;;
    esac
    if [ "$system" = Linux ] && is_musl; then target=$target-musl; fi
}

# Fails before anything is downloaded if a tool is missing. Sets downloader and summer.
find_tools() {
    for tool in tar gzip mktemp; do
        has "$tool" || fail "$tool is needed to unpack the release; install it and try again"
    done
    if has curl; then
        downloader=curl
    elif has wget; then
        downloader=wget
    else
        fail 'curl or wget is needed to download the release; install one of them and try again'
    fi
    if has sha256sum; then
        summer=sha256sum
    elif has shasum; then
        summer='shasum -a 256'
    elif has openssl; then
        summer='openssl dgst -sha256 -r'
    else
        fail 'sha256sum, shasum, or openssl is needed to verify the download; install one of them and try again'
    fi
}

# download URL FILE
download() {
    case $downloader in
    curl) curl --fail --silent --show-error --location --output "$2" "$1" ;;
    wget) wget -q -O "$2" "$1" ;;
    esac || fail "cannot download $1"
}

# Sets base to the address of the folder with the release's files.
choose_release() {
    if [ -n "${ATLAS_DOWNLOAD_URL:-}" ]; then
        base=${ATLAS_DOWNLOAD_URL%/}
    elif [ -n "${ATLAS_VERSION:-}" ]; then
        base=$REPOSITORY_URL/releases/download/v${ATLAS_VERSION#v}
    else
        base=$REPOSITORY_URL/releases/latest/download
    fi
}

choose_folder() {
    if [ -n "${ATLAS_INSTALL_DIR:-}" ]; then
        folder=${ATLAS_INSTALL_DIR%/}
    elif [ -n "${HOME:-}" ]; then
        folder=$HOME/.local/bin
    else
        fail 'HOME is not set; set ATLAS_INSTALL_DIR to the folder to install into'
    fi
}

# Says what is left to do before "atlas" runs this executable.
advise_about_path() {
    case :${PATH:-}: in
    *:"$folder":*)
        found=$(command -v atlas || :)
        if [ "$found" != "$folder/atlas" ]; then
            printf 'Another atlas comes first in your PATH: %s\n' "$found"
        fi
        ;;
    *)
        printf 'To run it as "atlas", add its folder to your PATH, for example in ~/.profile:\n'
        # shellcheck disable=SC2016 # The user's shell expands it.
        printf '  export PATH="%s:$PATH"\n' "$folder"
        ;;
    esac
}

main() {
    detect_target
    find_tools
    choose_release
    choose_folder

    scratch=$(mktemp -d) || fail 'cannot make a temporary folder; is the disk full?'
    incomplete=
    trap 'rm -rf "$scratch" ${incomplete:+"$incomplete"}' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    download "$base/SHA256SUMS" "$scratch/SHA256SUMS"
    # "sum  atlas-VERSION-TARGET.tar.gz"
    line=$(grep -E "^[0-9a-f]{64}  atlas-[0-9][^/ ]*-$target\.tar\.gz\$" "$scratch/SHA256SUMS" | head -n 1) || :
    [ -n "$line" ] || fail "the release at $base has no archive for $target"
    archive=${line#*  }
    download "$base/$archive" "$scratch/$archive"
    sum=$($summer "$scratch/$archive") || fail "cannot read $archive"
    [ "${sum%% *}" = "${line%% *}" ] ||
        fail "$archive is not the file that SHA256SUMS describes; nothing was installed"

    tar -xzf "$scratch/$archive" -C "$scratch" || fail "cannot unpack $archive; nothing was installed"
    mkdir -p "$folder" || fail "cannot make the folder $folder"
    # Renaming replaces an older atlas in one step, even while it runs.
    incomplete=$folder/.atlas-new.$$
    { cp "$scratch/${archive%.tar.gz}/atlas" "$incomplete" && chmod 755 "$incomplete"; } ||
        fail "cannot write to $folder; nothing was installed"
    if ! version=$("$incomplete" --version 2>&1); then
        printf '%s\n' "$version" >&2
        case $target in
        *-musl) fail 'the executable does not run here; it needs libstdc++ (on Alpine: apk add libstdc++)' ;;
        *) fail "the executable does not run here; see $REPOSITORY_URL#install for what it needs" ;;
        esac
    fi
    mv -f "$incomplete" "$folder/atlas" || fail "cannot write to $folder; nothing was installed"
    incomplete=

    version=${archive#atlas-}
    printf 'Installed atlas %s: %s\n' "${version%-"$target".tar.gz}" "$folder/atlas"
    advise_about_path
}

main "$@"
