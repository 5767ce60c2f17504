package dev.larder.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.larder.problem.JsonPointers;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.stream.Collectors;

/** The problems of JSON bodies that Jackson reads as objects of the owner's classes. */
final class JsonBodyProblems {
  private JsonBodyProblems() {}

  static ProblemException of(JsonProcessingException failure) {
    if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String pointer =
          mapping.getPath().stream().map(JsonBodyProblems::segment).collect(Collectors.joining());
      return new ProblemException(
              ProblemType.BAD_REQUEST,
              "The value at " + pointer + " does not have the type that this request takes.")
          .with("pointer", pointer);
    }
    JsonLocation at = failure.getLocation();
    return new ProblemException(
        ProblemType.MALFORMED_JSON,
        at == null
            ? "The body is not the JSON that this request takes."
            : "The body is not the JSON that this request takes, at line "
                + at.getLineNr()
                + ", column "
                + at.getColumnNr()
                + ".");
  }

  private static String segment(JsonMappingException.Reference step) {
    String name = step.getFieldName();
    return JsonPointers.to(name == null ? String.valueOf(step.getIndex()) : name);
  }
}
