package dev.tunesmith.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {
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
}
