package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.SimService;
import dev.tunesmith.support.ManualClock;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.ObjectStore.Absent;
import dev.tunesmith.vertex.ObjectStore.Deleted;
import dev.tunesmith.vertex.ObjectStore.Failed;
import dev.tunesmith.vertex.ObjectStore.Kept;
import dev.tunesmith.vertex.ObjectStore.Page;
import dev.tunesmith.vertex.ObjectStore.StoredObject;
import dev.tunesmith.vertex.rest.RestObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each {@link ObjectStore} promises, the adapter on the emulator and the fake. */
@ParameterizedClass(name = "{0}")
@EnumSource
@DisplayName("A port to Cloud Storage")
@Timeout(60)
class ObjectStoreContractTest {
  private static final StorageFolder FOLDER = new StorageFolder("b", "tuned/");

  /** What is held to the contract. */
  enum Port {
    SIM_OBJECTS,
    REST_OBJECTS_ON_THE_EMULATOR
  }

  private final ManualClock clock = new ManualClock();
  private final SimService fake = new SimService(clock);
  private final @Nullable Emulator emulator;
  private final @Nullable RestObjectStore rest;
  private final ObjectStore store;

  ObjectStoreContractTest(Port port) {
    if (port == Port.SIM_OBJECTS) {
      emulator = null;
      rest = null;
      store = fake.objects();
      return;
    }
    try {
      emulator = Emulator.start(EmulatorOptions.defaults().withPageSize(2), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rest =
        new RestObjectStore(
            URI.create("http://127.0.0.1:" + emulator.httpPort()), false, Duration.ofSeconds(10));
    store = rest;
  }

  @AfterEach
  void close() {
    if (rest != null && emulator != null) {
      rest.close();
      emulator.close();
    }
  }

  private void put(String name) {
    if (emulator == null) {
      fake.objects().put("b", name, clock.instant());
      return;
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri =
          URI.create(
              "http://127.0.0.1:"
                  + emulator.httpPort()
                  + "/upload/storage/v1/b/b/o?uploadType=media&name="
                  + URLEncoder.encode(name, StandardCharsets.UTF_8));
      HttpRequest request =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("text")).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fail(ObjectVerb verb, String code, Kind kind) {
    fake.objects().fail(Failures.of(kind, code));
    if (emulator != null) {
      emulator
          .faults()
          .add(
              Fault.on(
                  RpcMethod.named(verb.label()),
                  new Effect.Fail(
                      dev.tunesmith.emulator.CanonicalCode.valueOf(code), null, false)));
    }
  }

  private List<StoredObject> all() {
    List<StoredObject> all = new ArrayList<>();
    String token = null;
    do {
      Page page = (Page) store.list(FOLDER, token);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(2);
      all.addAll(page.objects());
      token = page.nextPageToken();
    } while (token != null);
    return all;
  }

  @Test
  @DisplayName("lists a folder at any depth, page by page, and not the folder beside it")
  void listed() {
    List<String> names =
        List.of("tuned/a b+c/ü%2F?#", "tuned/a/1", "tuned/a/2", "tuned/a:3", "tuned/z");
    names.forEach(this::put);
    put("tuned");
    put("tuned-2/a");

    assertThat(all()).extracting(StoredObject::name).containsExactlyElementsOf(names);
    assertThat(all())
        .allSatisfy(
            object ->
                assertThat(object.created().truncatedTo(ChronoUnit.MILLIS))
                    .isEqualTo(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    assertThat(store.list(new StorageFolder("b", "nothing/"), null))
        .isEqualTo(new Page(List.of(), null));
  }

  @Test
  @DisplayName("deletes an object of any name, once")
  void deleted() {
    put("tuned/a b+c/ü%2F?#");
    put("tuned/z");
    StoredObject object = all().getFirst();

    assertThat(store.delete("b", object)).isEqualTo(new Deleted());

    assertThat(all()).extracting(StoredObject::name).containsExactly("tuned/z");
    assertThat(store.delete("b", object)).isEqualTo(new Absent());
  }

  @Test
  @DisplayName("keeps an object that was written again, and one that its bucket keeps")
  void kept() {
    put("tuned/a");
    StoredObject before = all().getFirst();
    put("tuned/a");
    assertThat(store.delete("b", before)).isEqualTo(new Kept("it was written again"));

    fake.objects().hold("b", "tuned/a");
    if (emulator != null) {
      emulator
          .faults()
          .add(
              Fault.on(
                  RpcMethod.DELETE_OBJECT,
                  new Effect.HttpReply(
                      403,
                      "application/json",
                      """
                      {"error": {"code": 403, "errors": [{"domain": "global", "reason": "forbidden"}],
                       "message": "The object cannot be deleted, overwritten or archived until 2027"}}
                      """,
                      false)));
    }
    assertThat(store.delete("b", all().getFirst()))
        .isEqualTo(new Kept("a retention policy or a hold keeps it"));
    assertThat(all()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PERMISSION_DENIED,   PERMISSION_DENIED",
    "UNAUTHENTICATED,     PERMISSION_DENIED",
    "INVALID_ARGUMENT,    REQUEST_REJECTED",
    "RESOURCE_EXHAUSTED,  QUOTA_EXCEEDED",
    "UNAVAILABLE,         SERVICE_UNAVAILABLE",
    "INTERNAL,            SERVICE_UNAVAILABLE",
    "DEADLINE_EXCEEDED,   SERVICE_UNAVAILABLE"
  })
  @DisplayName("takes any other answer for a failure, never for an absence")
  void failures(String code, Kind kind) {
    put("tuned/a");
    StoredObject object = all().getFirst();
    for (ObjectVerb verb : ObjectVerb.values()) {
      fail(verb, code, kind);
      Object reply =
          switch (verb) {
            case LIST -> store.list(FOLDER, null);
            case DELETE -> store.delete("b", object);
          };
      assertThat(reply).as(verb.label()).isInstanceOf(Failed.class);
      Failure failure = ((Failed) reply).failure();
      assertThat(failure.kind()).as(verb.label()).isEqualTo(kind);
      assertThat(failure.code()).isEqualTo(code);
      if (emulator != null && code.equals("PERMISSION_DENIED")) {
        assertThat(failure.message())
            .contains("storage.objects.list", "storage.objects.delete", "roles/storage.objectUser");
      }
    }
  }

  @Test
  @DisplayName("takes a proxy's page for no answer of the service")
  void proxy() {
    if (emulator != null) {
      put("tuned/a");
      StoredObject object = all().getFirst();
      emulator.faults().add(Fault.on(RpcMethod.DELETE_OBJECT, new Effect.HttpReply(404)));
      emulator.faults().add(Fault.on(RpcMethod.LIST_OBJECTS, new Effect.HttpReply(404)));
      assertThat(store.delete("b", object)).isInstanceOf(Failed.class);
      assertThat(store.list(FOLDER, null)).isInstanceOf(Failed.class);
    }
  }
}
