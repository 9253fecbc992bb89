#!/bin/sh
# As root, once the files are gone; dpkg and rpm run it after an upgrade too, when others of the same name are there.
set -e

case "$1" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac

profile=/etc/apparmor.d/footbridge
if [ -f "$profile" ]; then
  if aa-enabled --quiet 2>/dev/null; then apparmor_parser --remove "$profile" 2>/dev/null || true; fi
  rm -f "$profile"
fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
