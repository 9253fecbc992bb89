export const HELP = `footbridge — brings a blocked messenger back

  footbridge check   [--json]              how WhatsApp, Telegram and Signal are blocked here
  footbridge connect [--port N] [--json]   find a way round, open a local proxy, keep it working;
                     [--mtproto]           with a link to an MTProto proxy for Telegram as well
  footbridge share   [--yes] [--json]      the same, and let phones on this Wi-Fi come through this computer:
                                           WhatsApp and Telegram, nothing else. --yes: the network is yours
  footbridge report  [--out F]             measure, and save a report you can give to somebody who helps;
                                           nothing is sent. --country and --operator NAME say where
                                           you are; without them it does not
  footbridge add     [--file F]            add a server you were given: paste its link when asked,
                                           pipe it in, or name a file (never as an argument: other
                                           programs can read arguments). The address of a list of servers
                                           is asked for only after your yes, or with --yes
  footbridge list    [--json]              the servers and lists you added, secrets hidden
  footbridge remove  NUMBER|ID             forget one; a list goes with its servers
  footbridge engines [--json]              programs of others that some links need: which are here, and where
                                           the others can be had
  footbridge engine  add FILE [--yes]      take such a program that you were given; it is run only after your yes
  footbridge engine  remove NAME           remove it again
  footbridge trust   NUMBER|ID             an SSH server shows another key than before: compare it with what
                                           its owner says, and say yes to it. --yes: you have
  footbridge hand-over [--json]            give people in the same Wi-Fi the installers found here, and what
                                           you put into its folder; no internet is needed
  footbridge leave                         before Footbridge is removed: the same as restore, and nothing
                                           of it starts at login any more
  footbridge erase   --yes                 end Footbridge, put the settings back, remove all it keeps here
  footbridge restore [--json]              put the computer's own settings back, whatever happened
  footbridge at-login on|off               whether connect is started whenever you log in
  footbridge help | version

In a clone, footbridge is: npm run -s footbridge --        (npm start has the same in a window)

connect and share run until Ctrl-C. Set an app's proxy to the address connect prints: SOCKS5 or HTTP, same port.
--deep looks more closely, for a minute or two: every server of more messengers, address books,
calls, certificates; it lists whom it asks before it does (check, report).
--details shows each attempt and the exact ways (check, connect, share, report).
--json prints one JSON object per line: trying, network, verdict, route, ready, moved, share,
turned-away, phones, keys, error, report; with --deep also asks and closer-look.

Exit codes: 0 done (for connect also Ctrl-C) · 1 unexpected failure · 2 wrong command line
            3 unusable link or server · 130 Ctrl-C before check, report or add was done
Settings live in the folder FOOTBRIDGE_HOME names, else in your system's usual place. The key that links
are locked with is in the system's keyring, or with FOOTBRIDGE_KEYRING=off in a file there.
`;
