package coop.minga.node.history;

/// How much of a file is taken before it is refused, so that no file, by mistake or ill will, fills
/// the memory or the disk.
///
/// @param lineBytes bytes in a line; a longer one is rejected and the next is read
/// @param unpackedBytes bytes in a file after decompression; a larger one is refused
/// @param rejects rejected rows in a file; at one more the file is refused
/// @param columns columns in a header; at one more the file is refused
/// @param names different items, and different sites, in a file; at one more the file is refused
public record ImportLimits(
    int lineBytes, long unpackedBytes, long rejects, int columns, int names) {
  /// Checks that each takes something.
  public ImportLimits {
    if (lineBytes < 4 || unpackedBytes < 1 || rejects < 1 || columns < 1 || names < 1) {
      throw new IllegalArgumentException("a limit of nothing lets nothing in");
    }
  }

  /// What `minga import` uses: 64 KiB a line, 4 GiB, 10,000 rejects, 256 columns, 200,000 names.
  public static final ImportLimits DEFAULT =
      new ImportLimits(1 << 16, 4L << 30, 10_000, 256, 200_000);
}
