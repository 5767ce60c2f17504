package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomTest {
  private static final String ROOT = "{'bom-ref':'larder','group':'d','name':'larder'}";
  private static final String A =
      "{'bom-ref':'a','group':'g','name':'a','version':'1','licenses':"
          + "[{'license':{'id':'MIT'}},{'license':{'id':'Apache-2.0','url':'u'}}]}";
  private static final String B =
      "{'bom-ref':'b','group':'g','name':'b','version':'2','licenses':"
          + "[{'license':{'name':'Own'}},{'expression':'EPL-2.0 OR MIT'}]}";

  @TempDir Path folder;

  private List<Sbom.Library> libraries(String... components) throws IOException {
    String bill =
        "{'metadata':{'component':"
            + ROOT
            + "},'components':["
            + String.join(",", components)
            + "]}";
    return Sbom.libraries(Files.writeString(folder.resolve(Sbom.NAME), bill.replace('\'', '"')));
  }

  @Test
  void theFunctionItselfIsNoLibrary() throws IOException {
    assertEquals(List.of("a"), libraries(ROOT, A).stream().map(Sbom.Library::name).toList());
  }

  @Test
  void aLibraryHasItsJarAndAllItsLicences() throws IOException {
    List<Sbom.Library> libraries = libraries(A, B);
    assertEquals("g.a-1.jar", libraries.get(0).jar());
    assertEquals(List.of("Apache-2.0", "MIT"), libraries.get(0).licences());
    assertEquals(List.of("EPL-2.0 OR MIT", "Own"), libraries.get(1).licences());
  }

  @Test
  void thePageListsLibrariesByLicence() {
    String page =
        Licences.page(
            List.of(
                new Sbom.Library("g", "b", "1", List.of("MIT")),
                new Sbom.Library("g", "a", "1", List.of("MIT")),
                new Sbom.Library("g", "c", "1", List.of("EPL-2.0", "GPL-2.0"))));
    assertTrue(
        page.endsWith("\n## EPL-2.0 or GPL-2.0\n\n- `g:c`\n\n## MIT\n\n- `g:a`\n- `g:b`\n"), page);
  }

  @Test
  void oneLicenceThatIsAcceptedDoes() {
    Sbom.Library choice = new Sbom.Library("g", "a", "1", List.of("EPL-2.0", "GPL-2.0"));
    Sbom.Library other = new Sbom.Library("g", "b", "1", List.of("GPL-2.0"));
    Sbom.Library unknown = new Sbom.Library("g", "c", "1", List.of());
    assertEquals(List.of(other, unknown), Licences.refused(List.of(choice, other, unknown)));
    assertFalse(Licences.ACCEPTED.contains("GPL-2.0"));
  }
}
