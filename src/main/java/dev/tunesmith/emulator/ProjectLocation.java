package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A project and a location. A project is identified by its number, as in every name that the
 * service returns; the number of a project that a request names by its id is derived from the id,
 * so that it is the same in every run of the emulator.
 *
 * @param projectNumber digits
 * @param location such as {@code us-central1}
 */
record ProjectLocation(String projectNumber, String location) {
  private static final Pattern PARENT =
      Pattern.compile("projects/([a-z0-9][a-z0-9.:-]{0,99})/locations/([a-z0-9-]{1,40})");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final BigInteger SMALLEST_OF_12_DIGITS = BigInteger.TEN.pow(11);

  /** Reads a parent; refuses a malformed one. */
  static ProjectLocation parse(String parent) {
    Matcher matcher = PARENT.matcher(parent);
    if (!matcher.matches()) {
      throw ApiError.of(
              CanonicalCode.INVALID_ARGUMENT,
              "Invalid resource name '"
                  + parent
                  + "': expected projects/{project}/locations/{location}.")
          .refused();
    }
    return new ProjectLocation(number(matcher.group(1)), matcher.group(2));
  }

  String name() {
    return "projects/" + projectNumber + "/locations/" + location;
  }

  static String number(String project) {
    if (NUMBER.matcher(project).matches()) {
      return project;
    }
    BigInteger digest = new BigInteger(1, sha256().digest(project.getBytes(UTF_8)));
    BigInteger span = SMALLEST_OF_12_DIGITS.multiply(BigInteger.valueOf(9));
    return digest.mod(span).add(SMALLEST_OF_12_DIGITS).toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
