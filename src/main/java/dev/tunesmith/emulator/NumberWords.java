package dev.tunesmith.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whole numbers in English words, such as {@code two hundred one} or {@code minus twenty-two}. */
final class NumberWords {
  private static final List<String> ONES =
      List.of(
          "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
              .split(" ", -1));
  private static final List<String> TENS =
      List.of("- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ", -1));
  private static final List<String> SCALES =
      List.of("- thousand million billion trillion quadrillion".split(" ", -1));
  private static final long LARGEST = 999_999_999_999_999_998L;

  private NumberWords() {}

  /** The next number, spelled like the text; empty when the text is no number in words. */
  static Optional<String> successor(String text) {
    List<String> words =
        new ArrayList<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[\\s-]+", -1)));
    boolean negative = List.of("minus", "negative").contains(words.getFirst());
    String sign = negative ? words.removeFirst() + " " : "";
    words.removeIf("and"::equals);
    long number = value(words);
    // Only what reads back as it is: "two two" is no number.
    if (number > LARGEST || !spelled(number).equals(words) || (negative && number == 0)) {
      return Optional.empty();
    }
    long next = negative ? number - 1 : number + 1;
    String joined = (next == 0 ? "" : sign) + String.join(" ", spelled(next));
    String answer = text.contains("-") ? withHyphens(joined) : joined;
    return Optional.of(
        Character.isUpperCase(text.charAt(0))
            ? Character.toUpperCase(answer.charAt(0)) + answer.substring(1)
            : answer);
  }

  private static long value(List<String> words) {
    long value = 0;
    long group = 0;
    for (String word : words) {
      if (ONES.contains(word)) {
        group += ONES.indexOf(word);
      } else if (TENS.contains(word)) {
        group += TENS.indexOf(word) * 10L;
      } else if (word.equals("hundred")) {
        group *= 100;
      } else if (SCALES.contains(word)) {
        value += group * (long) Math.pow(1000, SCALES.indexOf(word));
        group = 0;
      }
    }
    return value + group;
  }

  private static List<String> spelled(long number) {
    List<String> words = new ArrayList<>();
    for (int scale = SCALES.size() - 1; scale >= 0; scale--) {
      int group = (int) (number / (long) Math.pow(1000, scale) % 1000);
      if (group > 0) {
        group(group, words);
        if (scale > 0) {
          words.add(SCALES.get(scale));
        }
      }
    }
    return words.isEmpty() ? List.of(ONES.getFirst()) : words;
  }

  private static void group(int group, List<String> words) {
    if (group >= 100) {
      words.add(ONES.get(group / 100));
      words.add("hundred");
    }
    int rest = group % 100;
    if (rest >= 20) {
      words.add(TENS.get(rest / 10));
      rest %= 10;
    }
    if (rest > 0) {
      words.add(ONES.get(rest));
    }
  }

  private static String withHyphens(String number) {
    return number.replaceAll("ty (one|two|three|four|five|six|seven|eight|nine)\\b", "ty-$1");
  }
}
