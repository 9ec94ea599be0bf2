package dev.tunesmith.cli.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestFile;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {}                                                            | false",
        "status: {storedVersions: [v1alpha1], conditions: null}              | false",
        "status: {conditions: [{type: Established, status: 'False'}]}        | false",
        "status: {conditions: [{type: Established, status: 'True'}]}         | true"
      })
  @DisplayName("a CRD is waited for until it is established, also one whose status is still empty")
  void established(String crd, boolean established) {
    assertThat(Cluster.isEstablished(Serialization.unmarshal(crd, CustomResourceDefinition.class)))
        .isEqualTo(established);
  }

  @Test
  @DisplayName("what was applied is deleted again, and the Secret of the emulator's key with it")
  void secret() throws Exception {
    List<CustomResourceDefinition> crds = new ArrayList<>();
    for (String kind : List.of("tuningjobs", "tunedmodels")) {
      try (InputStream in = Files.newInputStream(Path.of("crds", kind + ".tunesmith.dev-v1.yml"))) {
        crds.add(Serialization.unmarshal(in, CustomResourceDefinition.class));
      }
    }
    List<Manifest> manifests =
        ManifestFile.of(Path.of("deploy/samples/tunedmodel/01-inline.yaml")).documents();
    Surroundings nothing = new Surroundings(Map.of(), folder, "linux", "amd64", false, UTF_8);
    try (Interruption interruption = new Interruption(() -> {});
        Server server =
            new Servers(nothing, interruption, line -> {}).open(null, null, Servers.Wanted.MOCK)) {
      Cluster cluster = new Cluster(server, "default");
      cluster.prepare(crds);
      cluster.apply(manifests);
      assertThat(secrets(server)).hasSize(1);
      assertThat(models(server)).hasSize(manifests.size());

      cluster.delete(manifests);
      assertThat(models(server)).isEmpty();
      assertThat(secrets(server)).isEmpty();
    }
  }

  private static List<Secret> secrets(Server server) {
    return server.client().secrets().inNamespace("default").list().getItems();
  }

  private static List<TunedModel> models(Server server) {
    return server.client().resources(TunedModel.class).inNamespace("default").list().getItems();
  }
}
