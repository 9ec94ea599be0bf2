package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_RUNNING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Protocol.class)
@DisplayName("Listings come in pages, newest first")
class PagingTest {
  @RegisterExtension
  final RunningEmulator running = new RunningEmulator(EmulatorOptions.defaults().withPageSize(5));

  @Parameter Protocol protocol = Protocol.REST;

  @ParameterizedTest
  @CsvSource({"0, 5", "2, 2", "5, 5", "6, 5", "100, 5"})
  @DisplayName("the page has the requested size, up to the limit; together they are complete")
  void pages(int requested, int given) {
    Wire wire = running.wire(protocol);
    List<String> created = create(wire, 12);

    Result page = wire.list(PARENT, requested, "", "");
    assertThat(page.names()).hasSize(given);
    List<String> all = new ArrayList<>(page.names());
    while (!page.nextPageToken().isEmpty()) {
      page = wire.list(PARENT, requested, page.nextPageToken(), "");
      assertThat(page.names()).isNotEmpty();
      all.addAll(page.names());
    }
    assertThat(all).containsExactlyElementsOf(created.reversed());
  }

  @Test
  @DisplayName("a full last page has no token, and an empty list is an empty object")
  void ends() {
    Wire wire = running.wire(protocol);
    assertThat(wire.list(PARENT).body()).isEmpty();
    create(wire, 5);
    assertThat(wire.list(PARENT).nextPageToken()).isEmpty();
  }

  @Test
  @DisplayName("a job created meanwhile moves nothing in the pages that follow")
  void stable() {
    Wire wire = running.wire(protocol);
    List<String> created = create(wire, 6);
    Result first = wire.list(PARENT, 3, "", "");
    create(wire, 2);
    Result second = wire.list(PARENT, 3, first.nextPageToken(), "");

    assertThat(first.names()).containsExactlyElementsOf(created.subList(3, 6).reversed());
    assertThat(second.names()).containsExactlyElementsOf(created.subList(0, 3).reversed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "bm9uc2Vuc2U", "!"})
  @DisplayName("a token that was not given is refused")
  void badToken(String token) {
    Result refused = running.wire(protocol).list(PARENT, 0, token, "");
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly("page_token");
  }

  @Test
  @DisplayName("a token of another list is refused, and so is a negative page size")
  void tokenOfAnotherList() {
    Wire wire = running.wire(protocol);
    create(wire, 6);
    String token = wire.list(PARENT).nextPageToken();

    assertThat(wire.list("projects/other/locations/us-central1", 0, token, "").code())
        .isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(wire.list(PARENT, -1, "", "").code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "labels.team=support | 3",
        "labels.team=\"support\" AND tuned_model_display_name=\"job-1\" | 1",
        "labels.team!=support | 0",
        "labels.team:* | 3",
        "labels.other:* | 0",
        "state=\"JOB_STATE_RUNNING\" | 2",
        "state=JOB_STATE_PENDING | 1",
        "base_model=gemini-2.5-pro | 0",
      })
  @DisplayName("a filter that can be read is honoured")
  void filter(String filter, int count) {
    Wire wire = running.wire(protocol);
    create(wire, 2);
    running.clock().advance(UNTIL_RUNNING);
    wire.create(PARENT, request("job-2"));

    assertThat(wire.list(PARENT, 0, "", filter).names()).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels.team", "unknown_field=1", "state=A OR state=B", "state:abc"})
  @DisplayName("a filter that cannot be read is refused, also where there is nothing to filter")
  void badFilter(String filter) {
    Result refused = running.wire(protocol).list(PARENT, 0, "", filter);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly("filter");
  }

  private static List<String> create(Wire wire, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(wire.create(PARENT, request("job-" + i)).name());
    }
    return names;
  }
}
