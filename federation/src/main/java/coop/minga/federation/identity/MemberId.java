package coop.minga.federation.identity;

import java.util.regex.Pattern;

/// A member's name in its federation, as it stands in ledger origins: 2 to 20 of `a-z 0-9 -`, first
/// a letter.
///
/// @param name the name
public record MemberId(String name) implements Comparable<MemberId> {
  /// The longest name.
  public static final int MAX_LENGTH = 20;

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,19}");

  /// Checks the form.
  public MemberId {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "a member's name has 2 to 20 of a-z, 0-9 and -, first a letter; this is not one: "
              + name);
    }
  }

  /// Whether a text could be a member's name.
  public static boolean isValid(String name) {
    return FORM.matcher(name).matches();
  }

  @Override
  public int compareTo(MemberId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
