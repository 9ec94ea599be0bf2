package dev.tunesmith.app;

import dev.tunesmith.kind.tuningjob.ModelTable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The table of what is documented per model: packaged, or the administrator's own. */
public final class ModelTables implements ITypeConverter<ModelTable> {
  private static final String PACKAGED = "/dev/tunesmith/models.yaml";

  /** The table that this version was built with. */
  public static ModelTable packaged() {
    try (InputStream table = ModelTables.class.getResourceAsStream(PACKAGED)) {
      return Serialization.unmarshal(Objects.requireNonNull(table, PACKAGED), ModelTable.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ModelTable convert(String file) {
    Path path = new OptionParser.ReadableFile().convert(file);
    try {
      return Objects.requireNonNull(
          Serialization.unmarshal(Files.readString(path), ModelTable.class), "an empty file");
    } catch (IOException | RuntimeException e) {
      throw new TypeConversionException(
          "'" + file + "' is no table of models; write one as in docs/reference/models.md");
    }
  }
}
