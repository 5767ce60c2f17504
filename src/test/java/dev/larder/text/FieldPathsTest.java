package dev.larder.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.Damaged;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FieldPathsTest {

  @Property(tries = 300)
  void thePathOfANameIsTheName(@ForAll("paths") List<String> path) {
    assertEquals(Optional.of(path), FieldPaths.path(FieldPaths.text(path)));
  }

  @Property(tries = 500)
  void whateverTheTextItIsReadOrRefused(@ForAll("texts") String text) {
    try {
      for (List<String> path : FieldPaths.parse(text)) {
        assertFalse(path.isEmpty() || path.contains(""), text);
        assertEquals(Optional.of(path), FieldPaths.path(FieldPaths.text(path)));
      }
    } catch (ProblemException e) {
      assertEquals(ProblemType.INVALID_PARAMETER, e.type());
      assertTrue(FieldPaths.path(text).isEmpty());
    }
  }

  @Example
  void aMinusBeforeEachPathLeavesItOut() {
    List<List<String>> paths = List.of(List.of("a", "b"), List.of("-c"));
    assertEquals(new FieldPaths.Selection(paths, true), FieldPaths.selection("-a.b,--c"));
    assertEquals(new FieldPaths.Selection(paths, false), FieldPaths.selection("a.b,\\-c"));
    for (String wrong : List.of("-", "-a,", "-a,b", "a,-b", "-,a", "a.-b,-c")) {
      assertThrows(ProblemException.class, () -> FieldPaths.selection(wrong), wrong);
    }
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return ItemArbitraries.texts().filter(name -> !name.isEmpty()).list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> texts() {
    return Damaged.texts(paths().map(FieldPaths::text));
  }
}
