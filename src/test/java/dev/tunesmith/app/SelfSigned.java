package dev.tunesmith.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates that nobody signed but themselves, made by the JDK's keytool. */
final class SelfSigned {
  private static final String PASSWORD = "changeit";

  private SelfSigned() {}

  static String pem(String subject) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("self-signed");
    Path store = folder.resolve("store.p12");
    Path certificate = folder.resolve("certificate.pem");
    keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", subject, "-validity", "1");
    keytool(store, "-exportcert", "-rfc", "-file", certificate.toString());
    return Files.readString(certificate);
  }

  private static void keytool(Path store, String command, String... options)
      throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    ProcessBuilder builder =
        new ProcessBuilder(
            keytool.toString(),
            command,
            "-alias",
            "one",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    builder.command().addAll(List.of(options));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}
