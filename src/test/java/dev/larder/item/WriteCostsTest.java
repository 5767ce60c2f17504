package dev.larder.item;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.DynamoDbResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of {@code src/docs/explanation/cost.md}, measured again. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
class WriteCostsTest {
  private static final Path PAGE = Path.of("src/docs/explanation/cost.md");
  private static final int BULK = 25;

  /** Bytes of an item beside its text, and some that a patch may add. */
  private static final int OTHER_BYTES = 120;

  /** A row of the table: what there is before, and the request. */
  private record Row(String name, int stored, Write write) {
    String measured() {
      String plain = cost(write.send(given(), item()));
      String id = item();
      String key = UUID.randomUUID().toString();
      String first = cost(write.send(given().header("Idempotency-Key", key), id));
      String repeat = cost(write.send(given().header("Idempotency-Key", key), id));
      return "| " + String.join(" | ", name, plain, first, repeat) + " |";
    }

    private String item() {
      String id = UUID.randomUUID().toString();
      if (stored > 0) {
        json(given(), text(stored)).put("/items/" + id).then().statusCode(201);
      }
      return id;
    }
  }

  private interface Write {
    Response send(RequestSpecification request, String id);
  }

  private static String cost(Response response) {
    assertTrue(response.statusCode() < 300 && response.statusCode() != 207, response::asString);
    return String.join(", ", response.headers().getValues("Larder-Consumed-Capacity"))
        .replace("read=0, ", "");
  }

  private static RequestSpecification json(RequestSpecification request, String body) {
    return request.contentType("application/json").body(body);
  }

  private static String text(int kilobytes) {
    return "{\"text\":\"" + letters(kilobytes * 1024 - OTHER_BYTES) + "\"}";
  }

  private static String letters(int count) {
    return new Random(count)
        .ints(count, 0, 62)
        .mapToObj(
            i -> String.valueOf((char) (i < 10 ? '0' + i : i < 36 ? 'A' + i - 10 : 'a' + i - 36)))
        .collect(Collectors.joining());
  }

  private static Row put(String name, int stored, int size) {
    return new Row(name, stored, (request, id) -> json(request, text(size)).put("/items/" + id));
  }

  private static Row patch(String name, int stored, Optional<String> prefer) {
    return new Row(
        name,
        stored,
        (request, id) -> {
          prefer.ifPresent(value -> request.header("Prefer", value));
          return request
              .contentType("application/merge-patch+json")
              .body("{\"a\":1}")
              .patch("/items/" + id);
        });
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int size : new int[] {1, 10, 100}) {
      rows.add(
          new Row(
              "`POST` of " + size + " KB",
              0,
              (request, id) -> json(request, text(size)).post("/items")));
    }
    for (int size : new int[] {1, 10, 100}) {
      rows.add(put("`PUT` of " + size + " KB that creates", 0, size));
    }
    for (int size : new int[] {1, 10, 100}) {
      rows.add(put("`PUT` of " + size + " KB that replaces " + size + " KB", size, size));
    }
    rows.add(put("`PUT` of 1 KB that replaces 100 KB", 100, 1));
    rows.add(
        new Row(
            "`PUT` of 100 KB with `If-Match` or `If-None-Match: *`",
            100,
            (request, id) -> json(request, text(100)).header("If-Match", "*").put("/items/" + id)));
    for (int size : new int[] {1, 10, 100}) {
      rows.add(patch("`PATCH` of " + size + " KB", size, Optional.empty()));
    }
    rows.add(patch("`PATCH` of 100 KB, `return=minimal`", 100, Optional.of("return=minimal")));
    for (int size : new int[] {1, 10, 100}) {
      rows.add(
          new Row(
              "update of " + size + " KB",
              size,
              (request, id) ->
                  request
                      .contentType("application/vnd.larder.update+json")
                      .body("{\"add\":{\"a\":1}}")
                      .patch("/items/" + id)));
    }
    for (int size : new int[] {1, 100}) {
      rows.add(
          new Row(
              "`DELETE` of " + size + " KB",
              size,
              (request, id) -> request.delete("/items/" + id)));
    }
    rows.add(
        new Row(
            "bulk write of " + BULK + " entries of 1 KB",
            0,
            (request, id) ->
                json(
                        request,
                        IntStream.range(0, BULK)
                            .mapToObj(i -> text(1).replace("{", "{\"id\":\"" + id + i + "\","))
                            .collect(Collectors.joining(",", "[", "]")))
                    .post("/items")));
    rows.add(
        new Row(
            "transaction of two `PUT`s of 1 KB, in two tables",
            0,
            (request, id) ->
                json(
                        request,
                        "{\"operations\":["
                            + operation("/items/" + id)
                            + ","
                            + operation("/sessions/" + id)
                            + "]}")
                    .post("/_transactions")));
    return rows;
  }

  private static String operation(String path) {
    return "{\"method\":\"PUT\",\"path\":\"" + path + "\",\"body\":" + text(1) + "}";
  }

  @Test
  void thePageSaysWhatWritesCost() throws IOException {
    List<String> measured = rows().stream().map(Row::measured).toList();
    List<String> page =
        Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\|.*=\\d.*")).toList();
    assertEquals(String.join("\n", measured), String.join("\n", page));
  }
}
