package coop.minga.node.forecast;

/// How far apart the numbers of a series are.
///
/// In a series by the week all that is called a *day*, here and wherever it is used, is a week: the
/// n-th week stands in the n-th day's place. Weeks have no weekdays, no holidays and no closing
/// days.
enum Grain {
  /// A number a day.
  DAY(7, 56),

  /// A number a week.
  WEEK(1, 13);

  private final int season;
  private final int memory;

  Grain(int season, int memory) {
    this.season = season;
    this.memory = memory;
  }

  /// After so many days it is like the first again.
  int season() {
    return season;
  }

  /// What an item sells is measured by the mean of so many days, and its price too.
  int memory() {
    return memory;
  }

  /// The model's own horizon; days further off repeat it.
  int horizon() {
    return switch (this) {
      case DAY -> Features.HORIZON;
      case WEEK -> WeekFeatures.HORIZON;
    };
  }

  /// A window needs this many days up to its origin.
  int behind() {
    return switch (this) {
      case DAY -> Features.MIN_DAYS;
      case WEEK -> WeekFeatures.MIN_WEEKS;
    };
  }

  /// Under so many days no series can be learnt from.
  int least() {
    return behind() + horizon();
  }

  /// The longest validation.
  int validation() {
    return switch (this) {
      case DAY -> TrainingData.MAX_VALIDATION_DAYS;
      case WEEK -> WeekFeatures.MAX_VALIDATION_WEEKS;
    };
  }

  /// The columns of a row, the lags apart, in order. Part of the schema.
  String columnNames() {
    return switch (this) {
      case DAY -> Features.COLUMNS;
      case WEEK -> WeekFeatures.COLUMNS;
    };
  }

  /// How many they are.
  int columns() {
    return switch (this) {
      case DAY -> Features.COUNT;
      case WEEK -> WeekFeatures.COUNT;
    };
  }

  /// How many days the lags go back.
  int lags() {
    return switch (this) {
      case DAY -> Features.LAGS;
      case WEEK -> WeekFeatures.LAGS;
    };
  }

  /// Writes the rows of one window, one a day ahead, each so wide; the lags stand last if there is
  /// room for them.
  void window(Series series, int origin, float[] into, int at, int width) {
    switch (this) {
      case DAY -> Features.window(series, origin, into, at, width);
      case WEEK -> WeekFeatures.window(series, origin, into, at, width);
    }
  }
}
