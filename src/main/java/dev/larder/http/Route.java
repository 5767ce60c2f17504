package dev.larder.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths that the API has, and the methods that each takes. */
public enum Route {
  LOOKUP("/", "POST"),
  OPENAPI("/openapi", "GET", "HEAD"),
  HEALTH("/_health", "GET", "HEAD"),
  TRANSACTIONS("/_transactions", "POST"),
  JOBS("/_jobs/{id}", "GET", "HEAD"),
  JOB_RESULT("/_jobs/{id}/result", "GET", "HEAD"),
  COLLECTION("/{collection}", "GET", "HEAD", "POST", "DELETE"),
  ITEM("/{collection}/{key}", "GET", "HEAD", "PUT", "PATCH", "DELETE");

  private static final Pattern JOB = Pattern.compile("/_jobs/[^/]+(/result)?");

  /** A collection, a partition key and a sort key. */
  private static final int MOST_SEGMENTS = 3;

  private final String template;
  private final List<String> methods;

  Route(String template, String... methods) {
    this.template = template;
    this.methods = List.of(methods);
  }

  /** The path with names for its variable parts, for logs and metrics. */
  public String template() {
    return template;
  }

  boolean takes(String method) {
    return methods.contains(method);
  }

  /** The value of the Allow header field, RFC 9110, section 10.2.1. */
  String allow() {
    return String.join(", ", methods) + ", OPTIONS";
  }

  /** The route of a path as it was sent; empty where there is none. */
  public static Optional<Route> of(String path) {
    if (path.equals(LOOKUP.template)) {
      return Optional.of(LOOKUP);
    }
    if (path.equals(OPENAPI.template)) {
      return Optional.of(OPENAPI);
    }
    if (path.equals(HEALTH.template)) {
      return Optional.of(HEALTH);
    }
    if (path.equals(TRANSACTIONS.template)) {
      return Optional.of(TRANSACTIONS);
    }
    Matcher job = JOB.matcher(path);
    if (job.matches()) {
      return Optional.of(job.group(1) == null ? JOBS : JOB_RESULT);
    }
    long segments = path.chars().filter(c -> c == '/').count();
    if (segments > MOST_SEGMENTS) {
      return Optional.empty();
    }
    return Optional.of(segments == 1 ? COLLECTION : ITEM);
  }
}
