package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.cli.manifest.ApiServerCheck;
import dev.tunesmith.cli.manifest.ManifestFile;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The verdict of {@code tunesmith validate} on random specs, beside the real API server's. */
@KubeApiServer
@DisplayName("Any spec")
class ValidateFuzzIT {
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_LARGE = 413;
  private static final int BAD_REQUEST = 400;

  private final Map<String, Integer> verdicts = new TreeMap<>();

  @Test
  @DisplayName("is refused offline if, and only if, the API server refuses it")
  void random(ApiServer server, TestNamespace namespace) {
    CustomResourceDefinition crd =
        server
            .admin()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("tuningjobs.tunesmith.dev")
            .get();
    ApiServerCheck check = new ApiServerCheck(List.of(crd));
    RawApi api = new RawApi(namespace);
    Cases.play(
        300,
        seed -> {
          ObjectNode spec = RandomSpec.of(new Chance(seed));
          try {
            judged(api, check, SpecProof.resource(spec, "fuzz"));
          } catch (RuntimeException | AssertionError | StackOverflowError e) {
            Cases.keep("specs", seed + ".json", SpecProof.json(spec));
            throw e;
          }
        });
    System.out.println(verdicts);
    if (Long.getLong("tunesmith.fuzz.seed") == null) {
      assertThat(verdicts).containsKeys("refused", "taken");
    }
  }

  private void judged(RawApi api, ApiServerCheck check, String json) {
    List<ValidationError> errors = offline(check, json);
    try {
      api.judgeStrictly(json);
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isIn(UNPROCESSABLE, TOO_LARGE, BAD_REQUEST);
      if (e.getCode() != TOO_LARGE) {
        assertThat(errors).as(e.getMessage()).isNotEmpty();
      }
      verdicts.merge("refused", 1, Integer::sum);
      return;
    }
    assertThat(errors).as("the server takes it").isEmpty();
    verdicts.merge("taken", 1, Integer::sum);
  }

  private static List<ValidationError> offline(ApiServerCheck check, String json) {
    ManifestFile file = ManifestFile.of("fuzz.json", json);
    List<ValidationError> errors = new ArrayList<>(file.errors());
    file.documents().forEach(manifest -> errors.addAll(check.errors(manifest)));
    return errors;
  }
}
