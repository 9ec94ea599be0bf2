package dev.tunesmith.cli.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.StartException;
import dev.tunesmith.gemini.GenerateRequestCheck;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.gemini.TunedModels.Absent;
import dev.tunesmith.gemini.TunedModels.Generated;
import dev.tunesmith.gemini.TunedModels.Refused;
import dev.tunesmith.gemini.TunedModels.Streamed;
import dev.tunesmith.gemini.TunedModels.Unknown;
import dev.tunesmith.vertex.EndpointRequest;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.rest.RestTunedEndpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tunesmith ask}: sends a request to a tuned model, and prints its answer. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a request to a tuned model of the Gemini API, or to the endpoint of a tuning job of"
          + " Vertex AI, and prints the text of its answer. The service bills it.",
      "What a tuned model is known to refuse is reported and not sent: more than 40,000 characters,"
          + " anything but text, JSON mode, two safety settings of one category. An endpoint is"
          + " asked with Application Default Credentials, at the host of the location in its name."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the whole answer was printed",
      "1:the service refused, could not be asked, or did not answer completely; or there is no such"
          + " resource, or it has no model yet",
      "2:wrong usage, or a request that tuned models do not take; nothing was sent",
      "3:the Kubernetes API server cannot be reached",
      "10:the kubeconfig cannot be used"
    })
public final class AskCommand implements Callable<Integer> {
  private static final String INPUT = "-";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;
  private final InputStream input;

  @Mixin private final GeminiFlags flags = new GeminiFlags();
  @Mixin private final ClusterFlags cluster = new ClusterFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description =
          "A tuned model, such as tunedModels/my-model; a TuningJob or TunedModel of the cluster,"
              + " such as support-tone or tuningjob/support-tone; or an endpoint, such as"
              + " projects/my-project/locations/us-central1/endpoints/1.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROMPT",
      description = "The text to send; with --request it follows the contents of the file.")
  private @Nullable String prompt;

  @Option(
      names = "--request",
      paramLabel = "FILE",
      description =
          "The body of generateContent, in JSON: contents, tools, toolConfig, safetySettings,"
              + " systemInstruction, generationConfig, cachedContent. - is standard input.")
  private @Nullable String request;

  @Option(names = "--stream", description = "Print the answer as it comes.")
  private boolean stream;

  /** The command, with the environment variables and the standard input of the process. */
  public AskCommand(Map<String, String> environment, InputStream input) {
    this.environment = Map.copyOf(environment);
    this.input = input;
  }

  @Override
  public Integer call() throws IOException {
    Target target = Target.of(name);
    if (target == null) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' names nothing to ask; write it like ".formatted(name) + Target.FORMS);
    }
    ObjectNode body = body();
    Answer answer = new Answer(spec.commandLine().getOut());
    try {
      return switch (target) {
        case Target.Resource resource -> ask(cluster.resolve(resource, environment), body, answer);
        case Target.Model model -> ask(model, body, answer);
        case Target.Endpoint endpoint -> ask(endpoint, body, answer);
      };
    } catch (StartException e) {
      int unused = Output.failed(spec, Output.line(String.valueOf(e.getMessage())));
      return e.exitCode().code();
    }
  }

  private int ask(Target target, ObjectNode body, Answer answer) {
    return switch (target) {
      case Target.Endpoint endpoint -> endpoint(endpoint.name(), body, answer);
      case Target.Model model -> model(model, body, answer);
      case Target.Resource resource ->
          throw new IllegalStateException("a resource names a model or an endpoint");
    };
  }

  private int endpoint(String endpoint, ObjectNode body, Answer answer) {
    check(EndpointRequest.errors(body));
    try (RestTunedEndpoints endpoints = flags.endpoints()) {
      if (stream) {
        Optional<Failure> failure = endpoints.stream(endpoint, body, answer::add);
        return failure
            .map(
                why -> {
                  answer.end();
                  return Output.failed(spec, why);
                })
            .orElseGet(() -> ended(answer));
      }
      return switch (endpoints.generate(endpoint, body)) {
        case TunedEndpoints.Answered answered -> {
          answer.add(answered.response());
          yield ended(answer);
        }
        case TunedEndpoints.Unanswered unanswered -> Output.failed(spec, unanswered.failure());
      };
    }
  }

  private int model(Target.Model model, ObjectNode body, Answer answer) {
    check(GenerateRequestCheck.errors(body));
    try (TunedModels models = flags.connect(environment, model.endpoint())) {
      return stream
          ? stream(models, model.name(), body, answer)
          : generate(models, model.name(), body, answer);
    }
  }

  private void check(List<String> errors) {
    if (!errors.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", errors));
    }
  }

  private int generate(TunedModels models, String model, ObjectNode body, Answer answer) {
    return switch (models.generate(model, body)) {
      case Generated generated -> {
        answer.add(generated.response());
        yield ended(answer);
      }
      case Absent absent -> Output.absent(spec, model);
      case Refused refused -> Output.failed(spec, refused.failure());
      case Unknown unknown -> Output.failed(spec, unknown.failure());
    };
  }

  private int stream(TunedModels models, String model, ObjectNode body, Answer answer) {
    TunedModels.StreamReply reply = models.stream(model, body, answer::add);
    return switch (reply) {
      case Streamed streamed -> ended(answer);
      case Absent absent -> Output.absent(spec, model);
      case Refused refused -> Output.failed(spec, refused.failure());
      case Unknown unknown -> {
        answer.end();
        yield Output.failed(spec, unknown.failure());
      }
    };
  }

  private int ended(Answer answer) {
    answer.end();
    return answer.incomplete().map(why -> Output.failed(spec, why)).orElseGet(ExitCode.OK::code);
  }

  private ObjectNode body() throws IOException {
    if (request == null && (prompt == null || prompt.isBlank())) {
      throw new ParameterException(spec.commandLine(), "Give a PROMPT, or --request=FILE, or both");
    }
    ObjectNode body = request == null ? JSON.createObjectNode() : read(request);
    if (prompt != null) {
      if (body.has("contents") && !body.path("contents").isArray()) {
        throw new ParameterException(spec.commandLine(), "contents: give a list of contents");
      }
      body.withArrayProperty("contents")
          .addObject()
          .put("role", "user")
          .putArray("parts")
          .addObject()
          .put("text", prompt);
    }
    return body;
  }

  private ObjectNode read(String file) throws IOException {
    byte[] bytes;
    if (Files.isDirectory(Path.of(file))) {
      throw new ParameterException(
          spec.commandLine(), file + ": is a folder; give a file with the request");
    }
    try {
      bytes = file.equals(INPUT) ? input.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new ParameterException(spec.commandLine(), file + ": there is no such file", e);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), file + ": cannot be read: " + Output.why(e), e);
    }
    try {
      JsonNode read = JSON.readTree(new String(bytes, UTF_8));
      if (read instanceof ObjectNode object) {
        return object;
      }
      throw new ParameterException(
          spec.commandLine(), file + ": give an object: the body of generateContent");
    } catch (JsonProcessingException e) {
      throw new ParameterException(spec.commandLine(), file + ":" + noJson(e), e);
    }
  }

  /** Where the text stops being JSON: the parser's own words name its classes and bytes. */
  private static String noJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
    return "%d:%d: %s; give one JSON object, such as {\"contents\": [{\"parts\": [{\"text\": \"Hello\"}]}]}"
        .formatted(
            Math.max(1, at.getLineNr()),
            Math.max(1, at.getColumnNr()),
            e instanceof JsonEOFException
                ? "the JSON ends too early: a quote, bracket or brace is not closed"
                : "this is not JSON: a quote, comma, colon, bracket or brace is missing or too"
                    + " many");
  }
}
