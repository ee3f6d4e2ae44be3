package coop.minga.node.demo;

import java.time.Instant;
import java.util.List;

/// One sentence of the story, and the entries from which its numbers can be recomputed.
///
/// @param at simulated time
/// @param who speaks
/// @param sentence plain words
/// @param entryIds may be none, where nothing was entered
public record StoryLine(Instant at, String who, String sentence, List<String> entryIds) {
  /// Copies the list.
  public StoryLine {
    entryIds = List.copyOf(entryIds);
  }
}
