/* Prints how WinINet finds a proxy for the LAN, or sets a PAC by the same options; for tests under wine. */
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <wininet.h>

int main(int argc, char **argv) {
  INTERNET_PER_CONN_OPTIONA options[3] = {0};
  INTERNET_PER_CONN_OPTION_LISTA list = {0};
  DWORD size = sizeof list;
  list.dwSize = size;
  list.dwOptionCount = 3;
  list.pOptions = options;
  options[0].dwOption = INTERNET_PER_CONN_FLAGS;
  options[1].dwOption = INTERNET_PER_CONN_PROXY_SERVER;
  options[2].dwOption = INTERNET_PER_CONN_AUTOCONFIG_URL;
  if (argc > 1) {
    options[0].Value.dwValue = PROXY_TYPE_DIRECT | PROXY_TYPE_AUTO_PROXY_URL;
    options[1].Value.pszValue = "";
    options[2].Value.pszValue = argv[1];
    return InternetSetOptionA(NULL, INTERNET_OPTION_PER_CONNECTION_OPTION, &list, size) ? 0 : 1;
  }
  if (!InternetQueryOptionA(NULL, INTERNET_OPTION_PER_CONNECTION_OPTION, &list, &size)) return 1;
  printf("flags=%lu server=%s pac=%s\n", options[0].Value.dwValue,
         options[1].Value.pszValue ? options[1].Value.pszValue : "",
         options[2].Value.pszValue ? options[2].Value.pszValue : "");
  return 0;
}
