#!/usr/bin/env bash
# Makes the root of a system with musl, as Alpine has it, in the folder that is named: musl from Debian 13, and its
# libstdc++ from a Python package that ships one. Takes root, mmdebstrap, and pip; downloads about 20 MB.
set -euo pipefail
folder=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Debian 12 has musl 1.2.3, with which the runtime crashes.
mmdebstrap --quiet --variant=extract --include=musl trixie "$scratch/debian" >&2
python3 -m pip download --quiet --no-deps --only-binary=:all: --platform musllinux_1_2_x86_64 --python-version 3.12 \
    --dest "$scratch" greenlet >&2
python3 -m zipfile -e "$scratch"/greenlet-*.whl "$scratch/wheel"

mkdir -p "$folder".new/{lib,usr/bin,usr/lib,proc,tmp,dev}
cp "$scratch"/debian/usr/lib/x86_64-linux-musl/libc.so "$folder.new/lib/ld-musl-x86_64.so.1"
cp "$scratch"/wheel/greenlet.libs/libgcc_s-* "$folder.new/usr/lib/"
cp "$scratch"/wheel/greenlet.libs/libstdc++-* "$folder.new/usr/lib/libstdc++.so.6"
mv "$folder.new" "$folder"
