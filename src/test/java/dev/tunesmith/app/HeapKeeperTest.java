package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The heap")
class HeapKeeperTest {
  private static final long MIB = 1 << 20;

  private final AtomicLong alive = new AtomicLong(40 * MIB);
  private final AtomicLong used = new AtomicLong(60 * MIB);
  private final AtomicInteger collections = new AtomicInteger();
  private final HeapKeeper keeper =
      new HeapKeeper(
          used::get,
          () -> {
            used.set(alive.get());
            collections.incrementAndGet();
          });

  @Test
  @DisplayName("is collected after the start, and then when it has grown by more than it may")
  void growth() {
    keeper.check();
    assertThat(collections).as("after the start").hasValue(1);

    used.addAndGet(23 * MIB);
    keeper.check();
    assertThat(collections).as("small growth is left to the collector").hasValue(1);

    used.addAndGet(MIB);
    keeper.check();
    assertThat(collections).as("grown by 24 MiB").hasValue(2);
  }

  @Test
  @DisplayName("of many resources may grow in proportion, so that their collections stay few")
  void proportion() {
    alive.set(100 * MIB);
    keeper.check();

    used.addAndGet(49 * MIB);
    keeper.check();
    assertThat(collections).hasValue(1);

    used.addAndGet(MIB);
    keeper.check();
    assertThat(collections).as("half as large again").hasValue(2);
  }
}
