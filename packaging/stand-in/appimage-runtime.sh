#!/bin/sh
# In the place of the AppImage's runtime, where that cannot be had: unpacks what the real one mounts, and starts it.
set -eu
APPIMAGE=$(readlink -f "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unsquashfs -o 4096 -d "$folder/app" "$APPIMAGE" >/dev/null
export APPIMAGE APPDIR="$folder/app"
"$APPDIR/AppRun" "$@"
exit $?
