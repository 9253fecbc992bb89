# shellcheck shell=sh disable=SC2154 # a part of root.sh
# shellcheck source=/dev/null
. /srv/settings.sh

# Debian's rpm knows no package that Debian brought, and wants to be told that this is meant.
rpm_here() { rpm --nodeps --force-debian "$@" >&2; }

mv /srv/*.rpm /srv/new.rpm
rpm_here -i /srv/new.rpm
check 'it is installed by rpm' rpm -q footbridge
check 'the person starts it by its name' starts footbridge
rpm_here -U --force /srv/new.rpm
check 'installed once more over itself, it still starts' starts footbridge

change_settings
run_for_boris
rpm_here -e footbridge
check_settings
check 'nothing of it is left in the system' same "$(left)" ''
