package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Messages that users see")
class RedactorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "authorization: Bearer abc.def-123~+/= was bad | authorization: Bearer (removed) was bad",
        "Basic dXNlcjpwYXNzd29yZA== | Basic (removed)",
        "token ya29.a0Af_H-x and more | token (removed) and more",
        "key AIzaSyA1234567890abcdefghijklmnopqrstuv! | key (removed)!",
        "GOCSPX-abc_def | (removed)",
        "jwt eyJhbGciOi.eyJzdWIiOi.c2ln | jwt (removed)",
        "see https://s.example/o?X-Goog-Credential=a&X-Goog-Signature=b now"
            + " | see https://s.example/o?(removed) now",
        "https://s.example/o?GoogleAccessId=a&Expires=1&Signature=b"
            + " | https://s.example/o?(removed)",
        "https://user:secret@s.example/o | https://(removed)@s.example/o",
        "{\"access_token\": \"abc\", \"expires_in\": 1}"
            + " | {\"access_token\": (removed), \"expires_in\": 1}",
        "client_secret=abc&grant_type=x | client_secret=(removed)&grant_type=x",
        "x -----BEGIN PRIVATE KEY----- MIIE -----END PRIVATE KEY----- y | x (removed) y",
        "\"private_key\": \"-----BEGIN RSA PRIVATE KEY-----MIIE | \"private_key\": (removed)",
      })
  @DisplayName("hold no credentials")
  void removed(String message, String expected) {
    assertThat(Redactor.clean(message)).isEqualTo(expected);
  }

  @Test
  @DisplayName("hold none in a logged stack trace either, whatever the causes are")
  void stackTraces() {
    Exception cause = new IllegalStateException("token ya29.cause, JSON: {\"secret\": 1}");
    Exception e = new IllegalArgumentException("token ya29.message", cause);
    e.addSuppressed(new IllegalStateException("token ya29.suppressed", e));
    StringWriter logged = new StringWriter();

    Redactor.clean(e).printStackTrace(new PrintWriter(logged));

    assertThat(logged.toString())
        .doesNotContain("ya29")
        .doesNotContain("secret")
        .contains("java.lang.IllegalArgumentException: token (removed)")
        .containsPattern("Caused by: .*java.lang.IllegalStateException: token .removed.")
        .containsPattern("Suppressed: .*java.lang.IllegalStateException: token .removed.")
        .contains("RedactorTest.stackTraces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Base model gemini-2.0-flash is not supported",
        "Permission 'aiplatform.tuningJobs.create' denied on resource"
            + " '//aiplatform.googleapis.com/projects/p/locations/us-central1' (or it may not"
            + " exist).",
        "Enable it at https://console.developers.google.com/apis/overview?project=123 then retry.",
        "Row: 0. Missing required 'contents' field.",
        "The key projects/p/locations/l/keyRings/r/cryptoKeys/k is in the wrong region.",
        "The total token count of the example exceeds 131072.",
      })
  @DisplayName("are kept as they are otherwise")
  void kept(String message) {
    assertThat(Redactor.clean(message)).isEqualTo(message);
  }

  @Test
  @DisplayName("are one line")
  void oneLine() {
    assertThat(Redactor.clean("List of found errors:\t1.Field: a; Message: b.\t\nnext\u0000 "))
        .isEqualTo("List of found errors: 1.Field: a; Message: b. next");
  }

  @Test
  @DisplayName("have a bound, and are never cut through a character")
  void bounded() {
    assertThat(Redactor.clean("x".repeat(2_000))).isEqualTo("x".repeat(2_000));
    assertThat(Redactor.clean("x".repeat(2_001))).isEqualTo("x".repeat(1_999) + "…");
    assertThat(Redactor.clean("x".repeat(1_998) + "😀".repeat(2)))
        .isEqualTo("x".repeat(1_998) + "…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://x?", "eyJ-", "basic ", "-----BEGIN ", "token "})
  @Timeout(60)
  @DisplayName("of a megabyte are cut before they are looked through: no text keeps the sweep busy")
  void megabyte(String begun) {
    assertThat(Redactor.clean(begun.repeat(1_000_000 / begun.length()))).hasSizeLessThan(2_001);
  }

  @Test
  @DisplayName("of a megabyte are cut between words: half a credential would not be known as one")
  void cutBetweenWords() {
    String key = "-----BEGIN PRIVATE KEY-----" + "k".repeat(6_000) + "-----END PRIVATE KEY-----";
    String token = "ya29" + ".t".repeat(3_000);
    assertThat(Redactor.clean(key + " " + token + " x".repeat(500_000))).isEqualTo("(removed)");
  }
}
