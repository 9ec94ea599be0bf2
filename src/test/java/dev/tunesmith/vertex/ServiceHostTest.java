package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The host that knows a resource")
class ServiceHostTest {
  @ParameterizedTest
  @CsvSource({
    "projects/p/locations/us-central1/tuningJobs/1, us-central1-aiplatform.googleapis.com",
    "projects/646700000009/locations/europe-west4/tuningJobs/1,"
        + " europe-west4-aiplatform.googleapis.com",
    "projects/646700000009/locations/us/models/7@1, aiplatform.us.rep.googleapis.com",
    "projects/646700000009/locations/eu/endpoints/8, aiplatform.eu.rep.googleapis.com",
    "projects/example.com:p/locations/global/tuningJobs, aiplatform.googleapis.com",
  })
  @DisplayName("is that of the location in its name")
  void host(String name, String host) {
    assertThat(ServiceHost.of(ServiceHost.locationOf(name))).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "evil.com/", "us@evil.com", "us:443", "us#", "us central1", "US", "a..b"})
  @DisplayName("is made of nothing that could name another host: it is sent a credential")
  void noOtherHost(String location) {
    assertThatThrownBy(() -> ServiceHost.of(location)).isInstanceOf(IllegalArgumentException.class);
  }
}
