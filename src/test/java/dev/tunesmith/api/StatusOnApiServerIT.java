package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the operator relies on when it writes {@code status}. */
@KubeApiServer
final class StatusOnApiServerIT {

  @ParameterizedTest
  @EnumSource
  @DisplayName("a new resource has observedGeneration -1 before any operator has seen it")
  void statusIsDefaulted(CrdKind kind, TestNamespace namespace) {
    CustomResource<Record, Record> resource = create(kind, "basic", namespace);

    assertThat(resource.getStatus())
        .isEqualTo(Serialization.unmarshal("{\"observedGeneration\":-1}", kind.status()));
    assertThat(resource.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(resource.getSpec()).extracting("run").isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("whatever the service says within the bounds can be written, and is read back equal")
  void everythingWithinBoundsIsTaken(CrdKind kind, TestNamespace namespace) {
    Record status = ExtremeStatus.of(kind, ExtremeStatus.Lists.ONE);

    assertThat(write(create(kind, "basic", namespace), status, namespace)).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("everything at its bound, all at once, is not too much for the server")
  void everythingAtItsBoundIsTaken(CrdKind kind, TestNamespace namespace) {
    Record status = ExtremeStatus.of(kind, ExtremeStatus.Lists.FULL);

    assertThat(write(create(kind, "everything", namespace), status, namespace)).isEqualTo(status);
  }

  @Test
  @DisplayName("nor are as many examples as there may be, of any characters, and their rules")
  void examplesAtTheirBoundAreTaken(TestNamespace namespace) {
    ObjectNode resource = resource(CrdKind.TUNED_MODEL, "everything");
    ArrayNode examples = examples(resource);
    int length = Bounds.EXAMPLES_TOTAL / Bounds.EXAMPLES;
    for (int i = 0; i < Bounds.EXAMPLES; i++) {
      examples.addObject().put("textInput", "\u0001".repeat(length - 1)).put("output", "𝄞");
    }
    Record status = ExtremeStatus.of(CrdKind.TUNED_MODEL, ExtremeStatus.Lists.FULL);

    CustomResource<Record, Record> created = create(CrdKind.TUNED_MODEL, resource, namespace);

    assertThat(write(created, status, namespace)).isEqualTo(status);
  }

  @Test
  @DisplayName("and an example may be as long as the service takes it")
  void longestExampleIsTaken(TestNamespace namespace) {
    ObjectNode resource = resource(CrdKind.TUNED_MODEL, "everything");
    examples(resource)
        .addObject()
        .put("textInput", ExtremeStatus.hostile(Bounds.EXAMPLE_INPUT))
        .put("output", ExtremeStatus.hostile(Bounds.EXAMPLE_OUTPUT));

    assertThat(create(CrdKind.TUNED_MODEL, resource, namespace).getMetadata().getUid()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a status written over a version that is no longer the newest gets 409")
  void staleStatusIsRefused(CrdKind kind, TestNamespace namespace) {
    CustomResource<Record, Record> stale = create(kind, "basic", namespace);
    Record status = Serialization.unmarshal("{\"run\":\"1\"}", kind.status());
    write(stale, status, namespace);

    assertThatThrownBy(() -> write(stale, status, namespace))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "a status written over an older spec gets 409: an edit and the intent exclude each other")
  void statusOverOlderSpecIsRefused(CrdKind kind, TestNamespace namespace) {
    CustomResource<Record, Record> seen = create(kind, "basic", namespace);
    Record intent = Serialization.unmarshal("{\"submission\":{}}", kind.status());
    String field = kind.request().substring(".spec.".length());
    String edit = "{\"spec\":{\"%s\":{\"description\":\"edited\"}}}".formatted(field);
    namespace.kubectl().run("patch", kind.singular(), "basic", "--type=merge", "-p", edit).output();

    assertThatThrownBy(() -> write(seen, intent, namespace))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a status write changes neither spec nor generation")
  void statusWriteLeavesSpec(CrdKind kind, TestNamespace namespace) {
    CustomResource<Record, Record> created = create(kind, "unknown-fields", namespace);
    write(created, Serialization.unmarshal("{\"observedGeneration\":1}", kind.status()), namespace);
    CustomResource<Record, Record> read =
        namespace.client().resources(type(kind)).withName("unknown-fields").get();

    assertThat(read.getSpec()).isEqualTo(created.getSpec());
    assertThat(read.getMetadata().getGeneration()).isEqualTo(1);
  }

  private static CustomResource<Record, Record> create(
      CrdKind kind, String example, TestNamespace namespace) {
    return create(kind, resource(kind, example), namespace);
  }

  private static CustomResource<Record, Record> create(
      CrdKind kind, ObjectNode resource, TestNamespace namespace) {
    return namespace
        .client()
        .resource(Serialization.unmarshal(resource.toString(), type(kind)))
        .create();
  }

  private static ObjectNode resource(CrdKind kind, String example) {
    return (ObjectNode) Examples.read(Examples.valid(kind, example));
  }

  /** The list of examples of a resource, emptied. */
  private static ArrayNode examples(ObjectNode resource) {
    return resource.withArray("/spec/model/tuningTask/trainingData/examples/examples").removeAll();
  }

  private static Record write(
      CustomResource<Record, Record> read, Record status, TestNamespace namespace) {
    CustomResource<Record, Record> resource = Serialization.clone(read);
    resource.setStatus(status);
    return namespace.client().resource(resource).updateStatus().getStatus();
  }

  @SuppressWarnings("unchecked") // every kind's spec and status are records
  private static Class<CustomResource<Record, Record>> type(CrdKind kind) {
    return (Class<CustomResource<Record, Record>>) kind.type();
  }
}
