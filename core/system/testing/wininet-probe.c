/*
 * For tests under wine: the calls that our PowerShell makes, by the same four options. Without arguments it prints them for the
 * LAN, a line each; with FLAGS SERVER BYPASS PAC it sets them and tells running programs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <wininet.h>

static void say(const char *name, const WCHAR *text) {
  char utf8[4096] = "";
  if (text) WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL);
  printf("%s=%s\n", name, utf8);
}

int main(void) {
  int count = 0;
  WCHAR **words = CommandLineToArgvW(GetCommandLineW(), &count);
  INTERNET_PER_CONN_OPTIONW options[4] = {0};
  INTERNET_PER_CONN_OPTION_LISTW list = {0};
  DWORD size = sizeof list;
  list.dwSize = size;
  list.dwOptionCount = 4;
  list.pOptions = options;
  options[0].dwOption = INTERNET_PER_CONN_FLAGS;
  options[1].dwOption = INTERNET_PER_CONN_PROXY_SERVER;
  options[2].dwOption = INTERNET_PER_CONN_PROXY_BYPASS;
  options[3].dwOption = INTERNET_PER_CONN_AUTOCONFIG_URL;
  if (count == 5) {
    options[0].Value.dwValue = wcstoul(words[1], NULL, 10);
    for (int at = 1; at < 4; at++) options[at].Value.pszValue = words[at + 1];
    if (!InternetSetOptionW(NULL, INTERNET_OPTION_PER_CONNECTION_OPTION, &list, size)) return 1;
    InternetSetOptionW(NULL, INTERNET_OPTION_SETTINGS_CHANGED, NULL, 0);
    InternetSetOptionW(NULL, INTERNET_OPTION_REFRESH, NULL, 0);
    return 0;
  }
  if (!InternetQueryOptionW(NULL, INTERNET_OPTION_PER_CONNECTION_OPTION, &list, &size)) return 1;
  printf("flags=%lu\n", options[0].Value.dwValue);
  say("server", options[1].Value.pszValue);
  say("bypass", options[2].Value.pszValue);
  say("pac", options[3].Value.pszValue);
  return 0;
}
