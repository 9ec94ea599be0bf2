package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bill of materials that {@code package} writes beside the libraries. */
@DisplayName("The bill of materials (CycloneDX)")
class SbomIT {
  private static final Path SBOM = Path.of("target", "tunesmith-sbom.json");

  @BeforeAll
  static void packaged() {
    if (!Files.exists(SBOM)) {
      System.err.println("SKIPPED: no " + SBOM + "; package makes it, but not offline (-o)");
    }
    assumeThat(SBOM).as("made by package, online").exists();
  }

  @Test
  @DisplayName("names each library of the program by its digest, and nothing else")
  void complete() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : sbom().path("components")) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          listed.put(hash.path("content").asText(), component.path("purl").asText());
        }
      }
    }
    Map<String, String> shipped = new TreeMap<>();
    for (List<Path> libraries : List.of(Packaged.operator(), Packaged.tools())) {
      for (Path jar : libraries) {
        shipped.put(sha256(jar), jar.getFileName().toString());
      }
    }
    assertThat(shipped).isNotEmpty();
    assertThat(without(shipped, listed)).as("libraries that are not in it").isEmpty();
    assertThat(without(listed, shipped)).as("what is in it and not shipped").isEmpty();
  }

  private static Collection<String> without(Map<String, String> these, Map<String, String> those) {
    Map<String, String> rest = new TreeMap<>(these);
    rest.keySet().removeAll(those.keySet());
    return rest.values();
  }

  @Test
  @DisplayName("is the same each time: no serial number, the build's own time, the program's name")
  void sameEachTime() throws IOException {
    assertThat(sbom().has("serialNumber")).isFalse();
    JsonNode metadata = sbom().path("metadata");
    assertThat(metadata.path("timestamp").asText(JibImage.buildTime()))
        .isEqualTo(JibImage.buildTime());
    assertThat(metadata.at("/component/name").asText()).isEqualTo("tunesmith");
    assertThat(metadata.at("/component/type").asText()).isEqualTo("application");
  }

  private static JsonNode sbom() throws IOException {
    return new ObjectMapper().readTree(SBOM.toFile());
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
