package coop.minga.node.storage;

import java.nio.file.Path;
import java.util.Locale;

/// The file of one tile or entry bundle, as `tlog-tiles` names it.
///
/// @param kind the level as a decimal, or `entries`
/// @param index of the tile in its level
/// @param width 1 to 256; 256 is a full tile
public record TilePath(String kind, long index, int width) {
  /// Hashes of a full tile, entries of a full bundle.
  public static final int FULL = 256;

  /// The tile of a level.
  public static TilePath hashes(int level, long index, int width) {
    return new TilePath(Integer.toString(level), index, width);
  }

  /// The bundle of entries.
  public static TilePath entries(long index, int width) {
    return new TilePath("entries", index, width);
  }

  /// Relative to the tree's directory, with `/`.
  public String text() {
    var path = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
    }
    String suffix = width == FULL ? "" : ".p/" + width;
    return "tile/" + kind + "/" + path + suffix;
  }

  Path in(Path directory) {
    return directory.resolve(text());
  }
}
