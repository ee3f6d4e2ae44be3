package coop.minga.node.forecast;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import coop.minga.node.config.UserError;
import coop.minga.node.forecast.Forecasts.Method;
import coop.minga.node.forecast.Forecasts.SeriesForecast;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.storage.Disk;
import coop.minga.node.storage.LocalDisk;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The items for which a person keeps a plain rule although there is a model, because the rule was
/// clearly better there on weeks that the model had not seen.
///
/// They stand in a file of the models directory. One writer; a reader sees the old file or the new.
///
/// @param byItem the rule of each, never the model
public record KeptRules(SortedMap<SeriesKey, Method> byItem) {
  /// The file's name.
  public static final String NAME = "kept-rules.json";

  /// None is kept.
  public static final KeptRules NONE = new KeptRules(Collections.emptySortedMap());

  /// A line of the file.
  private record Line(@Nullable String site, @Nullable String item, @Nullable Method rule) {}

  /// Checks and copies.
  public KeptRules {
    byItem = Collections.unmodifiableSortedMap(new TreeMap<>(byItem));
    if (byItem.containsValue(Method.MODEL)) {
      throw new IllegalArgumentException("the model is no plain rule");
    }
  }

  /// What a directory holds; none if it has no such file.
  ///
  /// @throws UserError if the file cannot be understood
  public static KeptRules in(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    try {
      SortedMap<SeriesKey, Method> found = new TreeMap<>();
      for (Line line : new Gson().fromJson(Files.readString(file), Line[].class)) {
        if (line.site == null || line.item == null || line.rule == null) {
          throw new JsonParseException("a line without site, item or rule");
        }
        found.put(new SeriesKey(line.site, line.item), line.rule);
      }
      return new KeptRules(found);
    } catch (NoSuchFileException _) {
      return NONE;
    } catch (CharacterCodingException
        | JsonParseException
        | IllegalArgumentException
        | NullPointerException e) {
      throw new UserError(
          file.toString(),
          "it does not say which rules are kept.",
          "Remove it; minga evaluate --keep-rules writes it anew.",
          e);
    }
  }

  /// Keeps these from now on, and no others; durable when it returns.
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    write(new LocalDisk(), directory);
  }

  void write(Disk disk, Path directory) throws IOException {
    List<Line> lines =
        byItem.entrySet().stream()
            .map(one -> new Line(one.getKey().site(), one.getKey().item(), one.getValue()))
            .toList();
    String text = new Gson().toJson(lines) + "\n";
    disk.replace(directory.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
  }

  /// A model's forecasts, with those of the items here made by their rules.
  ///
  /// @param known what they were made from
  public Forecasts over(Forecasts forecasts, TrainingData known) {
    Map<SeriesKey, SeriesForecast> found = new LinkedHashMap<>(forecasts.bySeries());
    int kept = 0;
    for (Method rule : Method.values()) {
      List<SeriesKey> items =
          byItem.keySet().stream()
              .filter(key -> byItem.get(key) == rule && found.containsKey(key))
              .toList();
      if (!items.isEmpty()) {
        Map<SeriesKey, SeriesForecast> said =
            Baselines.forecast(rule, known, forecasts.origin(), forecasts.days()).bySeries();
        items.forEach(key -> found.replace(key, said.getOrDefault(key, found.get(key))));
        kept += items.size();
      }
    }
    return kept == 0
        ? forecasts
        : new Forecasts(forecasts.origin(), forecasts.days(), found, note(forecasts, kept));
  }

  private static Optional<String> note(Forecasts forecasts, int kept) {
    String said =
        kept == 1
            ? "For 1 item your plain rule is kept."
            : "For %d items your plain rule is kept.".formatted(kept);
    return Optional.of(
        String.join(" ", Stream.concat(forecasts.note().stream(), Stream.of(said)).toList()));
  }
}
