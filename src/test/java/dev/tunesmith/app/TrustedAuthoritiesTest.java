package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Further certificate authorities")
class TrustedAuthoritiesTest {
  private static final List<String> PROPERTIES =
      List.of(
          "javax.net.ssl.trustStore",
          "javax.net.ssl.trustStoreType",
          "javax.net.ssl.trustStorePassword");

  private final Map<String, String> before = new TreeMap<>();

  @TempDir private Path folder;

  TrustedAuthoritiesTest() {
    PROPERTIES.forEach(name -> before.put(name, System.getProperty(name, "")));
  }

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static List<String> trusted() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<String> names = new ArrayList<>();
    Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .map(X509Certificate::getSubjectX500Principal)
        .forEach(subject -> names.add(subject.getName()));
    return names;
  }

  @Test
  @DisplayName("are trusted by whatever asks the JVM, beside those that it came with")
  void added() throws Exception {
    List<String> jvms = trusted();
    Path pem = folder.resolve("ca.crt");
    Files.writeString(pem, SelfSigned.pem("CN=proxy-1") + SelfSigned.pem("CN=proxy-2"));

    TrustedAuthorities.add(pem);

    assertThat(trusted()).containsAll(jvms).contains("CN=proxy-1", "CN=proxy-2");
    assertThat(trusted()).hasSize(jvms.size() + 2);
  }

  @Test
  @DisplayName("that are no certificates are refused by the file's name, and nothing is changed")
  void refused() throws Exception {
    List<String> jvms = trusted();
    Path pem = Files.writeString(folder.resolve("ca.crt"), "no certificate\n");

    assertThatThrownBy(() -> TrustedAuthorities.add(pem))
        .hasMessageContaining("ca.crt holds no certificates in PEM");
    assertThat(trusted()).isEqualTo(jvms);
  }
}
