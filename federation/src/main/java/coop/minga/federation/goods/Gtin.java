package coop.minga.federation.goods;

import java.util.regex.Pattern;

/// A Global Trade Item Number as 14 digits, shorter ones padded with zeros on the left, its check
/// digit right (GS1 General Specifications, section 7.9).
///
/// @param digits exactly 14
public record Gtin(String digits) {
  private static final Pattern FORM = Pattern.compile("[0-9]{14}");

  /// Checks the form and the check digit.
  public Gtin {
    if (!FORM.matcher(digits).matches()) {
      throw new IllegalArgumentException("a GTIN has 14 digits; this is not one: " + digits);
    }
    int sum = 0;
    for (int i = 0; i < 13; i++) {
      sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
    }
    if ((sum + digits.charAt(13) - '0') % 10 != 0) {
      throw new IllegalArgumentException("the check digit of GTIN " + digits + " is wrong");
    }
  }

  @Override
  public String toString() {
    return digits;
  }
}
