package dev.larder.net;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings by which the HTTP clients of the AWS SDK send requests through a proxy. {@link
 * SocketHttpClient} does not support one, and a function behind one could call nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-configuration-proxies.html">Proxy
 *     support of the SDK</a>
 */
public final class ProxySettings {
  private static final List<String> PROPERTIES = List.of("https.proxyHost", "http.proxyHost");

  private static final List<String> VARIABLES =
      List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY");

  private static final Pattern SEPARATORS = Pattern.compile("[,|]");

  private final UnaryOperator<String> properties;
  private final UnaryOperator<String> environment;

  /** The settings of this process: its system properties and its environment variables. */
  public ProxySettings() {
    this(System::getProperty, System::getenv);
  }

  /** Either function returns null for a name that is not set. */
  ProxySettings(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** The name of the first setting that names a proxy; empty if there is none. */
  public Optional<String> proxy() {
    return PROPERTIES.stream()
        .filter(name -> isSet(properties.apply(name)))
        .findFirst()
        .or(() -> VARIABLES.stream().filter(name -> isSet(environment.apply(name))).findFirst());
  }

  private static boolean isSet(String value) {
    return value != null && !value.isBlank();
  }

  /**
   * Whether requests to a host do not go through the proxy: {@code http.nonProxyHosts} or {@code
   * NO_PROXY} has the host, a domain above it, or a pattern with {@code *} for it. The SDK itself
   * knows only patterns; other programs take a domain for all hosts in it.
   */
  public boolean excepts(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return Stream.of(
            properties.apply("http.nonProxyHosts"),
            environment.apply("no_proxy"),
            environment.apply("NO_PROXY"))
        .filter(Objects::nonNull)
        .flatMap(value -> Arrays.stream(SEPARATORS.split(value)))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> covers(entry, name));
  }

  private static boolean covers(String entry, String host) {
    if (entry.contains("*")) {
      return host.matches("\\Q" + entry.replace("*", "\\E.*\\Q") + "\\E");
    }
    String domain = entry.startsWith(".") ? entry : "." + entry;
    return ("." + host).endsWith(domain);
  }
}
