package dev.larder.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the results of a bulk request as a client does that wants one for each entry. */
public final class Results {
  private Results() {}

  /** The answer, with a result of its own for each entry of those that failed alike. */
  public static JsonNode ofEach(JsonNode answer) {
    ObjectNode each = answer.deepCopy();
    if (answer.has("results")) {
      ArrayNode results = each.putArray("results");
      answer.path("results").forEach(result -> add(result, results));
    }
    return each;
  }

  private static void add(JsonNode result, ArrayNode results) {
    JsonNode entries = result.path("entries");
    if (!entries.has("to")) {
      results.add(result);
      return;
    }
    int first = entries.path("from").asInt();
    int last = entries.path("to").asInt();
    for (int entry = first; entry <= last; entry++) {
      ObjectNode single = result.deepCopy();
      single.remove("entries");
      JsonNode lines = single.remove("lines");
      single.put("entry", entry);
      if (lines != null && (entry == first || entry == last)) {
        single.set("line", lines.path(entry == first ? "from" : "to"));
      }
      results.add(single);
    }
  }
}
