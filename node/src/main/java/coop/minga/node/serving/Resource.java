package coop.minga.node.serving;

import coop.minga.federation.ledger.Origin;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file of one ledger, as a request names it: `/<origin>/checkpoint` or `/<origin>/tile/...`.
///
/// A path is taken apart by what it may be, so that nothing in it can lead elsewhere: it has
/// digits, the letters of its form, and an origin, and nothing else.
///
/// @param origin of which ledger
/// @param file its name below the ledger's directory
record Resource(Origin origin, String file) {
  private static final String CHECKPOINT = "checkpoint";
  private static final String BUNDLES = "tile/entries/";

  /// Levels 0 to 63, as the standard has them; groups of three digits, all but the last behind an
  /// x; widths 1 to 255.
  private static final Pattern TILE =
      Pattern.compile(
          "tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/){0,5}[0-9]{3}"
              + "(?:\\.p/(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?");

  private static final Pattern PATH = Pattern.compile("/([^/]+/[^/]+/[^/]+)/(.+)");

  /// What a request asks for; absent if it is nothing that is ever served.
  static Optional<Resource> of(URI uri) {
    String path = uri.getRawPath();
    if (path == null || uri.getRawQuery() != null) {
      return Optional.empty();
    }
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches() || !isFile(matcher.group(2))) {
      return Optional.empty();
    }
    return Origin.parse(matcher.group(1)).map(origin -> new Resource(origin, matcher.group(2)));
  }

  private static boolean isFile(String file) {
    return file.equals(CHECKPOINT) || TILE.matcher(file).matches();
  }

  boolean isBundle() {
    return file.startsWith(BUNDLES);
  }

  String contentType() {
    return file.equals(CHECKPOINT) ? "text/plain; charset=utf-8" : "application/octet-stream";
  }

  String cacheControl() {
    return file.equals(CHECKPOINT) ? "public, max-age=1" : "public, max-age=31536000, immutable";
  }
}
