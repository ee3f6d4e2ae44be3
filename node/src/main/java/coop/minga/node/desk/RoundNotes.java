package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.forecast.MemberModel;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What is told of the last [#KEPT] epochs, and of what changed last what is in use; durably, so
/// that a node that started again tells it too.
final class RoundNotes {
  /// Epochs that are told of.
  static final int KEPT = 32;

  private static final String TOLD = "learning/told/";
  private static final String ADOPTION = "learning/adoption";
  private static final String HELD = "learning/held";
  private static final String AFTER = "tried-after";

  private final PrivacyBudget.Notes notes;

  RoundNotes(PrivacyBudget.Notes notes) {
    this.notes = notes;
  }

  /// Keeps what is told of an epoch, in the place of what was.
  void keep(long epoch, JsonObject told) {
    keep(TOLD + epoch % KEPT, told);
  }

  /// What is told of an epoch; absent if it has not ended, or too many have since.
  Optional<JsonObject> of(long epoch) {
    return kept(TOLD + epoch % KEPT).filter(told -> told.get("epoch").getAsLong() == epoch);
  }

  /// What is told of the last epochs up to one, the oldest first.
  JsonArray upTo(long last) {
    var all = new JsonArray();
    for (long epoch = Math.max(1, last - KEPT + 1); epoch <= last; epoch++) {
      of(epoch).ifPresent(all::add);
    }
    return all;
  }

  /// Keeps what trying a version came to.
  ///
  /// @param epoch after which it was tried, the last of a night
  void tried(long epoch, Trainer.Adoption result) {
    JsonObject told = told(result);
    told.addProperty(AFTER, epoch);
    keep(ADOPTION, told);
  }

  /// Keeps what training alone came to, in the place of what was tried last: no version helped.
  void trainedAlone(Trainer.Adoption result) {
    keep(ADOPTION, told(new Trainer.Adoption(false, result.uses(), result.sentence())));
  }

  private static JsonObject told(Trainer.Adoption result) {
    var told = new JsonObject();
    told.addProperty("helped", result.helped());
    result.uses().ifPresent(uses -> told.addProperty("uses", uses.name().toLowerCase(Locale.ROOT)));
    told.addProperty("adoption", result.sentence());
    return told;
  }

  /// What trying a version after that epoch came to, `helped` and `uses`; neither if the last one
  /// that was tried was tried after another.
  JsonObject triedAfter(long epoch) {
    var told = new JsonObject();
    tried()
        .filter(result -> result.has(AFTER) && result.get(AFTER).getAsLong() == epoch)
        .ifPresent(result ->
            Stream.of("helped", "uses")
                .filter(result::has)
                .forEach(name -> told.add(name, result.get(name))));
    return told;
  }

  /// What trying the last version came to: `tried-after`, `helped`, `uses`, `adoption`; or, without
  /// the first, training alone or going back since. Absent if there was none of them.
  Optional<JsonObject> tried() {
    return kept(ADOPTION);
  }

  /// A person says whether what is forecast with stays as it is, whatever the nights bring.
  void hold(boolean stays) {
    notes.remember(HELD, Bytes.utf8(Boolean.toString(stays)));
  }

  /// Whether it stays.
  boolean isHeld() {
    return notes.remembered(HELD).filter(kept -> Boolean.parseBoolean(kept.toUtf8())).isPresent();
  }

  /// What going back to what was in use before came to.
  enum Back {
    /// It is in use.
    IN_USE("What was in use before the last change is in use again."),
    /// There was none.
    NOTHING(
        "There was nothing in use before: nothing was changed, and nothing is kept on that"
            + " account."),
    /// It cannot be read, or not be put in its place.
    FAILED(
        "What was in use before cannot be used: nothing was changed, and nothing is kept on that"
            + " account. The node's log says why.");

    private final String sentence;

    Back(String sentence) {
      this.sentence = sentence;
    }
  }

  /// Keeps what going back came to.
  ///
  /// @param uses what is forecast with since; empty if there is no model
  void wentBack(Back back, Optional<MemberModel.Uses> uses) {
    keep(ADOPTION, told(new Trainer.Adoption(false, uses, back.sentence)));
  }

  private void keep(String name, JsonObject told) {
    notes.remember(name, Bytes.utf8(told.toString()));
  }

  private Optional<JsonObject> kept(String name) {
    return notes
        .remembered(name)
        .map(bytes -> JsonParser.parseString(bytes.toUtf8()).getAsJsonObject());
  }
}
