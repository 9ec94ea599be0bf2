package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A folder in Cloud Storage")
class StorageFolderTest {
  private static StorageFolder folder(String uri) {
    return StorageFolder.parse(uri).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "gs://b/tuned,     b, tuned/",
    "gs://b/tuned/,    b, tuned/",
    "gs://b/a b/c,     b, a b/c/",
    "gs://b,           b, ''",
    "gs://b/,          b, ''",
    "gs://b//,         b, ''"
  })
  @DisplayName("is a prefix that ends with a slash, or the whole bucket")
  void parsed(String uri, String bucket, String prefix) {
    assertThat(folder(uri)).isEqualTo(new StorageFolder(bucket, prefix));
    assertThat(folder(uri).isBucket()).isEqualTo(prefix.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gs://", "gs:///x", "https://b/tuned", "b/tuned"})
  @DisplayName("is nothing that names no bucket")
  void none(String uri) {
    assertThat(StorageFolder.parse(uri)).isEmpty();
  }

  @Test
  @DisplayName("overlaps with itself, and with what is in it or around it, and with nothing else")
  void overlaps() {
    StorageFolder tuned = folder("gs://b/tuned");
    assertThat(tuned.overlaps(folder("gs://b/tuned/"))).isTrue();
    assertThat(tuned.overlaps(folder("gs://b/tuned/1"))).isTrue();
    assertThat(tuned.overlaps(folder("gs://b"))).isTrue();
    assertThat(tuned.overlaps(folder("gs://b/tuned-2"))).isFalse();
    assertThat(tuned.overlaps(folder("gs://c/tuned"))).isFalse();
  }
}
