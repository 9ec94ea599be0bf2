package dev.tunesmith.emulator;

import java.util.Locale;

/**
 * The ids of tuned models that are created without one: the words of the display name joined by
 * hyphens and a random part, as the reference of {@code TunedModel.name} says; without a display
 * name random alone.
 */
record TunedModelIds(TunedModelStore store, Seeded seeded) {
  private static final int LONGEST = 40;
  private static final int RANDOM = 12;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String LETTERS_AND_DIGITS = LETTERS + "0123456789";

  /**
   * An id that no model has.
   *
   * @param number the model's
   */
  String of(String displayName, int number) {
    String words =
        displayName
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[^a-z]+|-$", "");
    String start = words.substring(0, Math.min(words.length(), LONGEST - RANDOM - 1));
    for (int attempt = 0; ; attempt++) {
      String random = random(RANDOM, "tuned-model:" + number + ":" + attempt);
      String id = start.isEmpty() ? random : start + "-" + random;
      if (!store.has(TunedModelStore.COLLECTION + "/" + id)) {
        return id;
      }
    }
  }

  /** Letters and digits, the first a letter. */
  String random(int length, String key) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < length; index++) {
      String alphabet = index == 0 ? LETTERS : LETTERS_AND_DIGITS;
      text.append(alphabet.charAt((int) seeded.between(0, alphabet.length(), key + "#" + index)));
    }
    return text.toString();
  }
}
