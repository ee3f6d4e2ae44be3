package coop.minga.node.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tells the story as it happens, and keeps it.
final class Teller {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

  private final PrintWriter out;
  private final ZoneId zone;
  private final long start = System.nanoTime();
  private final List<StoryLine> lines = new ArrayList<>();

  Teller(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  /// A sentence of the story.
  void tell(Instant at, String who, String sentence, List<String> entryIds) {
    lines.add(new StoryLine(at, who, sentence, entryIds));
    out.println(time(at) + ". " + sentence);
    out.flush();
  }

  /// A heading.
  void part(String heading) {
    out.println();
    out.println("== " + heading);
    out.flush();
  }

  /// A line beside the story: progress, tables.
  void say(String line) {
    out.println(line);
    out.flush();
  }

  /// How long it has taken so far, in real time.
  void elapsed() {
    say("    (" + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s)");
  }

  String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  /// A day of the story.
  static String day(LocalDate date) {
    return DAY.format(date);
  }

  List<StoryLine> lines() {
    return List.copyOf(lines);
  }
}
