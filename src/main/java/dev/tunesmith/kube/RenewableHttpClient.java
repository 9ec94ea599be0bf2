package dev.tunesmith.kube;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, whose connections can be replaced. Up to JDK 25 it sends no HTTP/2 PING,
 * its {@code jdk.httpclient.keepalive.timeout} concerns idle connections alone, and a connection on
 * which requests time out stays in use: over a half-open connection no request succeeds and no
 * watch ends. The Kubernetes client (7.9.0) sends no ping either; its {@code websocketPingInterval}
 * has no effect on the JDK's client.
 */
final class RenewableHttpClient extends HttpClient {
  private final Supplier<HttpClient> source;
  private final WatchedCollections collections;
  private volatile HttpClient current;

  private RenewableHttpClient(Supplier<HttpClient> source, WatchedCollections collections) {
    this.source = source;
    this.collections = collections;
    this.current = source.get();
  }

  /** Ends every request and every stream with an IOException; later ones connect again. */
  void renew() {
    HttpClient old = current;
    current = source.get();
    old.shutdownNow();
  }

  /** Makes the Kubernetes client use a renewable client. */
  static final class Factory extends JdkHttpClientFactory {
    private final WatchedCollections collections;
    private volatile @Nullable RenewableHttpClient built;
    private String @Nullable [] suites;

    Factory(WatchedCollections collections) {
      this.collections = collections;
    }

    /** Renews the connections of the Kubernetes client that was built with this. */
    void renew() {
      RenewableHttpClient client = built;
      if (client != null) {
        client.renew();
      }
    }

    /** The JDK's builder, but for {@code build} and the order of cipher suites. */
    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
      HttpClient.Builder builder = super.createNewHttpClientBuilder();
      return (HttpClient.Builder)
          Proxy.newProxyInstance(
              HttpClient.Builder.class.getClassLoader(),
              new Class<?>[] {HttpClient.Builder.class},
              (proxy, method, args) -> {
                if (method.getName().equals("build")) {
                  built = new RenewableHttpClient(builder::build, collections);
                  return built;
                }
                if (method.getName().equals("sslContext")) {
                  suites = inOrder((SSLContext) args[0]);
                } else if (method.getName().equals("sslParameters")) {
                  ((SSLParameters) args[0]).setCipherSuites(suites);
                }
                try {
                  Object result = method.invoke(builder, args);
                  return result instanceof HttpClient.Builder ? proxy : result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    /**
     * ChaCha20 first: only the JVM's optimising compiler, which the operator runs without, uses the
     * processor's instructions for AES. Without them ChaCha20 costs a quarter.
     */
    private static String[] inOrder(SSLContext context) {
      return Stream.of(context.getDefaultSSLParameters().getCipherSuites())
          .sorted(Comparator.comparing(suite -> !suite.contains("CHACHA20")))
          .toArray(String[]::new);
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return current.sendAsync(request, collections.observe(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    return current.sendAsync(request, collections.observe(request, handler), pushPromiseHandler);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return current.send(request, collections.observe(request, handler));
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return current.newWebSocketBuilder();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return current.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return current.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return current.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return current.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return current.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return current.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return current.authenticator();
  }

  @Override
  public Version version() {
    return current.version();
  }

  @Override
  public Optional<Executor> executor() {
    return current.executor();
  }
}
