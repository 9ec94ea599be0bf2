package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.rest.AnswerParts;
import dev.tunesmith.rest.ApplicationDefaultCredentials;
import dev.tunesmith.rest.Authorization;
import dev.tunesmith.rest.CallFailedException;
import dev.tunesmith.rest.RestClient;
import dev.tunesmith.rest.RestFailures;
import dev.tunesmith.rest.RestRequests;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.MalformedReplyException;
import dev.tunesmith.vertex.Reached;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on the REST API, {@code v1beta}: the only version that has tuned models. Every call is
 * one request with a deadline.
 *
 * @see <a href="https://ai.google.dev/api/tuning">Tuning</a>
 */
public final class RestTunedModels implements TunedModels {
  private static final Logger LOG = LoggerFactory.getLogger(RestTunedModels.class);
  private static final String VERSION = "/v1beta/";
  private static final String COLLECTION = "tunedModels";

  /**
   * Well below the service's maximum of 1000: each model brings its loss curve, a point for each
   * step.
   */
  private static final int PAGE_SIZE = 100;

  /** The reason of {@code google.rpc.ErrorInfo} beside a code that means the request. */
  private static final String KEY_INVALID = "API_KEY_INVALID";

  private final Access access;
  private final Deadlines deadlines;
  private final RestClient client;
  private final Authorization adc;

  /** Connects to nothing yet. */
  public RestTunedModels(Access access, Deadlines deadlines) {
    this(
        access,
        deadlines,
        new RestClient("the Gemini API", Authorization.none()),
        new ApplicationDefaultCredentials());
  }

  private RestTunedModels(
      Access access, Deadlines deadlines, RestClient connections, Authorization adc) {
    this.access = access;
    this.deadlines = deadlines;
    this.adc = adc;
    this.client =
        connections.as(
            switch (access.identity()) {
              case Access.ApiKey key -> new ApiKeyHeader(key);
              case Access.ApplicationDefault found -> adc;
            });
  }

  /** The same connections with another access; to close either closes both. */
  public RestTunedModels as(Access other) {
    return new RestTunedModels(other, deadlines, client, adc);
  }

  @Override
  public CreateReply create(String id, ObjectNode model) {
    HttpRequest.Builder call;
    URI uri;
    try {
      if (!ModelNames.isId(id)) {
        throw new IllegalArgumentException("not a tuned model's id: " + id);
      }
      call = RestRequests.post(model);
      uri = uri(COLLECTION, "?tunedModelId=" + RestRequests.query(id));
    } catch (RuntimeException e) {
      return new Refused(
          CallFailures.logged(LOG, ModelVerb.CREATE, CallFailures.beforeSending(e), e));
    }
    try {
      return new Started(ModelReader.operation(client.call(call, uri, deadlines.create())));
    } catch (CallFailedException | RuntimeException e) {
      if (isAnswer(e, CanonicalCode.ALREADY_EXISTS)) {
        return new AlreadyExists();
      }
      Failure failure = failure(ModelVerb.CREATE, e);
      return failure.kind() == Failure.Kind.CREATE_OUTCOME_UNKNOWN
          ? new OutcomeUnknown(failure)
          : new Refused(failure);
    }
  }

  @Override
  public GetReply get(String name) {
    try {
      return new Found(ModelReader.model(read(model(name), "")));
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : new Unknown(failure(ModelVerb.GET, e));
    }
  }

  @Override
  public PageReply list(@Nullable String pageToken, String filter) {
    try {
      String query =
          "?pageSize="
              + PAGE_SIZE
              + (filter.isEmpty() ? "" : "&filter=" + RestRequests.query(filter))
              + (pageToken == null ? "" : "&pageToken=" + RestRequests.query(pageToken));
      ObjectNode page = read(COLLECTION, query);
      // One model that cannot be read fails the page: one without it would say "no such model".
      String next = page.path("nextPageToken").asText();
      return new Page(elements(page, COLLECTION, ModelReader::model), next.isEmpty() ? null : next);
    } catch (CallFailedException | RuntimeException e) {
      return new Unknown(failure(ModelVerb.LIST, e));
    }
  }

  @Override
  public PatchReply patch(String name, Set<String> mask, ObjectNode model) {
    try {
      if (mask.isEmpty()) {
        throw new IllegalArgumentException("no field to change");
      }
      String query = "?updateMask=" + RestRequests.query(String.join(",", new TreeSet<>(mask)));
      return new Patched(
          ModelReader.model(
              client.call(RestRequests.patch(model), uri(model(name), query), deadlines.call())));
    } catch (CallFailedException | RuntimeException e) {
      return failed(ModelVerb.PATCH, e, Absent::new, Refused::new, Unknown::new);
    }
  }

  @Override
  public DeleteReply delete(String name) {
    try {
      client.call(HttpRequest.newBuilder().DELETE(), uri(model(name), ""), deadlines.call());
      return new Deleted();
    } catch (CallFailedException | RuntimeException e) {
      return failed(ModelVerb.DELETE, e, Absent::new, Refused::new, Unknown::new);
    }
  }

  @Override
  public OperationReply operation(String name) {
    try {
      if (!ModelNames.isOperation(name)) {
        throw new IllegalArgumentException("not the name of a tuned model's operation: " + name);
      }
      return new FoundOperation(ModelReader.operation(read(name, "")));
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : new Unknown(failure(ModelVerb.OPERATION, e));
    }
  }

  @Override
  public OperationsReply operations(String model) {
    try {
      return new FoundOperations(
          elements(read(model(model) + "/operations", ""), "operations", ModelReader::operation));
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : new Unknown(failure(ModelVerb.OPERATIONS, e));
    }
  }

  @Override
  public GenerateReply generate(String model, ObjectNode request) {
    try {
      return new Generated(
          client.call(
              RestRequests.post(request),
              uri(model(model), ":generateContent"),
              deadlines.generate()));
    } catch (CallFailedException | RuntimeException e) {
      return failed(ModelVerb.GENERATE, e, Absent::new, Refused::new, Unknown::new);
    }
  }

  @Override
  public StreamReply stream(String model, ObjectNode request, Consumer<ObjectNode> chunks) {
    HttpRequest.Builder call;
    URI uri;
    try {
      call = RestRequests.post(request);
      uri = uri(model(model), ":streamGenerateContent?alt=sse");
    } catch (RuntimeException e) {
      return new Refused(failure(ModelVerb.STREAM, e));
    }
    AtomicBoolean begun = new AtomicBoolean();
    AtomicBoolean complete = new AtomicBoolean();
    try {
      client.stream(
          call,
          uri,
          deadlines.generate(),
          chunk -> {
            begun.set(true);
            if (AnswerParts.isLast(chunk)) {
              complete.set(true);
            }
            chunks.accept(chunk);
          });
    } catch (CallFailedException e) {
      return begun.get()
          ? new Unknown(failure(ModelVerb.STREAM, e))
          : failed(ModelVerb.STREAM, e, Absent::new, Refused::new, Unknown::new);
    }
    return complete.get()
        ? new Streamed()
        : new Unknown(
            CallFailures.of(
                ModelVerb.STREAM,
                CanonicalCode.UNKNOWN,
                Reached.CONNECTION,
                AnswerParts.ENDED_EARLY));
  }

  @Override
  public void close() {
    client.close();
  }

  private ObjectNode read(String resource, String rest) throws CallFailedException {
    return client.call(HttpRequest.newBuilder(), uri(resource, rest), deadlines.call());
  }

  private static <T> List<T> elements(ObjectNode page, String field, Function<JsonNode, T> reader) {
    // Never the page itself in a message: it may hold training data.
    if (!page.isEmpty() && !page.path(field).isArray() && !page.has("nextPageToken")) {
      throw new MalformedReplyException("the reply is no page of " + field);
    }
    List<T> elements = new ArrayList<>();
    for (JsonNode element : page.path(field)) {
      elements.add(reader.apply(element));
    }
    return elements;
  }

  private <R> R failed(
      ModelVerb verb,
      Exception e,
      Supplier<R> absent,
      Function<Failure, R> refused,
      Function<Failure, R> unknown) {
    if (isAbsent(e)) {
      return absent.get();
    }
    Failure failure = failure(verb, e);
    return switch (failure.kind()) {
      case REQUEST_REJECTED, PERMISSION_DENIED, NOT_FOUND, QUOTA_EXCEEDED -> refused.apply(failure);
      case SERVICE_UNAVAILABLE, CREATE_OUTCOME_UNKNOWN, INTERNAL_ERROR -> unknown.apply(failure);
    };
  }

  private Failure failure(ModelVerb verb, Exception e) {
    boolean keyRefused = e instanceof CallFailedException failed && failed.hasReason(KEY_INVALID);
    Failure failure =
        keyRefused && access.identity() instanceof Access.ApiKey key
            ? CallFailures.of(
                verb,
                CanonicalCode.UNAUTHENTICATED,
                Reached.SERVICE,
                "the Gemini API refuses the API key: put a valid one into "
                    + key.source()
                    + "; the next call uses it. The Gemini API answered: "
                    + e.getMessage())
            : RestFailures.of(verb, e);
    return CallFailures.logged(LOG, verb, failure, e);
  }

  private static boolean isAbsent(Exception e) {
    return isAnswer(e, CanonicalCode.NOT_FOUND);
  }

  private static boolean isAnswer(Exception e, CanonicalCode code) {
    return e instanceof CallFailedException failed && failed.isAnswer(code);
  }

  private static String model(String name) {
    if (!ModelNames.isModel(name)) {
      throw new IllegalArgumentException(
          "not a tuned model's name, such as tunedModels/my-model: " + name);
    }
    return name;
  }

  private URI uri(String resource, String rest) {
    String endpoint = access.endpoint().toString();
    String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    return URI.create(base + VERSION + RestRequests.path(resource) + rest);
  }
}
