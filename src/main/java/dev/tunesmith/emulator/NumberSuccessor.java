package dev.tunesmith.emulator;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number after a number, in the spelling of the number: what the model of the tutorial learns.
 * Digits with or without thousands separators, English words and Roman numerals.
 */
final class NumberSuccessor {
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,30}");
  private static final Pattern SEPARATED = Pattern.compile("-?[0-9]{1,3}(,[0-9]{3}){1,9}");

  private NumberSuccessor() {}

  /** The next number; empty when the text is no number. */
  static Optional<String> of(String text) {
    String number = text.strip();
    if (DIGITS.matcher(number).matches()) {
      return Optional.of(next(number).toString());
    }
    if (SEPARATED.matcher(number).matches()) {
      return Optional.of(String.format(Locale.ROOT, "%,d", next(number.replace(",", ""))));
    }
    return RomanNumeral.successor(number).or(() -> NumberWords.successor(number));
  }

  private static BigInteger next(String digits) {
    return new BigInteger(digits).add(BigInteger.ONE);
  }
}
