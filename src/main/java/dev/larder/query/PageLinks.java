package dev.larder.query;

import dev.larder.text.QueryValue;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.stream.Stream;

/** The field {@code Link} of a page: the pages around it. */
final class PageLinks {
  /**
   * The size up to which the field has two links. API Gateway permits 10,240 bytes for all header
   * fields of a response.
   */
  private static final int MOST_LINK_BYTES = 4000;

  private PageLinks() {}

  /**
   * The value of the field; empty if there is no other page. It is one field, since some gateways
   * take one. An export leads forward only: scripts take whatever link it has for the next page.
   */
  static Optional<String> field(HttpServerRequest sent, Page.Members members, boolean isExport) {
    Optional<String> next = members.next().map(cursor -> link(sent, cursor, "next"));
    int room = MOST_LINK_BYTES - next.map(String::length).orElse(0);
    Optional<String> prev =
        members
            .prev()
            .filter(cursor -> !isExport)
            .map(cursor -> link(sent, cursor, "prev"))
            .filter(link -> next.isEmpty() || link.length() <= room);
    return Stream.concat(next.stream(), prev.stream())
        .reduce((first, second) -> first + ", " + second);
  }

  /**
   * Returns the link to another page: the path, the cursor, and the query as it was sent. A count
   * is not repeated with each page.
   */
  private static String link(HttpServerRequest sent, String cursor, String relation) {
    StringBuilder link = new StringBuilder("<").append(sent.path());
    link.append("?cursor=").append(cursor);
    String query = sent.query();
    if (query != null) {
      for (String parameter : query.split("&")) {
        String name = QueryValue.decode(parameter.split("=", 2)[0]).text();
        if (!parameter.isEmpty() && !name.equals("cursor") && !name.equals("count")) {
          // Clients split the field Link at commas; only in a list of values one must stay.
          boolean mayBeList = name.endsWith("]");
          link.append('&').append(mayBeList ? parameter : parameter.replace(",", "%2C"));
        }
      }
    }
    return link.append(">; rel=\"").append(relation).append('"').toString();
  }
}
