#!/bin/sh
# Installs what the lab and the tests with real servers need and is missing, on Debian and as root; elsewhere says what would be needed and exits 3.
# Nothing that is installed here is left running: package scripts are told not to start services.
# Arguments: further pairs, as below.
set -eu

# What the lab and the tests beside the code run: a command, and the package that brings it.
needed='
ip:iproute2 perl:perl openssl:openssl curl:curl unshare:util-linux
nginx:nginx-light unbound:unbound danted:dante-server microsocks:microsocks tinyproxy:tinyproxy-bin
tor:tor obfs4proxy:obfs4proxy
squid:squid stunnel4:stunnel4 ss-server:shadowsocks-libev v2ray:v2ray tayga:tayga faketime:faketime chromium:chromium
sshd:openssh-server ssh-keygen:openssh-client
dbus-daemon:dbus-daemon dbus-send:dbus-bin gsettings:libglib2.0-bin dconf:dconf-cli python3:python3-minimal
turnserver:coturn caddy:caddy
gnome-keyring-daemon:gnome-keyring secret-tool:libsecret-tools unzip:unzip
7za:p7zip-full makensis:nsis update-desktop-database:desktop-file-utils xdg-mime:xdg-utils
'

PATH="$PATH:/usr/sbin:/sbin"
missing=''
for pair in $needed "$@"; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
# Files that bring no command.
[ -e /usr/share/glib-2.0/schemas/org.gnome.system.proxy.gschema.xml ] || missing="$missing gsettings-desktop-schemas"
ls /usr/lib/*/gio/modules/libdconfsettings.so >/dev/null 2>&1 || missing="$missing dconf-gsettings-backend"
[ -n "$missing" ] || exit 0

if [ ! -e /etc/debian_version ] || [ "$(id -u)" -ne 0 ]; then
  echo "The lab needs these Debian packages:$missing" >&2
  exit 3
fi

# The policy of invoke-rc.d: 101 means "may not start". One that is there already is kept.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update
# shellcheck disable=SC2086 # the list is meant to be split
apt-get install -y --no-install-recommends $missing
