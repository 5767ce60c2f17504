package dev.larder.soak;

import dev.larder.event.Samples;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.HttpEvent.Answer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A kind of request. The keys repeat, so that nothing grows but the records of what is idempotent;
 * hence, and since any of those before it may have failed, most find an item or none.
 *
 * @param name as the summary has it
 */
record Kind(String name, Script script) {
  private static final int KEYS = 200;
  private static final String NOTE = "Please ring twice and wait for the door. ".repeat(6);
  private static final String FAILED = "RequestFailedException";

  interface Script {
    void run(Caller caller, int round) throws InterruptedException;
  }

  /** All, in the order in which they are sent. */
  static List<Kind> all() {
    return List.of(
        new Kind("put", (caller, n) -> caller.http(put(item(n)), 200, 201)),
        new Kind("get", (caller, n) -> caller.http(get(item(n)), 200, 404)),
        new Kind(
            "get consistent, fields",
            (caller, n) -> caller.http(get(item(n) + "?fields=note,n&consistent=true"), 200, 404)),
        new Kind("get unchanged", Kind::unchanged),
        new Kind("head", (caller, n) -> caller.http(HttpEvent.of("HEAD", item(n)), 200, 404)),
        new Kind("merge patch", (caller, n) -> caller.http(mergePatch(n), 200, 404, 409)),
        new Kind("json patch", (caller, n) -> caller.http(jsonPatch(n), 200, 404, 409)),
        new Kind(
            "put if match",
            (caller, n) -> caller.http(put(item(n)).header("If-Match", "\"another\""), 412)),
        new Kind("idempotent put, twice", Kind::repeated),
        new Kind("create", (caller, n) -> caller.http(create(n), 201, 409)),
        new Kind("typed item", Kind::typed),
        new Kind("bulk json", (caller, n) -> caller.http(bulk(n), 200, 207)),
        new Kind("bulk ndjson", (caller, n) -> caller.http(ndjson(n), 200, 207)),
        new Kind("bulk csv", (caller, n) -> caller.http(csv(n), 200, 207)),
        new Kind(
            "bulk idempotent",
            (caller, n) ->
                caller.http(
                    bulk(n).header("Idempotency-Key", UUID.randomUUID().toString()), 200, 207)),
        new Kind("bulk delete", (caller, n) -> caller.http(bulkDelete(n), 200, 207)),
        new Kind("batch get", (caller, n) -> caller.http(get("/items?id[in]=" + ids(n, ",")), 200)),
        new Kind("page and the next", Kind::pages),
        new Kind(
            "export",
            (caller, n) ->
                caller.http(
                    get("/items?limit=100")
                        .header("Accept", n % 2 == 0 ? "application/x-ndjson" : "text/csv"),
                    200)),
        new Kind("order", (caller, n) -> caller.http(put(order(n)), 200, 201)),
        new Kind(
            "query by key",
            (caller, n) ->
                caller.http(get("/orders?shop=s1&number[gte]=20&sort=-number&limit=20"), 200)),
        new Kind(
            "query by index",
            (caller, n) -> caller.http(get("/orders?status=open&created[lt]=100&limit=20"), 200)),
        new Kind(
            "plan",
            (caller, n) ->
                caller.http(
                    get("/orders?status=open&rating=3")
                        .header("Accept", "application/vnd.larder.plan+json"),
                    200)),
        new Kind("transaction", (caller, n) -> caller.http(transaction(n), 200, 409)),
        new Kind("job", Kind::job),
        new Kind("expiring item", Kind::expiring),
        new Kind(
            "item with schema",
            (caller, n) ->
                caller.http(
                    HttpEvent.of("PUT", "/products/sku-" + n % KEYS)
                        .json("{\"price\":" + (n % 3 == 0 ? "0" : "12.5") + "}"),
                    200,
                    201,
                    422)),
        new Kind("delete", (caller, n) -> caller.http(HttpEvent.of("DELETE", item(n)), 204)),
        new Kind(
            "lookup",
            (caller, n) ->
                caller.http(
                    HttpEvent.of("POST", "/").json("{\"id\":\"k-" + n % KEYS + "\"}"), 200, 404)),
        new Kind("openapi", (caller, n) -> caller.http(get("/openapi"), 200)),
        new Kind("health", (caller, n) -> caller.http(get("/_health"), 200)),
        new Kind("options", (caller, n) -> caller.http(HttpEvent.of("OPTIONS", item(n)), 200, 204)),
        new Kind("bad requests", Kind::bad),
        new Kind(
            "direct",
            (caller, n) -> {
              caller.direct(write("PUT", item(n)), FAILED);
              caller.direct("{\"id\":\"k-" + n % KEYS + "\"}", FAILED);
            }),
        new Kind("queue", (caller, n) -> caller.direct(queue(n))),
        new Kind(
            "stream", (caller, n) -> caller.direct(Samples.read("dynamodb-update").toString())),
        new Kind(
            "schedule",
            (caller, n) ->
                caller.direct(
                    Samples.read("cloudwatch-scheduled-event").toString(),
                    "HandlerFailedException")),
        new Kind(
            "unsupported event",
            (caller, n) -> caller.direct("{\"key1\":1}", "UnsupportedEventException")));
  }

  private static String item(int n) {
    return "/items/k-" + n % KEYS;
  }

  private static String order(int n) {
    return "/orders/s" + n % 3 + "/" + n % 50;
  }

  private static HttpEvent get(String path) {
    return HttpEvent.of("GET", path);
  }

  private static HttpEvent put(String path) {
    return HttpEvent.of("PUT", path).json(body(""));
  }

  private static String body(String members) {
    return "{"
        + members
        + "\"note\":\""
        + NOTE
        + "\",\"n\":1,\"status\":\"open\",\"created\":50,\"rating\":3,\"tags\":[]}";
  }

  private static HttpEvent create(int n) {
    return HttpEvent.of("POST", "/items").json(body("\"id\":\"c-" + n % KEYS + "\","));
  }

  private static void unchanged(Caller caller, int n) {
    String tag = caller.http(get(item(n)), 200, 404).headers().get("ETag");
    if (tag != null) {
      caller.http(get(item(n)).header("If-None-Match", tag), 304, 200, 404);
    }
  }

  private static HttpEvent mergePatch(int n) {
    return HttpEvent.of("PATCH", item(n))
        .json("{\"n\":" + n + "}")
        .header("Content-Type", "application/merge-patch+json");
  }

  private static HttpEvent jsonPatch(int n) {
    return HttpEvent.of("PATCH", item(n))
        .json("[{\"op\":\"replace\",\"path\":\"/tags\",\"value\":[\"a\"]}]")
        .header("Content-Type", "application/json-patch+json");
  }

  /** The repeat is the same, or the first has failed or is under way still. */
  private static void repeated(Caller caller, int n) {
    String key = UUID.randomUUID().toString();
    for (int i = 0; i < 2; i++) {
      caller.http(put(item(n)).header("Idempotency-Key", key), 200, 201, 409);
    }
  }

  private static void typed(Caller caller, int n) {
    String form = "application/vnd.larder.dynamodb+json";
    caller.http(
        HttpEvent.of("PUT", "/sessions/t-" + n % KEYS)
            .json("{\"tags\":{\"SS\":[\"a\",\"b\"]}}")
            .header("Content-Type", form),
        200,
        201);
    caller.http(get("/sessions/t-" + n % KEYS).header("Accept", form), 200, 404);
  }

  private static Stream<String> ids(int n) {
    return IntStream.range(0, 25).mapToObj(i -> "b-" + (n + i) % KEYS);
  }

  private static String ids(int n, String separator) {
    return ids(n).collect(Collectors.joining(separator));
  }

  private static HttpEvent bulk(int n) {
    return HttpEvent.of("POST", "/items")
        .json(
            ids(n)
                .map(id -> body("\"id\":\"" + id + "\","))
                .collect(Collectors.joining(",", "[", "]")));
  }

  private static HttpEvent ndjson(int n) {
    return HttpEvent.of("POST", "/items")
        .json("{\"id\":\"" + ids(n, "\"}\n{\"id\":\"") + "\"}\nno json\n")
        .header("Content-Type", "application/x-ndjson");
  }

  private static HttpEvent csv(int n) {
    return HttpEvent.of("POST", "/items")
        .json("id,n\n" + ids(n, ",7\n") + ",7\n")
        .header("Content-Type", "text/csv");
  }

  private static HttpEvent bulkDelete(int n) {
    return HttpEvent.of("DELETE", "/items")
        .json("{\"id\":\"" + ids(n, "\"}\n{\"id\":\"") + "\"}\n")
        .header("Content-Type", "application/x-ndjson");
  }

  private static void pages(Caller caller, int n) {
    Answer page = caller.http(get("/items?limit=20"), 200);
    String next = page.status() == 200 ? page.json().path("next").asText("") : "";
    if (!next.isEmpty()) {
      caller.http(get("/items?limit=20&cursor=" + next), 200);
    }
  }

  private static HttpEvent transaction(int n) {
    return HttpEvent.of("POST", "/_transactions")
        .json(
            String.format(
                Locale.ROOT,
                "{\"operations\":[{\"method\":\"PUT\",\"path\":\"/items/x-%d\",\"body\":%s},"
                    + "{\"method\":\"PUT\",\"path\":\"%s\",\"body\":%s},"
                    + "{\"method\":\"CHECK\",\"path\":\"%s\",\"ifMatch\":\"*\"}]}",
                n % KEYS,
                body(""),
                order(n),
                body(""),
                item(n)));
  }

  private static void job(Caller caller, int n) throws InterruptedException {
    Answer accepted = caller.http(put(item(n)).header("Prefer", "respond-async"), 202, 200, 201);
    caller.deliver();
    String job = accepted.headers().get("Location");
    if (accepted.status() == 202) {
      caller.http(get(job), 200, 303);
      caller.http(get(job + "/result"), 200, 201, 404);
    }
  }

  private static void expiring(Caller caller, int n) {
    String path = "/sessions/e-" + n % KEYS;
    caller.http(HttpEvent.of("PUT", path).json("{\"expires\":1}"), 200, 201);
    caller.http(
        HttpEvent.of("PUT", path).json("{\"expires\":" + (4_000_000_000L + n) + "}"), 200, 201);
    caller.http(get(path), 200, 404);
  }

  private static void bad(Caller caller, int n) {
    switch (n % 10) {
      case 0 -> caller.http(HttpEvent.of("PUT", item(n)).json("{\"a\": "), 400);
      case 1 ->
          caller.http(
              HttpEvent.of("PUT", item(n)).json("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"),
              422);
      case 2 -> caller.http(get("/nothing/a"), 404);
      case 3 -> caller.http(get("/items/a/b/c"), 404);
      case 4 -> caller.http(get("/items/a?unknown=1"), 400);
      case 5 -> caller.http(put(item(n)).header("Content-Type", "text/plain"), 415);
      case 6 -> caller.http(get(item(n)).header("Accept", "image/png"), 406);
      case 7 -> caller.http(HttpEvent.of("PUT", "/items"), 405);
      case 8 -> caller.http(get("/items?cursor=nonsense"), 400);
      default -> caller.http(get("/orders?carrier[contains]=x"), 400);
    }
  }

  private static String write(String method, String path) {
    return "{\"method\":\"" + method + "\",\"path\":\"" + path + "\",\"body\":" + body("") + "}";
  }

  private static String queue(int n) {
    return Samples.event(
        IntStream.range(0, 5)
            .mapToObj(i -> Samples.message(UUID.randomUUID().toString(), write("PUT", item(n + i))))
            .toList());
  }
}
