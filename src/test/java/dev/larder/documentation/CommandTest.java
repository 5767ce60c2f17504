package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {

  private static List<Command> commands(String page) {
    return Command.of(Page.of(Path.of("page.md"), page.lines().toList()).blocks().get(0));
  }

  @Test
  void aCommandHasTheLinesUntilTheNext() {
    assertEquals(
        List.of(
            new Command(4, "echo a \\\n  b", List.of("a b")),
            new Command(8, "echo 'c\n$ d'", List.of("c", "", "d")),
            new Command(13, "x=$(date)", List.of())),
        commands(
            """
            # Page

            ```console
            $ echo a \\
              b
            a b

            $ echo 'c
            $ d'
            c

            d
            $ x=$(date)
            ```
            """));
  }

  @Test
  void outputWithoutACommandIsRefused() {
    assertThrows(IllegalStateException.class, () -> commands("```console\nHTTP/1.1 200 OK\n```"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl -i localhost:8080/items | false",
        "python films.py | true",
        "curl localhost:8080 & npx vite | true",
        "id=$(node new.mjs) | true",
        "OUT=a.out node app.mjs | true",
        "echo python | false"
      })
  void aCommandTellsWhetherItNeedsAnotherProgram(String command, boolean needs) {
    assertEquals(needs, commands("```console\n$ " + command + "\n```").get(0).needsOtherProgram());
  }
}
