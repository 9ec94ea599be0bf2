package dev.tunesmith.cli.gemini;

import dev.tunesmith.gemini.Access;
import dev.tunesmith.gemini.Deadlines;
import dev.tunesmith.gemini.RestTunedModels;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.vertex.rest.RestSettings;
import dev.tunesmith.vertex.rest.RestTunedEndpoints;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Where the Gemini API is, and as which identity it is called: a mixin. */
final class GeminiFlags {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description =
          "The environment variable that holds the API key; a key on the command line would be seen"
              + " by every user of the machine. Default: ${DEFAULT-VALUE}")
  private String apiKeyEnv = "GEMINI_API_KEY";

  @Option(
      names = "--adc",
      description = "Use Application Default Credentials in place of an API key.")
  private boolean applicationDefault;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      converter = Endpoint.class,
      description =
          "Another host that speaks this API, such as a gateway's; for an endpoint of Vertex AI,"
              + " instead of its location's host. Without TLS (http://) only on this machine, for"
              + " the emulator. Needed for a TunedModel with spec.endpoint. Default:"
              + " https://generativelanguage.googleapis.com")
  private @Nullable URI endpoint;

  /** The endpoints of Vertex AI; connects to nothing yet. They know no API keys. */
  RestTunedEndpoints endpoints() {
    URI given = endpoint;
    boolean plain = given != null && "http".equals(given.getScheme());
    if (given != null && plain && !LOOPBACK.contains(String.valueOf(given.getHost()))) {
      throw new ParameterException(
          spec.commandLine(), "--endpoint: credentials are sent with TLS only");
    }
    Deadlines deadlines = Deadlines.DEFAULT;
    return new RestTunedEndpoints(
        new RestSettings(given, !plain, deadlines.create(), deadlines.call()),
        deadlines.generate());
  }

  /** The port; connects to nothing yet. */
  TunedModels connect(Map<String, String> environment) {
    return connect(environment, null);
  }

  /**
   * The port; connects to nothing yet.
   *
   * @param named the endpoint that a resource names; null for none
   */
  TunedModels connect(Map<String, String> environment, @Nullable URI named) {
    if (endpoint == null && named != null && !named.equals(Access.PUBLIC)) {
      // A resource must not choose where a key of the caller's goes.
      throw new ParameterException(
          spec.commandLine(),
          "spec.endpoint of the TunedModel is "
              + named
              + ": give --endpoint "
              + named
              + " to send the request, with your credentials, there");
    }
    URI service = endpoint == null ? Access.PUBLIC : endpoint;
    try {
      boolean local = LOOPBACK.contains(String.valueOf(service.getHost()));
      return new RestTunedModels(
          new Access(service, identity(environment), local), Deadlines.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--endpoint: " + e.getMessage());
    }
  }

  private Access.Identity identity(Map<String, String> environment) {
    if (applicationDefault) {
      return new Access.ApplicationDefault();
    }
    String key = environment.getOrDefault(apiKeyEnv, "");
    if (key.isBlank()) {
      throw new ParameterException(
          spec.commandLine(),
          "No API key: set the environment variable "
              + apiKeyEnv
              + ", name another one with --api-key-env, or use --adc");
    }
    if (!key.strip().chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new ParameterException(
          spec.commandLine(),
          "The environment variable "
              + apiKeyEnv
              + " holds characters that no API key has; copy the key again");
    }
    return new Access.ApiKey(() -> key, "the environment variable " + apiKeyEnv);
  }

  /** In place of picocli's, whose message does not say what to write. */
  static final class Endpoint implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        return new URI(text);
      } catch (URISyntaxException e) {
        throw new TypeConversionException(
            "'" + text + "' is no URL; write it like " + Access.PUBLIC);
      }
    }
  }
}
