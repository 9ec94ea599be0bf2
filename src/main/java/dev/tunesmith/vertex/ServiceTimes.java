package dev.tunesmith.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as Google's services write them, RFC 3339, in answers of any content. */
public final class ServiceTimes {
  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private ServiceTimes() {}

  /** Null outside of the years 1 to 9999: that is no time of the service, nor of Kubernetes. */
  public static @Nullable Instant read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      long second = time.getEpochSecond();
      return second < FIRST_SECOND || second > LAST_SECOND ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Writes the times among an object's fields in one way, and removes those that are none. */
  public static void normalize(ObjectNode object, String... fields) {
    for (String field : fields) {
      Instant time = read(object.path(field).textValue());
      if (time == null) {
        object.remove(field);
      } else {
        object.put(field, time.toString());
      }
    }
  }
}
