package dev.larder.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Requests to a server whose certificate is for localhost alone. */
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;
  private final AtomicLong millis = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final SocketHttpClient client =
      new SocketHttpClient(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          () -> SocketHttpClient.UNBOUNDED,
          millis::get);
  private SSLContext before;
  private SSLContext trusting;
  private SSLServerSocket server;

  @BeforeEach
  void start() throws Exception {
    before = SSLContext.getDefault();
    KeyStore keys = keys();
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(own.getKeyManagers(), others.getTrustManagers(), null);
    server =
        (SSLServerSocket)
            trusting
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "tls-server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    SSLContext.setDefault(before);
    client.close();
    server.close();
  }

  private KeyStore keys() throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setKeyEntry("a", keys.getKey("a", PASSWORD), PASSWORD, keys.getCertificateChain("a"));
    trusted.setCertificateEntry("b", keys.getCertificate("a"));
    return trusted;
  }

  private void serve() {
    byte[] answer = ScriptedServer.answer(200, "{}").getBytes(StandardCharsets.ISO_8859_1);
    while (!server.isClosed()) {
      try (var connection = server.accept()) {
        connections.incrementAndGet();
        byte[] request = new byte[4096];
        while (connection.getInputStream().read(request) > 0) {
          connection.getOutputStream().write(answer);
        }
      } catch (IOException e) {
        // Refused by the client, or closed by it or by the test
      }
    }
  }

  private HttpExecuteResponse get(String host) throws IOException {
    return client
        .prepareRequest(
            HttpExecuteRequest.builder()
                .request(
                    SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create("https://" + host + ":" + server.getLocalPort()))
                        .build())
                .build())
        .call();
  }

  @Test
  void aServerWithACertificateForItsNameIsTrustedAndItsConnectionKept() throws IOException {
    SSLContext.setDefault(trusting);
    for (int i = 0; i < 3; i++) {
      assertEquals(200, get("localhost").httpResponse().statusCode());
      millis.addAndGet(2_000);
    }
    assertEquals(1, connections.get());
  }

  @Test
  void aServerWithACertificateForAnotherNameIsNotTrusted() {
    SSLContext.setDefault(trusting);
    assertUntrusted("127.0.0.1");
  }

  @Test
  void aServerWhoseCertificateNobodyHasSignedIsNotTrusted() {
    assertUntrusted("localhost");
  }

  private void assertUntrusted(String host) {
    ConnectException e = assertThrows(ConnectException.class, () -> get(host));
    assertInstanceOf(SSLHandshakeException.class, e.getCause());
  }
}
