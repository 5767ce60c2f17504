package dev.larder.lambda;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.larder.DynamoDbResource;
import dev.larder.lambda.log.AccessLogEntry;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A resource that is none of Larder's works as in any Quarkus application. */
@QuarkusTest
@WithTestResource(DynamoDbResource.class)
@Timeout(30)
class ForeignResourceTest {

  @Test
  void itsPathMayHaveAnyNumberOfSegments() {
    given().get("/reports/2026/11/29").then().statusCode(200).body("date", equalTo("2026-11-29"));
  }

  @Test
  void itTakesAPost() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"name\": \"sales\"}")
        .post("/reports/daily")
        .then()
        .statusCode(202)
        .body("name", equalTo("sales"));
  }

  @Test
  void itsMethodsAreNamedWhereAnotherIsSent() {
    Response deleted = given().delete("/reports/2026/11/29");
    deleted.then().statusCode(405);
    assertEquals("urn:problem-type:larder:method-not-allowed", deleted.path("type"));
    Response options = given().options("/reports/2026/11/29");
    options.then().statusCode(204);
    for (Response response : List.of(deleted, options)) {
      assertEquals(
          List.of("GET", "HEAD", "OPTIONS"),
          response.headers().getValues("Allow").stream().map(String::strip).toList());
    }
  }

  @Test
  void itReturnsOctets() {
    assertArrayEquals(
        new byte[] {0, (byte) 0xFF, '\n', '"'},
        given()
            .get("/reports/octets")
            .then()
            .statusCode(200)
            .header("Content-Length", "4")
            .extract()
            .asByteArray());
    given().head("/reports/octets").then().statusCode(200).body(emptyString());
  }

  @Test
  void anInterceptorGetsItsOctets() {
    given().get("/reports/reversed").then().statusCode(200).body(equalTo("cba"));
  }

  @Test
  void theEventIsInjected() {
    given()
        .header("User-Agent", "tester/1 (KHTML, like Gecko)")
        .get("/reports/event?a=b")
        .then()
        .statusCode(200)
        .body("method", equalTo("GET"))
        .body("path", equalTo("/reports/event"))
        .body("query", equalTo("a=b"))
        .body("agent", equalTo("tester/1 (KHTML, like Gecko)"))
        .body("requestId", not(emptyOrNullString()));
  }

  @Test
  void aFieldWithCommasIsOneValue() {
    given()
        .header("User-Agent", "tester/1 (KHTML, like Gecko), a,,")
        .get("/reports/agent")
        .then()
        .statusCode(200)
        .body("agent", equalTo("tester/1 (KHTML, like Gecko), a,,"));
  }

  @Test
  void itMayWaitForAClientOfVertx() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("hi".getBytes());
          exchange.close();
        });
    server.start();
    try {
      given()
          .get("/reports/client?port=" + server.getAddress().getPort())
          .then()
          .statusCode(200)
          .body("said", equalTo("hi"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void itMayBlock() {
    given().get("/reports/blocking").then().statusCode(200).body("blocking", equalTo(true));
  }

  @Test
  void aFileIsSentWholeAndInPart() {
    String file = given().get("/reports/file").then().statusCode(200).extract().asString();
    assertEquals("0123456789".repeat(ForeignResource.FILE_BYTES / 10), file);
    String part = given().get("/reports/part").then().statusCode(200).extract().asString();
    assertEquals("0123456789".repeat(15_000), part);
  }

  @Test
  void chunksAndLargeResponsesAreSentWhole() {
    assertEquals(
        "0123456789".repeat(30_000),
        given().get("/reports/chunks").then().statusCode(200).extract().asString());
    for (int i = 0; i < 20; i++) {
      assertEquals(
          2_000_000,
          given().get("/reports/large").then().statusCode(200).extract().asString().length());
    }
  }

  @Test
  void itsOwnErrorKeepsItsWords() {
    given().get("/reports/refused").then().statusCode(409).body("reason", equalTo("closed"));
  }

  @Test
  void theLogNamesItsTemplate() {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler remembering =
        new ExtHandler() {
          @Override
          protected void doPublish(ExtLogRecord line) {
            if (line.getParameters() != null
                && line.getParameters()[0] instanceof AccessLogEntry request) {
              lines.add(request.method() + " " + request.route());
            }
          }
        };
    InitialConfigurator.DELAYED_HANDLER.addHandler(remembering);
    try {
      given().get("/reports/2026/11/29").then().statusCode(200);
      given().get("/reports/a/b").then().statusCode(404);
    } finally {
      InitialConfigurator.DELAYED_HANDLER.removeHandler(remembering);
    }
    assertTrue(lines.contains("GET /reports/{year}/{month}/{day}"), lines::toString);
    assertTrue(lines.contains("GET none"), lines::toString);
  }
}
