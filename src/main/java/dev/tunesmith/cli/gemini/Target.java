package dev.tunesmith.cli.gemini;

import dev.tunesmith.gemini.ModelNames;
import dev.tunesmith.vertex.rest.RestTunedEndpoints;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a command line names: a tuned model, an endpoint, or a resource that has one of them. */
sealed interface Target {
  /**
   * A tuned model of the Gemini API, such as {@code tunedModels/my-model}.
   *
   * @param endpoint the service that its resource names; null where that is the flags' matter
   */
  record Model(String name, @Nullable URI endpoint) implements Target {}

  /** An endpoint of Vertex AI. */
  record Endpoint(String name) implements Target {}

  /**
   * A resource of the cluster.
   *
   * @param kind null where the command line does not say
   */
  record Resource(@Nullable Kind kind, String name) implements Target {}

  /** The kinds, by the names that kubectl takes. */
  enum Kind {
    TUNING_JOB("tuningjob", "tj"),
    TUNED_MODEL("tunedmodel", "tm");

    private final String singular;
    private final String shortName;

    Kind(String singular, String shortName) {
      this.singular = singular;
      this.shortName = shortName;
    }

    private boolean isNamed(String name) {
      return name.equals(singular) || name.equals(singular + "s") || name.equals(shortName);
    }

    String singular() {
      return singular;
    }
  }

  /** How a target is written. */
  String FORMS =
      "tunedModels/my-model, the name of a resource such as support-tone or tuningjob/support-tone,"
          + " or projects/my-project/locations/us-central1/endpoints/1";

  /**
   * Reads a target.
   *
   * @return null where the text is none
   */
  static @Nullable Target of(String text) {
    if (ModelNames.isModel(text)) {
      return new Model(text, null);
    }
    if (RestTunedEndpoints.isEndpoint(text)) {
      return new Endpoint(text);
    }
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      return null;
    }
    if (slash < 0) {
      return new Resource(null, name);
    }
    String kind = text.substring(0, slash).toLowerCase(Locale.ROOT);
    for (Kind each : Kind.values()) {
      if (each.isNamed(kind)) {
        return new Resource(each, name);
      }
    }
    return null;
  }
}
