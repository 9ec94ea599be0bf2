package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listing goes on. Jobs are only added, and in front, so a position never points to another
 * job later.
 *
 * @param list what is listed: collection and place, so that a token serves no other list
 * @param position how many jobs of the place are not passed yet
 * @param offset how many items of the first of them are passed
 * @param page the number of the page that begins here, 1 for the first
 */
record PageToken(String list, int position, int offset, int page) {
  private static final Pattern TEXT =
      Pattern.compile("(\\S+) ([0-9]{1,9}) ([0-9]{1,9}) ([0-9]{1,9})");

  String encode() {
    String text = list + " " + position + " " + offset + " " + page;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /** Reads a token; empty when it is not one of ours. */
  static Optional<PageToken> decode(String token) {
    try {
      Matcher matcher = TEXT.matcher(new String(Base64.getUrlDecoder().decode(token), UTF_8));
      return matcher.matches()
          ? Optional.of(
              new PageToken(
                  matcher.group(1),
                  Integer.parseInt(matcher.group(2)),
                  Integer.parseInt(matcher.group(3)),
                  Integer.parseInt(matcher.group(4))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
