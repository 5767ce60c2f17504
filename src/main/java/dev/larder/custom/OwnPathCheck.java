package dev.larder.custom;

import dev.larder.http.Endpoint;
import dev.larder.http.OwnResources;
import dev.larder.http.PathTemplate;
import dev.larder.table.config.LarderConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Ends the start if a resource of the owner hides a path of Larder's. */
@Singleton
class OwnPathCheck {

  /**
   * @throws IllegalArgumentException that names the resource
   */
  void check(@Observes StartupEvent started, OwnResources own, LarderConfig config) {
    for (Endpoint endpoint : own.all()) {
      Set<String> collections = config.collections().keySet();
      // The router looks for no other class below the path of one.
      requireFree(endpoint, PathTemplate.of(endpoint.resource()).withoutExpressions(), collections);
      requireFree(endpoint, endpoint.template(), collections);
    }
  }

  private static void requireFree(Endpoint endpoint, String template, Set<String> collections) {
    String hidden = hidden(template, collections);
    if (hidden != null) {
      throw new IllegalArgumentException(
          endpoint.resource().getName()
              + " has the path "
              + template
              + ", which hides "
              + hidden
              + "; give the class another path, as in /reports or /orders/{id}/cancel");
    }
  }

  /** What a path template hides; null for nothing. */
  static String hidden(String template, Set<String> collections) {
    List<String> segments = Arrays.asList(template.substring(1).split("/"));
    String first = segments.get(0);
    if (first.isEmpty() || first.startsWith("_") || first.equals("openapi")) {
      return "a path of Larder";
    }
    if (first.startsWith("{")) {
      return "all collections";
    }
    boolean ofItems = segments.stream().skip(1).allMatch(segment -> segment.startsWith("{"));
    return collections.contains(first) && ofItems ? "the collection " + first : null;
  }
}
