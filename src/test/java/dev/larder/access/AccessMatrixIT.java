package dev.larder.access;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.lambda.Authorizers;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every request of the API, made by every kind of caller, to every kind of collection. */
class AccessMatrixIT {
  private static GuardedFunction function;

  /** The callers, in the order of the columns. */
  enum Who {
    /** Whom no authorizer has named. */
    NOBODY(null, ""),
    /** Owns items of its own, and no role of the films. */
    OTHER("eve", "orders.read orders.write"),
    /** Owns the items that are asked for. */
    OWNER("ada", "orders.read orders.write"),
    READER("rita", "films.read orders.read"),
    WRITER("will", "films.write orders.write"),
    ADMIN("adam", "films.admin orders.admin all.admin");

    private final String subject;
    private final String scopes;

    Who(String subject, String scopes) {
      this.subject = subject;
      this.scopes = scopes;
    }

    Consumer<ObjectNode> authorizer() {
      return subject == null ? null : Authorizers.jwt(subject, scopes);
    }
  }

  @BeforeAll
  static void deploy() {
    function = new GuardedFunction("access-matrix");
  }

  @AfterAll
  static void remove() {
    function.close();
  }

  @AfterEach
  void reset() {
    function.reset();
  }

  private static Response send(Who caller, String line, String fields, String body) {
    return function.send(caller.authorizer(), line, fields, body);
  }

  private static Response get(Who caller, String target) {
    return send(caller, "GET " + target, null, null);
  }

  /**
   * The columns are those of {@link Who}. A cell is a status, and after a colon the number of items
   * that are read or entries that succeed.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # Roles
          GET /films/1975/Jaws ||| 401 403 403 200 403 200
          HEAD /films/1975/Jaws ||| 401 403 403 200 403 200
          OPTIONS /films/1975/Jaws ||| 401 204 204 204 204 204
          OPTIONS /films ||| 401 204 204 204 204 204
          GET /films/1975/Jaws?fields=title | If-None-Match: "{version}" || 401 403 403 304 403 304
          GET /films/1975/Jaws | If-Match: "x" || 401 403 403 412 403 412
          GET /films/1975/None ||| 401 403 403 404 403 404
          GET /films/x/Jaws ||| 401 403 403 400 403 400
          PUT /films/1975/New || {"note": "mine"} | 401 403 403 403 201 201
          PUT /films/1975/Jaws || {"note": "mine"} | 401 403 403 403 200 200
          PUT /films/1975/Jaws || { | 401 403 403 403 400 400
          PUT /films/1975/Jaws | If-Match: "{version}" | {} | 401 403 403 403 200 200
          PUT /films/1975/Jaws | If-Match: "x" | {} | 401 403 403 403 412 412
          PUT /films/1975/Jaws | If-None-Match: * | {} | 401 403 403 403 412 412
          POST /films || {"year": 1976, "title": "Rocky"} | 401 403 403 403 201 201
          POST /films || {"year": 1975, "title": "Jaws"} | 401 403 403 403 409 409
          PATCH /films/1975/Jaws || merge {"a": 1} | 401 403 403 403 403 200
          PATCH /films/1975/Jaws || update {"add": {"a": 1}} | 401 403 403 403 403 200
          PATCH /films/1975/Jaws || update {"add": {"a": 1}, "if": "note=secret"} | 401 403 403 403 403 200
          PATCH /films || updates [{"key": {"year": 1975, "title": "Jaws"}, "update": {"add": {"a": 1}}}] | 401 403 403 403 403 200:1
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/films/1975/Jaws", "body": {"add": {"a": 1}}}]} | 401 403 403 403 403 200
          PATCH /films/1975/Jaws || patch [{"op": "test", "path": "/note", "value": "secret"}] | 401 403 403 403 403 200
          DELETE /films/1975/Jaws ||| 401 403 403 403 204 204
          DELETE /films/1975/Jaws | If-Match: "x" || 401 403 403 403 412 412
          GET /films ||| 401 403 403 200:1 403 200:1
          HEAD /films ||| 401 403 403 200 403 200
          GET /films?year=1975 ||| 401 403 403 200:1 403 200:1
          GET /films?year=1975&title[in]=Jaws,None ||| 401 403 403 200:1 403 200:1
          GET /films?note=secret ||| 401 403 403 400 403 400
          GET /films | Accept: application/x-ndjson || 401 403 403 200:1 403 200:1
          GET /films | Accept: text/csv || 401 403 403 200:2 403 200:2
          GET /films | Accept: application/vnd.larder.plan+json || 401 403 403 200 403 200
          POST /films || [{"year": 1976, "title": "Rocky"}] | 401 403 403 403 200:1 200:1
          POST /films || ndjson {"year": 1976, "title": "A"} / {"year": 1976, "title": "B"} | 401 403 403 403 200:2 200:2
          POST /films || csv year,title / 1976,Rocky | 401 403 403 403 200:1 200:1
          DELETE /films || [{"year": 1975, "title": "Jaws"}] | 401 403 403 403 200:1 200:1
          PUT /films/1975/New | Prefer: respond-async | {} | 401 403 403 403 202 202
          PUT /%66ilms/1975/New | Prefer: respond-async | {} | 401 403 403 403 202 202
          PATCH /films/1975/Jaws | Prefer: respond-async | merge {"a": 1} | 401 403 403 403 403 202
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/films/1975/New", "body": {}}]} | 401 403 403 403 200 200
          POST /_transactions || {"operations": [{"method": "POST", "path": "/films", "body": {"year": 1, "title": "A"}}]} | 401 403 403 403 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/films/1975/Jaws"}]} | 401 403 403 403 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/films/1975/Jaws", "ifMatch": "*"}]} | 401 403 403 403 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/films/1975/Jaws", "if": "note=secret"}]} | 401 403 403 403 403 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/films/1975/Jaws", "if": "note=secret"}]} | 401 403 403 200 403 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/films/1975/Jaws", "ifMatch": "*"}, {"method": "PUT", "path": "/items/r", "body": {}}]} | 401 403 403 200 403 422

          # Roles, and owners known by an index
          GET /orders/s/1 ||| 401 404 200 404 403 200
          GET /orders/s/1?fields=number ||| 401 404 200 404 403 200
          GET /orders/s/1.0 ||| 401 404 200 404 403 200
          HEAD /orders/s/1 ||| 401 404 200 404 403 200
          GET /orders/s/1 | If-None-Match: "{version}" || 401 404 304 404 403 304
          GET /orders/s/1 | If-Match: "x" || 401 404 412 404 403 412
          PUT /orders/s/1 || {"created": 1} | 401 404 200 403 404 422
          PUT /orders/s/1 || {"carrier": "ada"} | 401 403 200 403 403 200
          PUT /orders/s/1 || {"carrier": "rita"} | 401 403 403 403 403 200
          PUT /orders/s/1 | If-Match: "{version}" | {} | 401 404 200 403 404 422
          PUT /orders/s/1 | If-None-Match: * | {} | 401 404 412 403 404 422
          PUT /orders/s/1 | If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT | {} | 401 404 412 403 404 422
          PUT /orders/s/1 || {"_version": "01890a5d-ac96-774b-bcce-b302099a8058"} | 401 404 412 403 404 422
          PUT /orders/s/9 || {} | 401 201 201 403 201 422
          POST /orders || {"shop": "s", "number": 9} | 401 201 201 403 201 422
          POST /orders || {"shop": "s", "number": 1} | 401 409 409 403 409 422
          POST /orders || {"shop": "s", "number": 1, "carrier": "ada"} | 401 403 409 403 403 409
          PATCH /orders/s/1 || merge {"a": 1} | 401 404 200 403 403 200
          PATCH /orders/s/1 || update {"add": {"a": 1}} | 401 404 200 403 403 200
          PATCH /orders/s/1 || update {"add": {"a": 1}, "if": "a[exists]=true"} | 401 404 409 403 403 409
          PATCH /orders/s/1 || update {"set": {"carrier": "adam"}} | 401 404 403 403 403 200
          PATCH /orders/s/1 || update {"remove": ["carrier"]} | 401 422 422 403 403 422
          PATCH /orders/s/1 | If-Match: "{version}" | update {"add": {"a": 1}} | 401 404 200 403 403 200
          PATCH /orders/s/9 || update {"add": {"a": 1}, "upsert": true} | 401 201 201 403 403 422
          PATCH /orders || updates [{"key": {"shop": "s", "number": 1}, "update": {"add": {"a": 1}}}] | 401 207:0 200:1 403 403 200:1
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/orders/s/1", "body": {"add": {"a": 1}}}]} | 401 409 200 403 403 200
          PATCH /orders/s/1 || patch [{"op": "add", "path": "/a", "value": 1}] | 401 404 200 403 403 200
          PATCH /orders/s/1 || merge {"carrier": "adam"} | 401 404 403 403 403 200
          PATCH /orders/s/1 | If-Match: "{version}" | merge {"a": 1} | 401 404 200 403 403 200
          DELETE /orders/s/1 ||| 401 404 204 403 404 204
          DELETE /orders/s/1 | If-Match: "{version}" || 401 404 204 403 404 204
          DELETE /orders/s/9 ||| 401 204 204 403 204 204
          GET /orders ||| 401 200:1 200:2 200:0 403 200:3
          GET /orders?fields=number ||| 401 200:1 200:2 200:0 403 200:3
          GET /orders?carrier=ada ||| 401 200:0 200:2 200:0 403 200:2
          GET /orders?carrier=ada&number=1 ||| 401 200:0 200:1 200:0 403 200:1
          GET /orders?shop=s ||| 401 200:1 200:2 200:0 403 200:3
          GET /orders?shop=s&sort=-number ||| 401 400 400 400 403 200:3
          GET /orders?shop=s&consistent=true ||| 401 400 400 400 403 200:3
          GET /orders?status=open ||| 401 200:1 200:2 200:0 403 200:0
          GET /orders?shop=s&number[in]=1,3,7 ||| 401 200:1 200:1 200:0 403 200:2
          GET /orders | Accept: application/x-ndjson || 401 200:1 200:2 200:0 403 200:3
          GET /orders | Accept: text/csv || 401 200:2 200:3 200:1 403 200:4
          GET /orders?shop=s | Accept: application/vnd.larder.plan+json || 401 200 200 200 403 200
          POST /orders || [{"shop": "s", "number": 1}, {"shop": "s", "number": 8}] | 401 207:1 200:2 403 207:1 207:0
          POST /orders || csv shop,number / s,1 / s,8 | 401 207:1 200:2 403 207:1 207:0
          POST /orders || csv shop,number,carrier / s,1,ada / s,8,ada | 401 207:0 200:2 403 207:0 200:2
          DELETE /orders || [{"shop": "s", "number": 1}, {"shop": "s", "number": 8}] | 401 207:1 200:2 403 207:1 200:2
          DELETE /orders || ndjson {"shop": "s", "number": 1, "_version": "{version}"} | 401 207:0 200:1 403 207:0 200:1
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/orders/s/1", "body": {}}]} | 401 409 200 403 409 422
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/orders/s/9", "body": {}}, {"method": "DELETE", "path": "/orders/s/1"}]} | 401 409 200 403 409 422
          POST /_transactions || {"operations": [{"method": "POST", "path": "/orders", "body": {"shop": "s", "number": 1}}]} | 401 409 409 403 409 422
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/orders/s/1"}]} | 401 409 200 403 409 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/orders/s/1", "if": "status=open"}]} | 401 409 200 403 403 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/orders/s/1", "if": "status=open"}]} | 401 409 200 409 403 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/orders/s/1", "ifMatch": "*"}]} | 401 409 200 409 403 200

          # The owner is the partition key
          GET /pages/ada/1 ||| 401 404 200 404 404 200
          GET /pages/ada/9 ||| 401 404 404 404 404 404
          HEAD /pages/ada/1 ||| 401 404 200 404 404 200
          PUT /pages/ada/1 || {} | 401 404 200 404 404 200
          PUT /pages/ada/9 || {} | 401 404 201 404 404 201
          PUT /pages/ada/9 | If-Match: * | {} | 401 404 412 404 404 412
          POST /pages || {"book": "ada", "page": "9"} | 401 403 201 403 403 201
          POST /pages || {"book": "ada", "page": "1"} | 401 403 409 403 403 409
          POST /pages || {"page": "9"} | 401 201 201 201 201 422
          POST /pages || {} | 401 201 201 201 201 422
          PATCH /pages/ada/1 || merge {"a": 1} | 401 404 200 404 404 200
          PATCH /pages/ada/1 || update {"add": {"a": 1}} | 401 404 200 404 404 200
          PATCH /pages/ada/9 || update {"add": {"a": 1}, "upsert": true} | 401 404 201 404 404 201
          PATCH /pages || updates [{"key": {"book": "ada", "page": "1"}, "update": {"add": {"a": 1}}}] | 401 207:0 200:1 207:0 207:0 200:1
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/pages/ada/1", "body": {"add": {"a": 1}}}]} | 401 404 200 404 404 200
          DELETE /pages/ada/1 ||| 401 404 204 404 404 204
          DELETE /pages/ada/9 ||| 401 404 204 404 404 204
          GET /pages ||| 401 200:1 200:2 200:0 200:0 200:3
          GET /pages?book=ada ||| 401 200:0 200:2 200:0 200:0 200:2
          GET /pages?book=ada&page=1 ||| 401 200:0 200:1 200:0 200:0 200:1
          GET /pages?book[in]=ada,eve&page=1 ||| 401 200:1 200:1 200:0 200:0 200:2
          GET /pages?book=ada&page[in]=1,2 ||| 401 200:0 200:2 200:0 200:0 200:2
          GET /pages?page=1 ||| 401 200:1 200:1 200:0 200:0 400
          GET /pages?sort=-page ||| 401 200:1 200:2 200:0 200:0 400
          GET /pages | Accept: text/csv || 401 200:2 200:3 200:1 200:1 200:4
          POST /pages || [{"book": "ada", "page": "1"}] | 401 207:0 200:1 207:0 207:0 200:1
          POST /pages || [{"page": "1"}] | 401 200:1 200:1 200:1 200:1 207:0
          DELETE /pages || [{"book": "ada", "page": "1"}] | 401 207:0 200:1 207:0 207:0 200:1
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/pages/ada/1", "body": {}}]} | 401 404 200 404 404 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/pages/ada/9", "ifNoneMatch": "*"}]} | 401 404 200 404 404 200

          # By query
          PATCH /films?year=1975 || update {"set": {"a": 1}} | 401 403 403 403 403 400
          PATCH /films?year=1975 | Prefer: respond-async | update {"set": {"a": 1}} | 401 403 403 403 403 202
          DELETE /films?year=1975 ||| 401 403 403 403 403 400
          PATCH /pages?book=ada | Prefer: respond-async | update {"set": {"a": 1}} | 401 202 202 202 202 202
          PATCH /products?sku=p1 || update {"set": {"a": 1}} | 401 403 403 403 403 400

          # Everybody reads
          GET /products/p1 ||| 200 200 200 200 200 200
          HEAD /products/p1 ||| 200 200 200 200 200 200
          OPTIONS /products/p1 ||| 204 204 204 204 204 204
          GET /products ||| 200:1 200:1 200:1 200:1 200:1 200:1
          GET /products | Accept: text/csv || 200:2 200:2 200:2 200:2 200:2 200:2
          GET /products?sku[in]=p1,p2 ||| 200:1 200:1 200:1 200:1 200:1 200:1
          PUT /products/p1 || {} | 401 403 403 403 403 200
          POST /products || {} | 401 403 403 403 403 201
          PATCH /products/p1 || merge {} | 401 403 403 403 403 200
          PATCH /products/p1 || update {"add": {"a": 1}} | 401 403 403 403 403 200
          DELETE /products/p1 ||| 401 403 403 403 403 204
          POST /products?generate=key || [{}] | 401 403 403 403 403 200:1
          DELETE /products || [{"sku": "p1"}] | 401 403 403 403 403 200:1
          PUT /products/p1 | Prefer: respond-async | {} | 401 403 403 403 403 202
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/products/p1", "ifMatch": "*"}]} | 401 200 200 200 200 200

          # Everybody reads, and items have owners
          GET /items/a ||| 200 200 200 200 200 200
          POST / || {"id": "a"} | 200 200 200 200 200 200
          GET /items ||| 200:2 200:2 200:2 200:2 200:2 200:2
          GET /items?owner=ada ||| 400 400 400 400 400 400
          GET /items?id[in]=a,e ||| 200:2 200:2 200:2 200:2 200:2 200:2
          PUT /items/a || {} | 401 403 200 403 403 422
          PUT /items/new || {} | 401 201 201 201 201 422
          PUT /items/a | If-Match: "{version}" | {} | 401 403 200 403 403 422
          POST /items || {} | 401 201 201 201 201 422
          POST /items || {"id": "a"} | 401 409 409 409 409 422
          PATCH /items/a || merge {"a": 1} | 401 403 200 403 403 200
          PATCH /items/a || update {"add": {"a": 1}} | 401 403 200 403 403 200
          PATCH /items/a || update {"add": {"a": 1}, "upsert": true} | 401 403 200 403 403 200
          PATCH /items/none || update {"add": {"a": 1}} | 401 404 404 404 404 404
          PATCH /items/none || update {"add": {"a": 1}, "upsert": true} | 401 201 201 201 201 422
          PATCH /items/none || merge {"a": 1} | 401 404 404 404 404 404
          DELETE /items/a ||| 401 403 204 403 403 204
          POST /items || [{"id": "a"}, {"id": "e"}] | 401 207:1 207:1 207:0 207:0 207:0
          DELETE /items || csv id / a / e | 401 207:1 207:1 207:0 207:0 200:2
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/items/a"}]} | 401 409 200 409 409 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/items/a", "if": "note=shown"}]} | 401 200 200 200 200 200

          # Items have owners, and expire
          GET /sessions/a ||| 401 404 200 404 404 200
          GET /sessions/gone ||| 401 404 404 404 404 404
          PUT /sessions/a || {} | 401 404 200 404 404 422
          PUT /sessions/gone || {} | 401 201 201 201 201 422
          POST /sessions || {"id": "gone"} | 401 201 201 201 201 422
          PATCH /sessions/gone || merge {"a": 1} | 401 404 404 404 404 404
          PATCH /sessions/gone || update {"add": {"a": 1}} | 401 404 404 404 404 404
          PATCH /sessions/gone || update {"add": {"a": 1}, "upsert": true} | 401 201 201 201 201 422
          PATCH /sessions/a || update {"add": {"a": 1}} | 401 404 200 404 404 200
          DELETE /sessions/gone | If-Match: * || 401 412 412 412 412 412
          GET /sessions ||| 401 400 400 400 400 200:2
          GET /sessions?owner=ada ||| 401 400 400 400 400 200:1
          GET /sessions?note[exists]=true ||| 401 400 400 400 400 200:2
          GET /sessions?id=a ||| 401 400 400 400 400 200:1
          GET /sessions?id[in]=a,e,gone ||| 401 200:1 200:1 200:0 200:0 200:2
          POST /sessions || [{"id": "a"}, {"id": "gone"}] | 401 207:1 200:2 207:1 207:1 207:0

          # No roles, no owners
          GET /blobs ||| 401 200:0 200:0 200:0 200:0 200:0
          DELETE /blobs/AA ||| 401 204 204 204 204 204

          # What is none
          GET /none/1 ||| 401 404 404 404 404 404
          OPTIONS /none/1 ||| 401 204 204 204 204 204
          POST /none || {} | 401 404 404 404 404 404
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/none/1"}]} | 401 404 404 404 404 404
          POST /_transactions || [ | 401 400 400 400 400 400
          GET /_transactions ||| 401 405 405 405 405 405
          GET /_jobs/01890a5d-ac96-774b-bcce-b302099a8057 ||| 401 404 404 404 404 404
          DELETE /_jobs/01890a5d-ac96-774b-bcce-b302099a8057 ||| 401 404 404 404 404 404
          GET /_jobs/01890a5d-ac96-774b-bcce-b302099a8057/result ||| 401 404 404 404 404 404
          GET /_jobs ||| 401 404 404 404 404 404
          GET /larder/x ||| 401 404 404 404 404 404
          GET /a/b/c/d ||| 401 404 404 404 404 404
          GET / ||| 405 405 405 405 405 405
          POST /openapi || {} | 405 405 405 405 405 405
          """)
  void everyCallerGetsWhatIsItsOwn(String request, String fields, String body, String cells)
      throws InterruptedException {
    String[] expected = cells.split(" ");
    assertEquals(Who.values().length, expected.length);
    List<String> actual = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (Who caller : Who.values()) {
      Response answer = send(caller, request, fields, body);
      String wanted = expected[caller.ordinal()];
      actual.add(answer.statusCode() + (wanted.contains(":") ? ":" + count(answer) : ""));
      answers.add(caller + " " + text(answer));
      assertTellsItsOwn(caller, answer);
      if (!request.matches("(GET|HEAD|OPTIONS) .*")) {
        for (String table : function.seed().keySet()) {
          if ((request + body).contains("/" + table)) {
            assertWritesItsOwn(caller, table, answer);
          }
        }
      }
      if (answer.statusCode() == 202) {
        function.lambda.next();
      }
    }
    assertEquals(cells, String.join(" ", actual), () -> String.join("\n", answers));
  }

  /** Whoever is refused has changed nothing, and nobody changes what is another's. */
  private static void assertWritesItsOwn(Who caller, String table, Response answer) {
    Set<Map<String, AttributeValue>> seed = function.seed().get(table);
    Set<Map<String, AttributeValue>> stored = function.stored(table);
    if (!stored.equals(seed)) {
      assertTrue(
          answer.statusCode() < 300,
          () -> caller + " was refused and has written: " + text(answer));
      if (caller != Who.ADMIN && GuardedFunction.OWNERS.containsKey(table)) {
        String owner = GuardedFunction.OWNERS.get(table);
        assertEquals(
            ofOthers(seed, owner, caller),
            ofOthers(stored, owner, caller),
            () -> caller + " has written what is another's: " + text(answer));
      }
      function.reset(table);
    }
  }

  /** Nobody is told what is another's. */
  private static void assertTellsItsOwn(Who caller, Response answer) {
    String body = answer.asString();
    if (answer.statusCode() >= 400 || caller == Who.WRITER) {
      assertFalse(body.contains("secret"), () -> caller + " is told: " + text(answer));
    }
    if (answer.statusCode() >= 400 && answer.statusCode() != 412 && answer.statusCode() != 409) {
      assertNull(answer.header("ETag"), () -> caller + " is told: " + text(answer));
    }
    if (answer.statusCode() == 401) {
      assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }
    for (Who other : Who.values()) {
      if (caller != other && caller != Who.ADMIN) {
        assertFalse(
            body.contains("secret of " + other.subject),
            () -> caller + " is told: " + text(answer));
      }
    }
  }

  /** Items of other owners, but for those that have expired, whose keys are free. */
  private static Set<Map<String, AttributeValue>> ofOthers(
      Set<Map<String, AttributeValue>> items, String owner, Who caller) {
    return items.stream()
        .filter(item -> !GuardedFunction.s("gone").equals(item.get("id")))
        .filter(item -> !GuardedFunction.s(String.valueOf(caller.subject)).equals(item.get(owner)))
        .collect(Collectors.toSet());
  }

  private static String text(Response answer) {
    return answer.statusLine() + " " + answer.headers() + " " + answer.asString();
  }

  private static long count(Response answer) {
    String type = answer.header("Content-Type");
    if (type.contains("ndjson") || type.contains("csv")) {
      return answer.asString().lines().count();
    }
    JsonNode body = GuardedFunction.json(answer);
    return body.has("items") ? body.path("items").size() : body.path("succeeded").asInt();
  }

  @Test
  void whatIsMissingAndWhatIsAnothersAreOne() {
    Response batch = get(Who.OTHER, "/orders?shop=s&number[in]=1,3,7");
    assertEquals(
        List.of(1, 7),
        GuardedFunction.json(batch)
            .path("missing")
            .valueStream()
            .map(key -> key.path("number").asInt())
            .toList());
    for (String request : List.of("GET", "PATCH")) {
      List<String> problems = new ArrayList<>();
      for (String path : List.of("/orders/s/1", "/orders/s/7")) {
        Response answer = send(Who.OTHER, request + " " + path, null, "merge {\"a\": 1}");
        problems.add(
            answer.asString().replace(path, "PATH").replaceAll("\"requestId\":\"[^\"]*\"", ""));
      }
      assertEquals(problems.get(0), problems.get(1));
    }
  }

  @Test
  void healthIsNobodysBusinessButThatAllIsWell() {
    assertEquals("{\"status\":\"ready\"}", get(Who.NOBODY, "/_health").asString());
    assertEquals(
        "[\"status\"]",
        GuardedFunction.json(get(Who.NOBODY, "/openapi"))
            .at("/components/schemas/Health/required")
            .toString());
    JsonNode told = GuardedFunction.json(get(Who.OTHER, "/_health"));
    assertTrue(told.has("version") && told.path("collections").has("orders"), told::toString);
    assertFalse(told.path("collections").has("films"), told::toString);
    assertTrue(GuardedFunction.json(get(Who.ADMIN, "/_health")).path("collections").has("films"));
  }

  @Test
  void everybodyIsToldOfItsOwnRightsAlone() {
    assertEquals(
        "{\"collections\":{"
            + "\"items\":{\"read\":true,\"write\":false,\"admin\":false},"
            + "\"products\":{\"read\":true,\"write\":false,\"admin\":false}}}",
        get(Who.NOBODY, "/_me").asString());
    JsonNode told = GuardedFunction.json(get(Who.OTHER, "/_me"));
    assertEquals("eve", told.path("subject").asText());
    assertFalse(told.path("collections").has("films"), told::toString);
    assertEquals("[\"eve\"]", told.at("/collections/orders/rows/carrier").toString());
    JsonNode admin = GuardedFunction.json(get(Who.ADMIN, "/_me")).at("/collections/orders");
    assertEquals("{\"read\":true,\"write\":true,\"admin\":true}", admin.toString());
  }

  @Test
  void aTakenKeyIsToldWithoutWhatHasIt() {
    for (Who caller : List.of(Who.OTHER, Who.OWNER)) {
      Response taken = send(caller, "POST /orders", null, "{\"shop\": \"s\", \"number\": 1}");
      assertEquals(
          "urn:problem-type:larder:item-exists", GuardedFunction.json(taken).path("type").asText());
      boolean owner = caller == Who.OWNER;
      assertEquals(owner, taken.headers().hasHeaderWithName("ETag"));
      assertEquals(owner, taken.headers().hasHeaderWithName("Location"));
      assertEquals(owner, GuardedFunction.json(taken).has("current"));
      Response failed =
          send(
              caller,
              "POST /_transactions",
              null,
              "{\"operations\": [{\"method\": \"POST\", \"path\": \"/orders\", \"body\":"
                  + " {\"shop\": \"s\", \"number\": 1}}]}");
      assertEquals(
          owner, GuardedFunction.json(failed).at("/operations/0").has("current"), failed::asString);
    }
  }

  @Test
  void whatIsWrittenHasItsOwner() {
    send(Who.OTHER, "PUT /orders/s/9", null, "{}");
    send(Who.OTHER, "POST /orders", null, "[{\"shop\": \"s\", \"number\": 10}]");
    send(Who.OTHER, "POST /orders", null, "csv shop,number / s,11");
    send(
        Who.OTHER,
        "POST /_transactions",
        null,
        "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/orders/s/12\", \"body\": {}},"
            + " {\"method\": \"POST\", \"path\": \"/orders\", \"body\": {\"shop\": \"s\","
            + " \"number\": 13}}]}");
    assertEquals(
        Set.of("3", "9", "10", "11", "12", "13"),
        function.stored().get("orders").stream()
            .filter(item -> item.get("carrier").s().equals("eve"))
            .map(item -> item.get("number").n())
            .collect(Collectors.toSet()));
    Response another = send(Who.OTHER, "PUT /orders/s/14", null, "{\"carrier\": \"ada\"}");
    assertEquals("/carrier", GuardedFunction.json(another).path("pointer").asText());
  }

  @Test
  void aPageGoesOnForItsCallerAlone() {
    String first = "/orders?limit=1";
    String cursor = GuardedFunction.json(get(Who.OWNER, first)).path("next").asText();
    for (Who caller : Who.values()) {
      Response next = get(caller, first + "&cursor=" + cursor);
      int expected =
          switch (caller) {
            case NOBODY -> 401;
            case WRITER -> 403;
            case OWNER -> 200;
            default -> 400;
          };
      assertEquals(expected, next.statusCode(), caller::name);
    }
    assertEquals(400, get(Who.OWNER, "/orders?limit=1&shop=s&cursor=" + cursor).statusCode());
    assertEquals(400, get(Who.OWNER, "/pages?limit=1&cursor=" + cursor).statusCode());
  }

  @Test
  void aPageGoesBackForItsCallerAlone() {
    String first = "/orders?limit=1";
    String next = GuardedFunction.json(get(Who.OWNER, first)).path("next").asText();
    JsonNode second = GuardedFunction.json(get(Who.OWNER, first + "&cursor=" + next));
    for (Who caller : Who.values()) {
      Response back = get(caller, first + "&cursor=" + second.path("prev").asText());
      int expected =
          switch (caller) {
            case NOBODY -> 401;
            case WRITER -> 403;
            case OWNER -> 200;
            default -> 400;
          };
      assertEquals(expected, back.statusCode(), caller::name);
    }
  }

  @Test
  void aCountIsThatOfTheItemsThatTheCallerMayRead() {
    for (Who caller : Who.values()) {
      Response count = get(caller, "/orders?limit=0");
      Response all = get(caller, "/orders?limit=1000");
      assertEquals(all.statusCode(), count.statusCode(), caller::name);
      if (count.statusCode() == 200) {
        assertEquals(
            GuardedFunction.json(all).path("items").size(),
            GuardedFunction.json(count).at("/count/value").asInt(),
            caller::name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDescriptionHasTheCollectionsThatItsReaderMayKnow(Who caller) {
    Set<String> described = new TreeSet<>();
    GuardedFunction.json(get(caller, "/openapi"))
        .path("paths")
        .fieldNames()
        .forEachRemaining(
            path -> {
              if (path.matches("/[a-z]+") && !path.equals("/openapi")) {
                described.add(path.substring(1));
              }
            });
    assertEquals(known(caller), described);
    String unknown = GuardedFunction.json(get(caller, "/none")).path("detail").asText();
    if (caller != Who.NOBODY) {
      assertEquals("The collections are " + String.join(", ", known(caller)) + ".", unknown);
    }
  }

  private static Set<String> known(Who caller) {
    Set<String> known = new TreeSet<>(Set.of("items", "products"));
    if (caller != Who.NOBODY) {
      known.addAll(Set.of("pages", "sessions", "readings", "blobs", "orders"));
    }
    if (Set.of(Who.READER, Who.WRITER, Who.ADMIN).contains(caller)) {
      known.add("films");
    }
    return known;
  }

  @Test
  void aRepeatIsOneForItsCallerAlone() {
    Map<Who, String> first = new HashMap<>();
    for (Who caller : List.of(Who.OTHER, Who.OWNER, Who.READER, Who.ADMIN)) {
      String owner = caller == Who.ADMIN ? ", \"owner\": \"adam\"" : "";
      String item = "{\"a\": 1" + owner + "}";
      Response created = send(caller, "POST /items", "Idempotency-Key: one-key", item);
      assertEquals(201, created.statusCode(), created::asString);
      assertNull(created.header("Idempotency-Replayed"), caller::name);
      first.put(caller, created.asString());
      Response again = send(caller, "POST /items", "Idempotency-Key: one-key", item);
      assertEquals("true", again.header("Idempotency-Replayed"));
      assertEquals(created.asString(), again.asString());
    }
    assertEquals(4, new HashSet<>(first.values()).size());
    Function<Who, Response> put =
        caller -> send(caller, "PUT /orders/s/1", "Idempotency-Key: put-key", "{\"a\": 1}");
    put.apply(Who.OTHER).then().statusCode(404);
    put.apply(Who.OWNER).then().statusCode(200);
    put.apply(Who.OTHER).then().statusCode(404);
    Function<Who, Response> bulk =
        caller ->
            send(
                caller,
                "POST /orders",
                "Idempotency-Key: bulk-key",
                "[{\"shop\": \"s\", \"number\": 1}]");
    bulk.apply(Who.OTHER).then().statusCode(207);
    bulk.apply(Who.OWNER).then().body("succeeded", equalTo(1));
    bulk.apply(Who.OTHER).then().statusCode(207);
    Function<Who, Response> transaction =
        caller ->
            send(
                caller,
                "POST /_transactions",
                "Idempotency-Key: transaction-key",
                "{\"operations\": [{\"method\": \"DELETE\", \"path\": \"/orders/s/2\"}]}");
    transaction.apply(Who.OTHER).then().statusCode(409);
    transaction.apply(Who.OWNER).then().statusCode(200);
    transaction.apply(Who.OWNER).then().header("Idempotency-Replayed", "true");
    // The key of what was deleted is free.
    transaction.apply(Who.OTHER).then().header("Idempotency-Replayed", nullValue());
  }

  @Test
  void aJobIsItsCallersAndWritesWhatItsCallerMay() throws Exception {
    for (Who caller : List.of(Who.OTHER, Who.OWNER, Who.WRITER, Who.ADMIN)) {
      String owner = caller == Who.ADMIN ? "{\"carrier\": \"ada\"}" : "{}";
      Response accepted = send(caller, "PUT /orders/s/1", "Prefer: respond-async", owner);
      assertEquals(202, accepted.statusCode(), accepted::asString);
      String job = accepted.header("Location");
      assertFalse(function.lambda.next().attempt(function.api()).failed());
      for (Who asking : Who.values()) {
        boolean own = asking == caller;
        int none = asking == Who.NOBODY ? 401 : 404;
        assertEquals(own ? 303 : none, get(asking, job).statusCode(), asking::name);
        boolean writes = caller == Who.OWNER || caller == Who.ADMIN;
        int result = writes ? 200 : 404;
        Response answer = get(asking, job + "/result");
        assertEquals(own ? result : none, answer.statusCode(), answer::asString);
        assertEquals(
            own ? (writes ? null : "urn:problem-type:larder:item-not-found") : problem(none),
            GuardedFunction.json(answer).path("type").asText(null));
      }
      assertEquals(
          "ada",
          function.stored().get("orders").stream()
              .filter(item -> item.get("number").n().equals("1"))
              .findFirst()
              .orElseThrow()
              .get("carrier")
              .s());
      function.reset();
    }
  }

  private static String problem(int status) {
    return "urn:problem-type:larder:" + (status == 401 ? "unauthorized" : "job-not-found");
  }

  @Test
  void aTransactionByAJobIsRefusedInItsResult() throws Exception {
    String operations =
        "{\"operations\": [{\"method\": \"PUT\", \"path\": \"/films/1/a\", \"body\": {}}]}";
    String job =
        send(Who.OTHER, "POST /_transactions", "Prefer: respond-async", operations)
            .header("Location");
    function.lambda.next().attempt(function.api());
    assertEquals(403, get(Who.OTHER, job + "/result").statusCode());
    assertEquals(function.seed(), function.stored());
  }
}
