#!/bin/sh
# Installs the atlas executable for this machine. Needs neither root nor Node.
#
#   curl -fsSL https://github.com/atlas-keys/atlas/releases/latest/download/install.sh | sh
#
# ATLAS_VERSION        the release to install: 0.1.0; the latest one unless set
# ATLAS_INSTALL_DIR    the folder to install into; ~/.local/bin unless set
# ATLAS_DOWNLOAD_URL   a folder with the files of a release, instead of GitHub's
set -eu

REPOSITORY_URL=https://github.com/atlas-keys/atlas

fail() {
    printf 'install.sh: %s\n' "$1" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# Prints the name of the build for this machine, as release archives spell it.
detect_target() {
    case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) fail "there is no executable for $(uname -s); see $REPOSITORY_URL for other ways to install" ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no executable for $(uname -m) processors" ;;
    esac
    # A shell that Rosetta translates sees an Intel processor.
    if [ "$system $machine" = 'darwin x64' ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then
        machine=arm64
    fi
    libc=
    if [ "$system" = linux ] && is_musl; then libc=-musl; fi
    printf '%s-%s%s\n' "$system" "$machine" "$libc"
}

# musl's ldd names itself on standard error; its loader is where glibc has none.
is_musl() {
    if has ldd; then
        case $(ldd --version 2>&1 || :) in
        *musl*) return 0 ;;
        *) return 1 ;;
        esac
    fi
    for loader in /lib/ld-musl-*; do
        [ -e "$loader" ] && return 0
    done
    return 1
}

# download URL FILE
download() {
    if has curl; then
        curl --fail --silent --show-error --location --output "$2" "$1"
    elif has wget; then
        wget -q -O "$2" "$1"
    else
        fail 'curl or wget is needed to download the release'
    fi || fail "cannot download $1"
}

sha256_of() {
    if has sha256sum; then
        sha256sum "$1"
    elif has shasum; then
        shasum -a 256 "$1"
    elif has openssl; then
        openssl dgst -sha256 -r "$1"
    else
        fail 'sha256sum, shasum, or openssl is needed to verify the download'
    fi | cut -d ' ' -f 1
}

main() {
    has tar || fail 'tar is needed to unpack the release'
    has gzip || fail 'gzip is needed to unpack the release'
    target=$(detect_target)
    if [ -n "${ATLAS_DOWNLOAD_URL:-}" ]; then
        base=${ATLAS_DOWNLOAD_URL%/}
    elif [ -n "${ATLAS_VERSION:-}" ]; then
        base=$REPOSITORY_URL/releases/download/v${ATLAS_VERSION#v}
    else
        base=$REPOSITORY_URL/releases/latest/download
    fi
    if [ -n "${ATLAS_INSTALL_DIR:-}" ]; then
        folder=$ATLAS_INSTALL_DIR
    elif [ -n "${HOME:-}" ]; then
        folder=$HOME/.local/bin
    else
        fail 'HOME is not set; set ATLAS_INSTALL_DIR to the folder to install into'
    fi

    scratch=$(mktemp -d) || fail 'cannot make a temporary folder'
    incomplete=
    trap 'rm -rf "$scratch" ${incomplete:+"$incomplete"}' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM

    download "$base/SHA256SUMS" "$scratch/SHA256SUMS"
    # The version stands between the program's name and the target's.
    line=$(grep -E "^[0-9a-f]{64}  atlas-[0-9][^/ ]*-$target\.tar\.gz\$" "$scratch/SHA256SUMS" |
        grep -E -v -- "-(linux|darwin)-[^ ]*-$target\.tar\.gz\$" | head -n 1) || :
    [ -n "$line" ] || fail "the release at $base has no archive for $target"
    archive=${line#*  }
    download "$base/$archive" "$scratch/$archive"
    sum=$(sha256_of "$scratch/$archive")
    [ "$sum" = "${line%% *}" ] ||
        fail "$archive is not the file that SHA256SUMS describes; nothing was installed"

    tar -xzf "$scratch/$archive" -C "$scratch" || fail "cannot unpack $archive"
    mkdir -p "$folder" || fail "cannot make the folder $folder"
    # Renaming replaces an older atlas in one step, even while it runs.
    incomplete=$folder/.atlas-new.$$
    cp "$scratch/${archive%.tar.gz}/atlas" "$incomplete" && chmod 755 "$incomplete" &&
        mv -f "$incomplete" "$folder/atlas" || fail "cannot write to $folder; nothing was installed"
    incomplete=

    version=${archive#atlas-}
    printf 'Installed atlas %s in %s\n' "${version%-"$target".tar.gz}" "$folder"
    case :${PATH:-}: in
    *:"$folder":*) ;;
    *) printf 'Add it to your PATH:\n  export PATH="%s:$PATH"\n' "$folder" ;;
    esac
}

main "$@"
