package dev.tunesmith.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** Our compiled classes without the tests; read once. */
final class House {
  static final String ROOT = "dev.tunesmith";

  /** Never changed: what the compiler made is read, nothing else. */
  static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  private House() {}
}
