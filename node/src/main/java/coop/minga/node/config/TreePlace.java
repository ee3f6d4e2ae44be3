package coop.minga.node.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where one generation of a tree lies: `ledger`, and `ledger.1` when it was begun anew.
///
/// @param parent the directory around it
/// @param name without the generation
/// @param generation 0 until it was begun anew
public record TreePlace(Path parent, String name, int generation) {
  private static final Pattern LATER = Pattern.compile("(.+)\\.([1-9][0-9]?)");

  /// The newest generation that is there; 0 if there is none yet.
  ///
  /// @throws UncheckedIOException if the directory around it cannot be read
  static TreePlace newest(Path parent, String name) {
    int newest = 0;
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, name + ".*")) {
        for (Path each : all) {
          Matcher later = LATER.matcher(String.valueOf(each.getFileName()));
          if (later.matches() && later.group(1).equals(name)) {
            newest = Math.max(newest, Integer.parseInt(later.group(2)));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new TreePlace(parent, name, newest);
  }

  /// The directory.
  public Path path() {
    return parent.resolve(generation == 0 ? name : name + "." + generation);
  }

  /// The generation after it.
  public TreePlace next() {
    return new TreePlace(parent, name, generation + 1);
  }

  /// Where it is while it is being made; whatever is found there at a start is of no use.
  public Path unfinished() {
    return parent.resolve(name + "." + generation + ".new");
  }
}
