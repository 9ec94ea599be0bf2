package dev.tunesmith.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Makes the whole JVM trust further certificate authorities, beside those that it came with. The
 * JVM reads no PEM by itself, and only its default store is asked by gRPC and by the libraries that
 * fetch tokens alike.
 */
public final class TrustedAuthorities {
  private static final String STORE = "javax.net.ssl.trustStore";

  /**
   * Guards nothing: the store holds certificates, which are public; the format wants a password.
   */
  private static final String PASSWORD = "changeit";

  private TrustedAuthorities() {}

  /**
   * Adds authorities. To be called before the first connection with TLS, which reads the store
   * once.
   *
   * @param pem one or more certificates
   * @throws IOException where the file holds none, or cannot be read
   */
  public static void add(Path pem) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (X509Certificate own : jvms()) {
        store.setCertificateEntry("jvm-" + number++, own);
      }
      for (Certificate further : certificates(pem)) {
        store.setCertificateEntry("further-" + number++, further);
      }
      Path file = Files.createTempFile("trust", ".p12");
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD.toCharArray());
      }
      file.toFile().deleteOnExit();
      System.setProperty(STORE, file.toString());
      System.setProperty(STORE + "Type", "PKCS12");
      System.setProperty(STORE + "Password", PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " holds no certificates in PEM: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path pem)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException(pem + " holds no certificates in PEM");
      }
      return certificates;
    }
  }

  private static X509Certificate[] jvms() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    throw new GeneralSecurityException("the JVM has no trusted certificate authorities");
  }
}
