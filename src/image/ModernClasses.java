import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes class files from before Java 6 anew as those of Java 8, with the stack maps that belong to
 * them. An AOT cache takes no older ones, and without it picocli, which reads the command line,
 * takes half of a start. Nothing but the version and the stack maps changes. Run as a source file
 * by {@code assemble}; no part of the product.
 *
 * <p>Argument: the folder with the libraries. Signed ones are left as they are.
 */
final class ModernClasses {
  private static final int STACK_MAPS_SINCE = ClassFile.JAVA_6_VERSION;

  /** Of all entries, whatever the time zone is. */
  private static final LocalDateTime SAME_EACH_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  public static void main(String[] args) throws IOException {
    List<Path> libraries = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
      jars.forEach(libraries::add);
    }
    Collections.sort(libraries);
    for (Path library : libraries) {
      urls.add(library.toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (Path library : libraries) {
        modernise(classFile, library);
      }
    }
  }

  private static void modernise(ClassFile classFile, Path library) throws IOException {
    Path written = library.resolveSibling(library.getFileName() + ".new");
    int old = 0;
    try (ZipFile from = new ZipFile(library.toFile())) {
      if (from.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.SF"))) {
        return;
      }
      try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(written))) {
        Enumeration<? extends ZipEntry> entries = from.entries();
        while (entries.hasMoreElements()) {
          ZipEntry entry = entries.nextElement();
          byte[] bytes = from.getInputStream(entry).readAllBytes();
          if (entry.getName().endsWith(".class") && major(bytes) < STACK_MAPS_SINCE) {
            bytes = modern(classFile, bytes);
            old++;
          }
          ZipEntry copy = new ZipEntry(entry.getName());
          copy.setTimeLocal(SAME_EACH_TIME);
          to.putNextEntry(copy);
          to.write(bytes);
        }
      }
    }
    if (old == 0) {
      Files.delete(written);
      return;
    }
    Files.move(written, library, StandardCopyOption.REPLACE_EXISTING);
    System.out.println(old + " classes of " + library.getFileName() + " got stack maps");
  }

  private static int major(byte[] bytes) {
    return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
  }

  private static byte[] modern(ClassFile classFile, byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    ClassTransform version =
        ClassTransform.dropping(element -> element instanceof ClassFileVersion)
            .andThen(
                ClassTransform.endHandler(
                    builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0)));
    // A body that nothing transforms would be copied as it is, without stack maps.
    return classFile.transformClass(
        model, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
  }
}
