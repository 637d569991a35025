#!/usr/bin/env bash
# Makes the root of a system with glibc 2.31 in the folder that is named: the C library of Debian 11, the oldest that
# Debian's mirrors still have. Takes root and mmdebstrap; downloads about 5 MB.
set -euo pipefail
folder=$1
rm -rf "$folder.new"
mmdebstrap --quiet --variant=extract --include=libc6 bullseye "$folder.new" >&2
# A test copies the root, and Node cannot copy devices.
rm -rf "$folder.new"/{dev,usr/share,var}
mkdir -p "$folder.new"/{proc,tmp,usr/bin}
mv "$folder.new" "$folder"
