package dev.larder.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.event.Samples;
import dev.larder.job.FakeLambda;
import dev.larder.lambda.DeployedFunction;
import dev.larder.lambda.Gateway;
import dev.larder.lambda.HttpEvent;
import dev.larder.lambda.RuntimeApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests of every kind, with what they must be answered. */
final class TrainingRequests {
  /** Rounds of everything, whose later ones go other ways than the first: items are there. */
  private static final int ROUNDS = 3;

  private static final String MERGE = "application/merge-patch+json";
  private static final String PATCH = "application/json-patch+json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String TYPED = "application/vnd.larder.dynamodb+json";

  private final DeployedFunction function;
  private final FakeLambda lambda;

  TrainingRequests(DeployedFunction function, FakeLambda lambda) {
    this.function = function;
    this.lambda = lambda;
  }

  /**
   * Sends them.
   *
   * @throws BuildFailedException if one is not answered as it must be
   */
  void send() {
    for (int round = 0; round < ROUNDS; round++) {
      items(round);
      lists(round);
      bulk();
      transactions(round);
      callers();
      jobs(round);
      gateways();
      direct();
      events(round);
    }
  }

  private void items(int round) {
    String path = "/items/i" + round;
    expect(404, get(path));
    expect(201, put(path, "{\"a\":1,\"b\":[true,null,\"ü\"],\"c\":{\"d\":1.5}}"));
    HttpEvent.Answer read = expect(200, get(path));
    String tag = read.headers().get("ETag");
    expect(200, get(path + "?fields=a,c.d&consistent=true"));
    expect(304, get(path).header("If-None-Match", tag));
    expect(200, HttpEvent.of("HEAD", path));
    expect(200, get(path).header("Accept", TYPED));
    expect(406, get(path).header("Accept", "text/plain"));
    expect(204, HttpEvent.of("OPTIONS", path));
    expect(
        200,
        HttpEvent.of("OPTIONS", path)
            .header("Origin", "https://example.com")
            .header("Access-Control-Request-Method", "PUT"));
    expect(412, put(path, "{}").header("If-Match", "\"other\""));
    expect(412, put(path, "{}").header("If-None-Match", "*"));
    expect(200, HttpEvent.of("PUT", path).base64Json("{\"a\":2}").header("If-Match", "*"));
    expect(200, HttpEvent.of("PATCH", path).json("{\"a\":3}").header("Content-Type", MERGE));
    expect(
        200,
        HttpEvent.of("PATCH", path)
            .json(
                "[{\"op\":\"add\",\"path\":\"/n\",\"value\":1},{\"op\":\"test\",\"path\":\"/n\","
                    + "\"value\":1},{\"op\":\"copy\",\"from\":\"/n\",\"path\":\"/m\"},"
                    + "{\"op\":\"move\",\"from\":\"/m\",\"path\":\"/o\"},"
                    + "{\"op\":\"replace\",\"path\":\"/o\",\"value\":{}},"
                    + "{\"op\":\"remove\",\"path\":\"/n\"}]")
            .header("Content-Type", PATCH));
    expect(
        409,
        HttpEvent.of("PATCH", path)
            .json("[{\"op\":\"remove\",\"path\":\"/none\"}]")
            .header("Content-Type", PATCH));
    expect(415, HttpEvent.of("PATCH", path).json("{}").header("Content-Type", "text/plain"));
    for (int repeat = 0; repeat < 2; repeat++) {
      expect(201, post("/items", "{\"a\":1}").header("Idempotency-Key", "k" + round));
    }
    expect(422, post("/items", "{\"a\":2}").header("Idempotency-Key", "k" + round));
    expect(204, put(path, "{}").header("Prefer", "return=minimal"));
    expect(204, HttpEvent.of("DELETE", path));
    expect(404, get("/nothing/a"));
    expect(400, put(path, "{"));
    expect(422, put(path, "{\"id\":\"other\"}"));
    expect(405, HttpEvent.of("BREW", path));
    expect(200, post("/", "{\"id\":\"" + id(round) + "\"}"));
    expect(404, post("/", "{\"id\":\"nobody\"}"));
    expect(201, put("/products/p" + round, "{\"price\":1}"));
    expect(422, put("/products/p" + round, "{\"price\":0}"));
    expect(201, put("/blobs/AAE" + "AQgw".charAt(round), "{}"));
    expect(200, get("/openapi"));
    expect(200, HttpEvent.of("HEAD", "/openapi"));
    expect(200, get("/_health"));
  }

  private String id(int round) {
    String id = "l" + round;
    expect(201, put("/items/" + id, "{}"));
    return id;
  }

  private void lists(int round) {
    for (int number = 0; number < 5; number++) {
      expect(
          round == 0 ? 201 : 200,
          put(
              "/orders/s/" + number,
              "{\"status\":\"open\",\"created\":" + number + ",\"note\":\"n" + number + "\"}"));
    }
    String next = expect(200, get("/orders?shop=s&limit=2")).json().path("next").asText();
    expect(200, get("/orders?shop=s&limit=2&cursor=" + next));
    expect(400, get("/orders?shop=s&limit=2&cursor=x"));
    expect(200, get("/orders?limit=2"));
    expect(200, get("/orders?status=open&created[gte]=1&sort=-created&fields=number,note"));
    expect(200, get("/orders?shop=s&number[between]=1,3&note[contains]=n&note[ne]=n2"));
    expect(200, get("/orders?shop=s&note[in]=n1,n2&nope[exists]=false&note[prefix]=n"));
    expect(200, get("/orders?shop=s").header("Accept", "application/vnd.larder.plan+json"));
    expect(200, get("/orders?shop=s").header("Accept", TYPED));
    expect(400, get("/orders?note=n1"));
    expect(400, get("/orders?limit=0"));
    expect(400, get("/orders?cursor=x&nope[xx]=1"));
    expect(200, get("/items?id[in]=a,b,l0"));
    expect(200, get("/sessions?a=1"));
    expect(200, HttpEvent.of("HEAD", "/items"));
  }

  private void bulk() {
    String entries =
        IntStream.range(0, 30)
            .mapToObj(i -> "{\"id\":\"b" + i + "\",\"n\":" + i + "}")
            .collect(Collectors.joining(",", "[", "]"));
    expect(200, post("/items", entries));
    expect(207, post("/items", "[{\"id\":\"b1\"},5]"));
    expect(200, post("/items", "{\"id\":\"b1\"}\n{\"id\":\"b2\"}").header("Content-Type", NDJSON));
    expect(200, post("/items", "id,n\nb1,1\nb2,x").header("Content-Type", "text/csv"));
    expect(200, post("/items", "[{\"id\":\"b1\"}]").header("Prefer", "return=minimal"));
    expect(200, HttpEvent.of("DELETE", "/items").json("[{\"id\":\"b1\"},{\"id\":\"b2\"}]"));
    expect(400, post("/items", "[{\"id\":").header("Content-Type", "application/json"));
  }

  private void transactions(int round) {
    String put = "{\"method\":\"PUT\",\"path\":\"/items/t" + round + "\",\"body\":{\"a\":1}}";
    String check = "{\"method\":\"CHECK\",\"path\":\"/items/none\",\"ifNoneMatch\":\"*\"}";
    String conditional =
        "{\"method\":\"PUT\",\"path\":\"/orders/s/1\",\"body\":{\"status\":\"open\",\"created\":1},"
            + "\"if\":\"status=open\"}";
    String delete = "{\"method\":\"DELETE\",\"path\":\"/items/b3\"}";
    expect(200, transaction(String.join(",", put, check, conditional, delete)));
    expect(409, transaction(put.replace("}}", "},\"ifNoneMatch\":\"*\"}")));
    expect(404, transaction(put.replace("/items/", "/nope/")));
    for (int repeat = 0; repeat < 2; repeat++) {
      expect(200, transaction(put).header("Idempotency-Key", "t" + round));
    }
  }

  private static HttpEvent transaction(String operations) {
    return post("/_transactions", "{\"operations\":[" + operations + "]}");
  }

  private void callers() {
    expect(401, get("/items/a").anonymous());
    expect(403, get("/films/1975/Jaws").jwt("ada"));
    expect(404, get("/films/1975/None").jwt("ada", "films.read"));
    HttpEvent film = put("/films/1975/Jaws", "{}").jwt("ada", "films.write");
    require(status(film) < 300, "PUT of a film", "it is not written");
    expect(403, put("/films/1975/Jaws", "{}").jwt("ada", "films.read"));
    expect(404, get("/pages/eve/1").jwt("ada"));
    HttpEvent own = put("/pages/ada/1", "{}").jwt("ada");
    require(status(own) < 300, "PUT of a page", "it is not written");
    expect(200, get("/pages?book=ada").jwt("ada"));
    expect(404, get("/items/none").lambda("ada"));
    expect(404, get("/items/none").iam("arn:aws:sts::123456789012:assumed-role/role/session"));
  }

  private void jobs(int round) {
    HttpEvent.Answer accepted =
        expect(202, put("/items/j" + round, "{}").header("Prefer", "respond-async"));
    String job = accepted.headers().get("Location");
    expect(200, get(job));
    try {
      succeed(lambda.next().attempt(function.api()), "job");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BuildFailedException("Interrupted", e);
    }
    expect(303, get(job));
    expect(201, get(job + "/result"));
  }

  private void gateways() {
    for (Gateway gateway : Gateway.OF_HTTP) {
      for (Map.Entry<Gateway.Request, Integer> request :
          Map.of(
                  Gateway.Request.of("GET", "/readings?sensor=s%20t&at[gt]=1"), 200,
                  Gateway.Request.of("GET", "/readings/s/1"), 404,
                  Gateway.Request.of("PUT", "/readings/s/1").json("{}"), 401,
                  Gateway.Request.of("PUT", "/readings/s/1").json("{}").inBase64(), 401)
              .entrySet()) {
        HttpEvent.Answer answer =
            gateway.answer(function.invoke(gateway.event(request.getKey()).toString()));
        require(
            answer.status() == request.getValue(),
            gateway + " " + request.getKey(),
            "the status is " + answer.status());
      }
    }
  }

  private void direct() {
    succeed("{\"id\":\"l0\"}");
    succeed("{\"method\":\"GET\",\"path\":\"/items/l0\"}");
    succeed("{\"method\":\"PUT\",\"path\":\"/items/d\",\"body\":{\"a\":1}}");
    succeed("{\"method\":\"PATCH\",\"path\":\"/items/d\",\"body\":{\"a\":2}}");
    succeed("{\"method\":\"DELETE\",\"path\":\"/items/d\"}");
    fail("{\"method\":\"GET\",\"path\":\"/nothing/a\"}");
    fail("{\"key1\":\"value1\"}");
    fail("[");
  }

  private void events(int round) {
    List<ObjectNode> messages =
        List.of(
            Samples.message("m" + round, message("/items/m1")),
            Samples.fifoMessage("f" + round, "g", message("/items/m2")),
            Samples.message("x" + round, "no request"));
    RuntimeApi.Outcome batch = function.invoke(Samples.event(messages));
    require(
        Samples.failures(batch.payload()).equals(List.of("x" + round)), "messages", batch.text());
    succeed(Samples.read("dynamodb-update").toString());
    fail(Samples.read("s3-put").toString());
    // Which finds that the sample's table is not there.
    fail(Samples.read("cloudwatch-scheduled-event").toString());
  }

  private static String message(String path) {
    return "{\"method\":\"PUT\",\"path\":\"" + path + "\",\"body\":{\"a\":1}}";
  }

  private static HttpEvent get(String path) {
    return HttpEvent.of("GET", path);
  }

  private static HttpEvent put(String path, String body) {
    return HttpEvent.of("PUT", path).json(body);
  }

  private static HttpEvent post(String path, String body) {
    return HttpEvent.of("POST", path).json(body);
  }

  private int status(HttpEvent event) {
    return HttpEvent.Answer.of(function.invoke(event.toString())).status();
  }

  private HttpEvent.Answer expect(int status, HttpEvent event) {
    HttpEvent.Answer answer = HttpEvent.Answer.of(function.invoke(event.toString()));
    require(
        answer.status() == status,
        event.toString(),
        "the status is " + answer.status() + ", not " + status + ": " + answer.body());
    return answer;
  }

  private void succeed(String event) {
    succeed(function.invoke(event), event);
  }

  private static void succeed(RuntimeApi.Outcome outcome, String event) {
    require(!outcome.failed(), event, outcome.text());
  }

  private void fail(String event) {
    RuntimeApi.Outcome outcome = function.invoke(event);
    require(outcome.failed(), event, "it succeeds: " + outcome.text());
  }

  private static void require(boolean met, String event, String found) {
    if (!met) {
      throw new BuildFailedException("The training has gone wrong at " + event + ": " + found);
    }
  }
}
