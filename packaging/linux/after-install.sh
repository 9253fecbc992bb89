#!/bin/sh
# As root, once the files are there: of the deb and of the rpm, at first and after an upgrade.
set -e

app=/opt/Footbridge
profile=/etc/apparmor.d/footbridge

# Ubuntu 24.04 lets only programs with a profile make the user namespaces that Chromium's sandbox is made of.
# An AppArmor that is too old to know the profile forbids nothing either.
loaded=no
if [ -d /etc/apparmor.d ] && apparmor_parser --skip-kernel-load --skip-cache "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp "$app/resources/apparmor-profile" "$profile"
  chmod 644 "$profile"
  if aa-enabled --quiet 2>/dev/null && apparmor_parser --replace --write-cache --skip-read-cache "$profile"; then loaded=yes; fi
fi

# Where namespaces are for root alone, the sandbox has a helper that is root's.
if [ "$loaded" = yes ] || runuser -u nobody -- unshare --user --map-root-user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
