package dev.tunesmith.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.gate.ValidityGate;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.kube.ClusterJson;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.grpc.Mapping;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What must be true of any spec: it is mapped to a request that says all of it and nothing else, or
 * it is refused with a reason that names what is not known.
 */
final class SpecProof {
  /** What became of a spec. */
  enum Verdict {
    /** Not even JSON of the types: only a server without the schema lets it through. */
    UNREADABLE,
    /** Refused with a reason. */
    REFUSED,
    /** Refused by the adapter before anything is sent. */
    UNSAYABLE,
    /** Would be sent. */
    MAPPED
  }

  /** Writes and reads what the default constraints refuse; in ASCII, so that half a pair stays. */
  private static final ObjectMapper ANY =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(20_000)
                      .maxNameLength(2_000_000)
                      .build())
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(20_000).build())
              .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
              .build());

  private static final Map<String, String> OWNER = Map.of("tunesmith-attempt", "1");

  private final KubernetesSerialization serialization = ClusterJson.serialization();
  private final Schema schema = Schema.of("spec");
  private final Schema tuningSchema = Schema.of("spec", "tuning");
  private final StatusProof statuses = new StatusProof();
  private final DesiredJobs desiredJobs = new DesiredJobs("my-project", "us-central1");
  private final Gate gate =
      Gate.all(
          List.of(
              new PolicyGate(
                  "my-project", Set.of("example.com:*"), Set.of(), Set.of("projects/p/*")),
              new ValidityGate()));

  /** A whole resource around a spec. */
  static String resource(JsonNode spec, String name) {
    ObjectNode resource = ANY.createObjectNode();
    resource.put("apiVersion", "tunesmith.dev/v1alpha1").put("kind", "TuningJob");
    resource.putObject("metadata").put("name", name);
    resource.set("spec", spec);
    return json(resource);
  }

  static String json(JsonNode node) {
    try {
      return ANY.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return ANY.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries a spec that nobody has judged: as it was written, and as it would be stored. */
  Verdict of(JsonNode spec) {
    of(spec, false);
    JsonNode stored = asStored(spec);
    return of(stored, schema.violations(stored).isEmpty());
  }

  /**
   * The API server stores no half of a surrogate pair, but U+FFFD in its place, and a double for an
   * integer of more than 64 bits.
   */
  static JsonNode asStored(JsonNode spec) {
    try {
      String text =
          ANY.writer().without(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(spec);
      StringBuilder stored = new StringBuilder(text.length());
      text.codePoints()
          .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
          .forEach(stored::appendCodePoint);
      return withDoubles(tree(stored.toString()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode withDoubles(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        field.setValue(withDoubles(field.getValue()));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withDoubles(array.get(i)));
      }
    }
    return node.isBigInteger() ? DoubleNode.valueOf(node.doubleValue()) : node;
  }

  /**
   * Tries a spec.
   *
   * @param valid whether the schema takes it
   */
  Verdict of(JsonNode spec, boolean valid) {
    TuningJob resource;
    try {
      resource = serialization.unmarshal(resource(spec, "fuzz"), TuningJob.class);
    } catch (KubernetesClientException | IllegalArgumentException e) {
      assertThat(valid).as("a spec that the schema takes is read: %s", e.getCause()).isFalse();
      return Verdict.UNREADABLE;
    }
    TuningJobSpec read = resource.getSpec();
    DesiredJob job = desiredJobs.read(read);
    assertThat(job).as("read twice").isEqualTo(desiredJobs.read(read));
    if (gate.check(job, new Gate.Facts(Instant.EPOCH))
        instanceof dev.tunesmith.lifecycle.Verdict.Refuse refusal) {
      refused(spec, job, refusal, valid);
      return Verdict.REFUSED;
    }
    return mapped(spec, job, Objects.requireNonNull(job.request()), valid);
  }

  private void refused(
      JsonNode spec,
      DesiredJob job,
      dev.tunesmith.lifecycle.Verdict.Refuse refusal,
      boolean valid) {
    assertThat(refusal.message()).isNotBlank();
    if (valid && refusal.reason() == ConditionReason.REQUEST_REJECTED) {
      for (String field : tuningSchema.unknownFields("spec.tuning", spec.path("tuning"))) {
        assertThat(refusal.message()).contains("unknown field " + field);
      }
    }
    statuses.refused(job, refusal);
  }

  /** Whether the schema leaves a member to the service, whose types gRPC knows. */
  private static boolean hasFreeForm(JsonNode spec) {
    return !spec.findValues("generationConfig").isEmpty()
        || !spec.findValues("inferenceGenerationConfig").isEmpty();
  }

  private Verdict mapped(JsonNode spec, DesiredJob job, JobRequest request, boolean valid) {
    Scope scope = Objects.requireNonNull(job.scope());
    Object asked = Said.of(spec.path("tuning"));
    if (valid) {
      assertThat(tuningSchema.unknownFields("", spec.path("tuning")))
          .as("unknown and mapped")
          .isEmpty();
      assertThat(Said.of(tree(request.json()))).as("what is sent by REST").isEqualTo(asked);
      assertThat(Said.of(tree(Objects.requireNonNull(job.inputs())).path("tuning")))
          .as("what is labelled")
          .isEqualTo(asked);
    }
    if (!Mapping.lacking(request).isEmpty()) {
      return Verdict.MAPPED;
    }
    CreateTuningJobRequest message;
    try {
      message = Mapping.message(scope, request, OWNER);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("cannot be expressed in v1 of the gRPC API");
      if (!hasFreeForm(spec)) {
        assertThat(valid).as("what the schema takes can be said: %s", e.getMessage()).isFalse();
        assertThat(e).hasMessageContaining("AdapterSize");
      }
      return Verdict.UNSAYABLE;
    }
    if (!UTF_8.newEncoder().canEncode(scope + request.toString())) {
      assertThat(valid).as("half a surrogate pair was stored").isFalse();
      return Verdict.MAPPED;
    }
    CreateTuningJobRequest sent = overTheWire(message);
    assertThat(sent.getParent()).isEqualTo(scope.parent());
    if (valid) {
      assertThat(Said.of(body(sent))).as("what is sent by gRPC").isEqualTo(asked);
    }
    return Verdict.MAPPED;
  }

  private static CreateTuningJobRequest overTheWire(CreateTuningJobRequest message) {
    try {
      return CreateTuningJobRequest.parseFrom(message.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("what is sent cannot be read", e);
    }
  }

  /** The REST body of a create, without our labels. */
  private static JsonNode body(CreateTuningJobRequest sent) {
    try {
      var job = sent.getTuningJob().toBuilder();
      List.copyOf(OWNER.keySet()).forEach(job::removeLabels);
      return tree(JsonFormat.printer().print(job));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
