package dev.tunesmith.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Which cases are played, and where those are kept that once failed. */
public final class Cases {
  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
  private static final Path FAILED = Path.of("target", "fuzz");

  private Cases() {}

  /**
   * How many cases are played.
   *
   * @param few how many in every build
   * @return {@code -Dtunesmith.fuzz.runs}, else few
   */
  public static int runs(int few) {
    return Integer.getInteger("tunesmith.fuzz.runs", few);
  }

  /**
   * The seed of the first case; each further one has the next number.
   *
   * @return {@code -Dtunesmith.fuzz.seed}, else another each time
   */
  public static long firstSeed() {
    return Long.getLong("tunesmith.fuzz.seed", new Random().nextLong(1L << 40));
  }

  /**
   * Plays cases; a failure names its seed.
   *
   * @param few how many in every build
   * @param play plays the case of a seed
   */
  public static void play(int few, LongConsumer play) {
    long first = firstSeed();
    boolean one = Long.getLong("tunesmith.fuzz.seed") != null;
    int runs = one ? runs(1) : runs(few);
    System.out.printf("%d cases from seed %d%n", runs, first);
    LongStream.range(first, first + runs)
        .forEach(
            seed -> {
              try {
                play.accept(seed);
              } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError(
                    "the case of -Dtunesmith.fuzz.seed=" + seed + " fails: " + e.getMessage(), e);
              }
            });
  }

  /** The cases of a kind that are replayed in every build. */
  static Stream<Path> corpus(String kind) {
    try (Stream<Path> files = Files.list(CORPUS.resolve(kind))) {
      List<Path> sorted = files.sorted().toList();
      if (sorted.isEmpty()) {
        throw new IllegalStateException("no corpus in " + CORPUS.resolve(kind));
      }
      return sorted.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a case that failed, as a file for the corpus. */
  static void keep(String kind, String file, String content) {
    try {
      Path folder = Files.createDirectories(FAILED.resolve(kind));
      Path path = Files.writeString(folder.resolve(file), content);
      System.out.println(
          "the case is in "
              + path
              + "; in "
              + CORPUS.resolve(kind)
              + " it would be replayed always");
      System.out.println(content.length() > 2_000 ? content.substring(0, 2_000) + "…" : content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes as text: compressed, for a megabyte of one letter is a case like another. */
  static String packed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getMimeEncoder(100, "\n".getBytes(US_ASCII)).encodeToString(out.toByteArray());
  }

  static byte[] unpacked(String text) {
    byte[] bytes = Base64.getMimeDecoder().decode(text);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
