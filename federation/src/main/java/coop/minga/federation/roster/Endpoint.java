package coop.minga.federation.roster;

import java.util.regex.Pattern;

/// Where a member's node listens.
///
/// @param host a name or an address: letters, digits, `.`, `:`, `-`, at most 253
/// @param port 1 to 65535
public record Endpoint(String host, int port) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  /// Checks the form.
  public Endpoint {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("not a host: " + host);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
