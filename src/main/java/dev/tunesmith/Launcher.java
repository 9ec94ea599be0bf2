package dev.tunesmith;

import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The entry point of {@code java -jar tunesmith.jar}, called by {@link JavaVersion}. In the image,
 * the class path in the jar's manifest, {@code lib/}, is the operator's. The other commands also
 * need {@code lib/tools/}; they run in a class loader that has both. Elsewhere the jar has all of
 * them in itself.
 */
public final class Launcher {
  private Launcher() {}

  /** Runs {@link OperatorMain} on the command's class path. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals(OperatorMain.OPERATOR)) {
      OperatorMain.main(args);
      return;
    }
    // Everything is loaded again: what lib/ and lib/tools/ hold must see each other. The loader is
    // never closed, since main ends the process.
    ClassLoader loader = new Tools(classPath(location()));
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass(OperatorMain.class.getName())
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }

  /**
   * Loads all but {@code sun.misc.Unsafe}: from JDK 24 on its use writes a warning, and no entry of
   * a jar's manifest allows it, as the image's options do. Protobuf and Netty do without it.
   */
  private static final class Tools extends URLClassLoader {
    private static final boolean WARNS = Runtime.version().feature() >= 24;

    static {
      registerAsParallelCapable();
    }

    Tools(URL[] classPath) {
      super("tools", classPath, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (WARNS && name.equals("sun.misc.Unsafe")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  private static Path location() throws URISyntaxException {
    return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The jar brings {@code lib/} itself: a URLClassLoader reads its manifest, too. */
  private static URL[] classPath(Path jar) throws Exception {
    List<URL> urls = new ArrayList<>();
    urls.add(url(jar));
    Path tools = jar.resolveSibling("lib").resolve("tools");
    if (!Files.isDirectory(tools)) {
      return urls.toArray(URL[]::new);
    }
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(tools, "*.jar")) {
      for (Path library : libraries) {
        urls.add(url(library));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
