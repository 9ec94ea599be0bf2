package dev.tunesmith.emulator;

import java.util.Locale;
import java.util.Optional;

/** Roman numerals from I to MMMCMXCIX, in capitals or small letters. */
final class RomanNumeral {
  private enum Sign {
    M(1000),
    CM(900),
    D(500),
    CD(400),
    C(100),
    XC(90),
    L(50),
    XL(40),
    X(10),
    IX(9),
    V(5),
    IV(4),
    I(1);

    private final int value;

    Sign(int value) {
      this.value = value;
    }
  }

  private static final int LARGEST = 3999;

  private RomanNumeral() {}

  /** The next numeral; empty when the text is none, and after the last. */
  static Optional<String> successor(String text) {
    String capitals = text.toUpperCase(Locale.ROOT);
    int value = value(capitals);
    // Only the usual spelling of a value is a numeral.
    boolean usual = value > 0 && value < LARGEST && of(value).equals(capitals);
    if (!usual) {
      return Optional.empty();
    }
    String next = of(value + 1);
    if (text.equals(capitals)) {
      return Optional.of(next);
    }
    return text.equals(capitals.toLowerCase(Locale.ROOT))
        ? Optional.of(next.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static int value(String numeral) {
    int value = 0;
    int position = 0;
    for (Sign sign : Sign.values()) {
      while (numeral.startsWith(sign.name(), position)) {
        value += sign.value;
        position += sign.name().length();
      }
    }
    return position == numeral.length() ? value : 0;
  }

  private static String of(int value) {
    StringBuilder numeral = new StringBuilder();
    int rest = value;
    for (Sign sign : Sign.values()) {
      while (rest >= sign.value) {
        numeral.append(sign);
        rest -= sign.value;
      }
    }
    return numeral.toString();
  }
}
