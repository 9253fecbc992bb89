# shellcheck shell=sh disable=SC2154 # a part of root.sh
# shellcheck source=/dev/null
. /srv/settings.sh

apt() { apt-get -qq -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 "$@" >&2; }
version() { dpkg-query -W -f '${Version}' footbridge; }
sandbox() { runuser -u nobody -- unshare -Ur true 2>/dev/null && echo 755 || echo 4755; }

apt install /srv/depends.deb /srv/old.deb
check 'an older one is installed by apt' same "$(version)" 0.0.1
check 'the person starts it by its name' starts footbridge
check 'links to invitations lead to it' \
  same "$(person anna xdg-mime query default x-scheme-handler/footbridge)" footbridge.desktop
check 'its sandbox is as this system needs it' same "$(stat -c %a "/opt/Footbridge/chrome-sandbox")" "$(sandbox)"

apt install /srv/new.deb
check 'a newer one takes its place' same "$(version)" "$(dpkg-deb -f /srv/new.deb Version)"
check 'and starts' starts footbridge

change_settings
run_for_boris
apt remove footbridge
check_settings
apt purge footbridge
check 'nothing of it is left in the system' same "$(left)" ''
check 'no menu knows it any more' sh -c "! grep -rqs footbridge '/usr/share/applications'"
