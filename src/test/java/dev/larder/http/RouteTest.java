package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "");

  @ParameterizedTest
  @CsvSource({
    "/, LOOKUP, /",
    "/items, COLLECTION, /{collection}",
    "/_transactions, TRANSACTIONS, /_transactions",
    "/_health, HEALTH, /_health",
    "/_health/a, ITEM, /{collection}/{key}",
    "/_transactions/a, ITEM, /{collection}/{key}",
    "/_jobs/a, JOBS, /_jobs/{id}",
    "/_jobs/a/result, JOB_RESULT, /_jobs/{id}/result",
    "/_jobs, COLLECTION, /{collection}",
    "/_jobs/a/b, ITEM, /{collection}/{key}",
    "/%2F, COLLECTION, /{collection}",
    "/items/a, ITEM, /{collection}/{key}",
    "/items/a%2Fb%2Fc%2Fd, ITEM, /{collection}/{key}",
    "/films/1999/Matrix, ITEM, /{collection}/{key}"
  })
  void aPathHasTheRouteOfItsSegments(String path, Route route, String template) {
    assertEquals(Optional.of(route), Route.of(path));
    assertEquals(template, route.template());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b/c/d", "/a/b/c/d/e", "/a/b/c/"})
  void aPathOfMoreThanThreeSegmentsHasNone(String path) {
    assertEquals(Optional.empty(), Route.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "LOOKUP, POST",
    "COLLECTION, GET;HEAD;POST;DELETE",
    "ITEM, GET;HEAD;PUT;PATCH;DELETE",
    "OPENAPI, GET;HEAD",
    "HEALTH, GET;HEAD",
    "TRANSACTIONS, POST",
    "JOBS, GET;HEAD",
    "JOB_RESULT, GET;HEAD"
  })
  void aRouteTakesItsMethodsOnly(Route route, String methods) {
    assertEquals(
        Set.of(methods.split(";")),
        METHODS.stream().filter(route::takes).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource
  void allowNamesTheMethodsAndOptions(Route route) {
    assertEquals(
        Stream.concat(METHODS.stream().filter(route::takes), Stream.of("OPTIONS")).toList(),
        List.of(route.allow().split(", ")));
  }

  @Test
  void everyTemplateIsOfItsOwnRoute() {
    for (Route route : Route.values()) {
      assertEquals(Optional.of(route), Route.of(route.template()));
    }
  }
}
