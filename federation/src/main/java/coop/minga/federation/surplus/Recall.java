package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Product;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Food may do harm: nobody offers, promises or hands over what it covers any more: anybody's
/// ledger.
///
/// Any member may say it, since such food must not wait for a vote. It stands under its author's
/// name for good, and only its author can lift it.
///
/// @param which food
/// @param dates printed on it, that it covers; absent for all
/// @param batch as printed on the pack, for people; empty for all. No lot tells its batch, so a
///   recall covers what it covers whatever the batch
/// @param reason why, for people
/// @param at when
public record Recall(Which which, Optional<Dates> dates, String batch, String reason, Instant at)
    implements SurplusStatement {
  /// Checks texts, and that a whole category is recalled for some days only.
  public Recall {
    Checks.remark("a batch", batch, Checks.NAME);
    Checks.text("a reason", reason, Checks.SENTENCE);
    Checks.instant("a time", at);
    if (which instanceof Which.OfCategory && dates.isEmpty()) {
      throw new IllegalArgumentException("a recall of a whole category names the dates printed");
    }
  }

  /// Which food.
  public sealed interface Which {
    /// One article.
    record OfGtin(Gtin gtin) implements Which {}

    /// All of a category.
    record OfCategory(String category) implements Which {
      /// Checks the name.
      public OfCategory {
        Checks.text("a category", category, Checks.NAME);
      }
    }
  }

  /// Dates printed on food, both taken.
  public record Dates(LocalDate from, LocalDate until) {
    /// The most days of a recall: without a bound one entry could empty a category for good.
    public static final int MOST_DAYS = 31;

    /// Checks the order and the length.
    public Dates {
      Checks.range("a date's year", from.getYear(), 1970, 9999);
      Checks.range("a date's year", until.getYear(), 1970, 9999);
      if (until.isBefore(from) || !until.isBefore(from.plusDays(MOST_DAYS))) {
        throw new IllegalArgumentException(
            "a recall covers 1 to " + MOST_DAYS + " days, not " + from + " to " + until);
      }
    }

    boolean hold(DateMark mark) {
      return !mark.date().isBefore(from) && !mark.date().isAfter(until);
    }
  }

  /// Whether it covers a lot.
  public boolean covers(Lot lot) {
    return covers(lot.product(), lot.date());
  }

  /// Whether it covers a product with a date printed on it.
  public boolean covers(Product product, DateMark date) {
    boolean named =
        switch (which) {
          case Which.OfGtin(var gtin) -> product.gtin().equals(Optional.of(gtin));
          case Which.OfCategory(var category) -> product.category().equals(category);
        };
    return named && dates.map(days -> days.hold(date)).orElse(true);
  }

  /// What it covers, as a person says it.
  public String words() {
    String what =
        switch (which) {
          case Which.OfGtin(var gtin) -> "GTIN " + gtin;
          case Which.OfCategory(var category) -> "all " + category;
        };
    return what
        + dates.map(days -> " dated " + days.from() + " to " + days.until()).orElse("")
        + (batch.isEmpty() ? "" : ", batch " + batch);
  }
}
