package dev.larder.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.lambda.HttpEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the last answers told, for requests that go on from there. */
final class Known {
  private static final int MOST = 40;

  private final Map<String, List<String>> values = new TreeMap<>();

  void learn(HttpEvent.Answer answer) {
    learn("etag", answer.headers().get("ETag"));
    learn("location", answer.headers().get("Location"));
    learn("date", answer.headers().get("Last-Modified"));
    String type = String.valueOf(answer.headers().get("Content-Type"));
    if (answer.status() < 400 && answer.body() != null && type.contains("json")) {
      Json.read(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .ifPresent(this::learnOfBody);
    }
  }

  private void learnOfBody(JsonNode body) {
    learn("cursor", body.path("next").textValue());
    learn("cursor", body.path("prev").textValue());
    learn("version", body.path("_version").textValue());
  }

  private void learn(String kind, String value) {
    if (value == null) {
      return;
    }
    List<String> all = values.computeIfAbsent(kind, absent -> new ArrayList<>());
    if (all.size() == MOST) {
      all.remove(0);
    }
    all.add(value);
  }

  /** One of a kind; text that was never told where there is none. */
  String of(String kind, Chance chance) {
    List<String> all = values.getOrDefault(kind, List.of());
    return all.isEmpty() ? "none" : chance.of(all);
  }
}
