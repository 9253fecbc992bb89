# open-tun.pl VARIABLE DEVICE COMMAND...
# Attaches to a TUN device of this network namespace and runs COMMAND with the open
# device's number in the environment VARIABLE. Chained through `ip netns exec`, it
# gives one program the devices of several namespaces.
use strict;
use warnings;
use Fcntl;

my $TUNSETIFF = 0x400454ca;
my $IFF_TUN_NO_PI = 0x1001;

my ($variable, $device, @command) = @ARGV;
$^F = 1023;    # keep the device open across exec
sysopen(my $tun, '/dev/net/tun', O_RDWR) or die "cannot open /dev/net/tun: $!\n";
ioctl($tun, $TUNSETIFF, pack('a16 S x22', $device, $IFF_TUN_NO_PI))
    or die "cannot attach to $device: $!\n";
$ENV{$variable} = fileno $tun;
exec @command or die "cannot run $command[0]: $!\n";
